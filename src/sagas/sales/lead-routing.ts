import type { RoutingCause } from '../../domain/rules/assignment.ts'
import { lead } from '../../domain/sales/lead.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

const routed = (id: string, cause: RoutingCause): Reaction<never> => ({
  send: [{ command: 'lead.assign-by-rules', id, body: { cause } }],
})

/**
 * Has the rules say who gets a lead that was to be routed when it was captured, or later, or has come back to nobody: who is
 * free is read when it is said, beside all that the other managers send.
 */
export const leadRouting = processManager()(lead)({
  name: 'lead-routing',
  version: 1,
  effect: 'lead.assign-by-rules',
  on: {
    'lead.woken': {
      key: ({ aggregateId, data }) => (data.ownerId === null ? aggregateId : undefined),
      react: (_, { aggregateId }) => routed(aggregateId, 'woken'),
    },
    'lead.routing-requested': {
      key: own,
      react: (_, { aggregateId, data }) => routed(aggregateId, data.cause),
    },
  },
})

/** A lead that whoever got it by the rules has not taken up in time goes to another; whether they have, the lead knows. */
export const leadPickUp = processManager()(lead)({
  name: 'lead-pick-up',
  version: 1,
  on: {
    'lead.assigned': {
      key: ({ aggregateId, data }) => (data.decision?.pickUpBy ? aggregateId : undefined),
      react: (_, { data }) => ({ wake: { pickUp: data.decision?.pickUpBy ?? null } }),
    },
    'lead.claimed': { key: own, react: () => ({ wake: { pickUp: null } }) },
    'lead.erased': { key: own, react: () => ({ done: true }) },
  },
  wake: {
    pickUp: (_, dueAt, { key }) => ({
      send: [{ command: 'lead.reroute', id: key, body: { pickUpBy: dueAt } }],
    }),
  },
})
