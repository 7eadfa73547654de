import { session } from '../../domain/identity/session.ts'
import { user } from '../../domain/identity/user.ts'
import { commandsOf } from '../command.ts'
import { mustBeKnown } from '../references.ts'

/** Sent by sign-in and sign-out only. */
export const sessionCommands = commandsOf(session, (prepared) => ({
  'session.begin': {
    summary: 'Begin a session',
    internal: true,
    ...prepared(session.commands['session.begin'].schema, async (body, asking) => {
      await mustBeKnown('session', body, { userId: user }, asking)
      return body
    }),
  },
  'session.end': { summary: 'End a session', internal: true },
}))
