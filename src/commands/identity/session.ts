import { session } from '../../domain/identity/session.ts'
import { commandsOf } from '../command.ts'

/** Sent by sign-in and sign-out only. */
export const sessionCommands = commandsOf(session, () => ({
  'session.begin': { summary: 'Begin a session', internal: true },
  'session.end': { summary: 'End a session', internal: true },
}))
