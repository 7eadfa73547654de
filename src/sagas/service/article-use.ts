import { ticket } from '../../domain/service/ticket.ts'
import { processManager } from '../process-manager.ts'

/** Notes with each article that it stands in a reply. */
export const articleUse = processManager()(ticket)({
  name: 'article-use',
  version: 1,
  on: {
    'ticket.replied': {
      key: ({ id, data }) => (data.articleIds ? id : undefined),
      react: (_, { id: messageId, aggregateId: ticketId, occurredAt, data: { articleIds = [] } }) => ({
        send: articleIds.map((id) => ({
          command: 'article.note-use',
          id,
          name: id,
          body: { ticketId, messageId },
          occurredAt,
        })),
        done: true,
      }),
    },
  },
})
