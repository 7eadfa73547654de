import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { uuid } from '../values/uuid.ts'

/** Of the log; notices of events up to there have been read. */
const readTo = z.string().regex(/^\d{1,15}$/, 'must be a position of the log')
const begun = z.object({ userId: uuid, readTo })

/** How far one person has read their notices: one event for all that were unread, not one for each. */
export const inbox = decider<z.output<typeof begun>>()({
  name: 'inbox',
  events: { 'inbox.opened': creates(begun), 'inbox.read': z.object({ readTo }) },
  commands: { 'inbox.create': creates(begun), 'inbox.change': begun },
  evolve: {
    'inbox.opened': (_, data) => data,
    'inbox.read': (state, data) => ({ ...state, ...data }),
  },
  decide: {
    'inbox.create': (_, input) => [{ type: 'inbox.opened', data: input }],
    // A slower tab does not make unread what another one has read.
    'inbox.change': (state, input) =>
      BigInt(input.readTo) > BigInt(state.readTo)
        ? [{ type: 'inbox.read', data: { readTo: input.readTo } }]
        : [],
  },
})
