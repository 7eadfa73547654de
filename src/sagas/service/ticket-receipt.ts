import { ticket } from '../../domain/service/ticket.ts'
import { processManager } from '../process-manager.ts'

/** Whoever opens a ticket by a form or in the portal gets its number by mail; what a program sent is no reason to write to anybody. */
export const ticketReceipt = processManager()(ticket)({
  name: 'ticket-receipt',
  version: 1,
  effect: 'ticket.send-receipt',
  on: {
    'ticket.opened': {
      key: ({ aggregateId, data: { submission }, metadata: { actor } }) =>
        actor.kind === 'customer' || (submission?.signs.proven && !submission.signs.trapped)
          ? aggregateId
          : undefined,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'ticket.send-receipt', id: aggregateId, body: {} }],
      }),
    },
  },
})
