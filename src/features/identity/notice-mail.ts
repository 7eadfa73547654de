import { noticeMailStep, noticeMailTitles } from '../../api/identity/notice-mail.ts'
import { noticeMailCommands } from '../../commands/identity/notice-mail.ts'
import { noticeMail as decider } from '../../domain/identity/notice-mail.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { mailing } from '../../sagas/identity/notice-mail.ts'
import { feature } from '../feature.ts'

/** What people are told of, sent to them by mail. */
export const noticeMail = feature({
  decider,
  resource: 'notice-mails',
  grants: ({ userId }) => [keyOf.user(userId)],
  commands: noticeMailCommands,
  titles: ({ notices }) => noticeMailTitles(notices),
  sagas: ({ notices }) => [mailing(notices)],
  effects: { 'noticeMail.send': ({ mailer, ...parts }) => mailer && noticeMailStep({ ...parts, mailer }) },
})
