import { session } from '../../domain/identity/session.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'

/** Sent by sign-in and sign-out only. */
export const sessionCommands = commandsOf(
  session,
  { resource: 'sessions', grants: ({ userId }) => [keyOf.user(userId)] },
  () => ({
    'session.begin': { summary: 'Begin a session', internal: true },
    'session.end': { summary: 'End a session', internal: true },
  }),
)
