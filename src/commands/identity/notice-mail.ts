import { noticeMail } from '../../domain/identity/notice-mail.ts'
import { commandsOf } from '../command.ts'

/** Noted by the step that has sent it. */
export const noticeMailCommands = commandsOf(noticeMail, () => ({
  'noticeMail.send': { summary: 'Note that a mail was sent', internal: true },
}))
