import { mail } from '../../domain/identity/mail.ts'
import { user } from '../../domain/identity/user.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'
import { mustBeKnown } from '../references.ts'

/** Noted by the step that has sent it. */
export const mailCommands = commandsOf(
  mail,
  { resource: 'mails', grants: ({ userId }) => [keyOf.user(userId)] },
  (prepared) => ({
    'mail.send': {
      summary: 'Note that a mail was sent',
      internal: true,
      ...prepared(mail.commands['mail.send'].schema, async (body, asking) => {
        await mustBeKnown('mail', body, { userId: user }, asking)
        return body
      }),
    },
  }),
)
