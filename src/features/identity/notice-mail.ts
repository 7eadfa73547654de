import { mailStep, mailTitles } from '../../api/identity/notice-mail.ts'
import { mailCommands } from '../../commands/identity/notice-mail.ts'
import { mail as decider } from '../../domain/identity/notice-mail.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { mailing } from '../../sagas/identity/notice-mail.ts'
import { feature } from '../feature.ts'

/** What people are told of, sent to them by mail. */
export const mail = feature({
  decider,
  resource: 'mails',
  grants: ({ userId }) => [keyOf.user(userId)],
  commands: mailCommands,
  titles: ({ notices }) => mailTitles(notices),
  sagas: ({ notices }) => [mailing(notices)],
  effects: { 'mail.send': ({ mailer, ...parts }) => mailer && mailStep({ ...parts, mailer }) },
})
