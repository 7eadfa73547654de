import { quote } from '../../domain/sales/quote.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const answered = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (): Reaction<never> => ({ done: true }),
}

/** A quote that nobody has answered expires when its last day is over, and as of that instant. */
export const quoteExpiry = processManager()(quote)({
  name: 'quote-expiry',
  version: 1,
  on: {
    'quote.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data }) => ({ wake: { expiry: data.expiresAt } }),
    },
    'quote.reopened': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data }) => ({ wake: { expiry: data.expiresAt } }),
    },
    'quote.accepted': answered,
    'quote.rejected': answered,
    'quote.expired': answered,
    'quote.replaced': answered,
  },
  wake: {
    expiry: (_, __, { key }) => ({ send: [{ command: 'quote.expire', id: key, body: {} }] }),
  },
})
