import { noticeMail } from '../../domain/identity/notice-mail.ts'
import { user } from '../../domain/identity/user.ts'
import { commandsOf } from '../command.ts'
import { mustBeKnown } from '../references.ts'

/** Noted by the step that has sent it. */
export const noticeMailCommands = commandsOf(noticeMail, (prepared) => ({
  'noticeMail.send': {
    summary: 'Note that a mail was sent',
    internal: true,
    ...prepared(noticeMail.commands['noticeMail.send'].schema, async (body, asking) => {
      await mustBeKnown('noticeMail', body, { userId: user }, asking)
      return body
    }),
  },
}))
