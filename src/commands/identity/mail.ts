import { mail } from '../../domain/identity/mail.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'

/** Noted by the step that has sent it. */
export const mailCommands = commandsOf(
  mail,
  { resource: 'mails', grants: ({ userId }) => [keyOf.user(userId)] },
  () => ({ 'mail.send': { summary: 'Note that a mail was sent', internal: true } }),
)
