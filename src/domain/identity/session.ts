import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'

/** What was shown to sign in: `password` or `oidc`, and then `totp` or `recovery-code`. */
const factor = z.enum(['password', 'oidc', 'totp', 'recovery-code'])
export type Factor = z.output<typeof factor>

const begin = z.object({ userId: z.uuid(), factors: z.array(factor).max(4).optional() })
const end = z.object({ cause: z.enum(['signed-out', 'replaced', 'revoked']) })

export interface SessionState {
  userId: string
  ended: boolean
}

/**
 * One stay of one user, from sign-in to its end: a stream of two events, named by every command given in it
 * (`via.id`). Refused sign-ins are no events, or anybody could grow the log without bound; they are counted beside it.
 */
export const session = decider<SessionState>()({
  name: 'session',
  events: { 'session.begun': creates(begin), 'session.ended': end },
  commands: { 'session.begin': creates(begin), 'session.end': end },
  evolve: {
    'session.begun': (_, { userId }) => ({ userId, ended: false }),
    'session.ended': (state) => ({ ...state, ended: true }),
  },
  decide: {
    'session.begin': (_, input) => [{ type: 'session.begun', data: input }],
    'session.end': (state, input) => (state.ended ? [] : [{ type: 'session.ended', data: input }]),
  },
})
