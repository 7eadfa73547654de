import { ticket } from '../../domain/service/ticket.ts'
import { processManager } from '../process-manager.ts'

/** A message that became a ticket of its own leaves the one it was in. */
export const ticketSplit = processManager()(ticket)({
  name: 'ticket-split',
  version: 1,
  on: {
    'ticket.opened': {
      key: ({ aggregateId, data }) => (data.splitFromId ? aggregateId : undefined),
      react: (_, { aggregateId, data: { splitFromId, splitMessageId } }) => {
        if (!splitFromId || !splitMessageId) return undefined
        return {
          send: [
            {
              command: 'ticket.give-message',
              id: splitFromId,
              body: { messageId: splitMessageId, ticketId: aggregateId },
            },
          ],
          done: true,
        }
      },
    },
  },
})
