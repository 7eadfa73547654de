import { mail } from '../../domain/identity/notice-mail.ts'
import { commandsOf } from '../command.ts'

/** Noted by the step that has sent it. */
export const mailCommands = commandsOf(mail, () => ({
  'mail.send': { summary: 'Note that a mail was sent', internal: true },
}))
