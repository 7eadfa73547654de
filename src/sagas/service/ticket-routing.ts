import type { RoutingCause } from '../../domain/rules/assignment.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const routed = (id: string, cause: RoutingCause): Reaction<never> => ({
  send: [{ command: 'ticket.assign-by-rules', id, body: { cause } }],
})

/** Has the rules say who gets a ticket that was opened for nobody, or that somebody asks them about. */
export const ticketRouting = processManager()(ticket)({
  name: 'ticket-routing',
  version: 1,
  effect: 'ticket.assign-by-rules',
  on: {
    'ticket.opened': {
      key: ({ aggregateId, data }) => (data.assigneeId === null ? aggregateId : undefined),
      react: (_, { aggregateId }) => routed(aggregateId, 'opened'),
    },
    'ticket.routing-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data }) => routed(aggregateId, data.cause),
    },
  },
})
