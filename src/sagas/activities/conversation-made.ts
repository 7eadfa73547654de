import { lead } from '../../domain/sales/lead.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { processManager } from '../process-manager.ts'

/** What was made of a conversation: the conversation is filed with it. */
export const conversationMade = processManager()(lead, ticket)({
  name: 'conversation-made',
  version: 1,
  on: {
    'lead.captured': {
      key: ({ aggregateId, data: { conversationId } }) => (conversationId ? aggregateId : undefined),
      react: (_, { aggregateId, data }) => filed('lead', aggregateId, data.conversationId),
    },
    'ticket.opened': {
      key: ({ aggregateId, data: { conversationId } }) => (conversationId ? aggregateId : undefined),
      react: (_, { aggregateId, data }) => filed('ticket', aggregateId, data.conversationId),
    },
  },
})

function filed(model: 'lead' | 'ticket', id: string, conversationId: string | undefined) {
  return conversationId === undefined
    ? undefined
    : {
        send: [
          {
            command: 'conversation.file',
            id: conversationId,
            body: { records: [{ model, id }], by: 'made' },
          },
        ],
        done: true as const,
      }
}
