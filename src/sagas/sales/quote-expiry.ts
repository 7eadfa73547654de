import { quote } from '../../domain/sales/quote.ts'
import { endOfDay } from '../../domain/values/day.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const answered = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (): Reaction<never> => ({ done: true }),
}

/** A quote that nobody has answered expires when its last day is over in UTC, and as of that instant. */
export const quoteExpiry = processManager()(quote)({
  name: 'quote-expiry',
  version: 1,
  on: {
    'quote.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data }) => ({ wake: { expiry: endOfDay(data.validUntil) } }),
    },
    'quote.accepted': answered,
    'quote.rejected': answered,
    'quote.expired': answered,
  },
  wake: {
    expiry: (_, __, { key }) => ({ send: [{ command: 'quote.expire', id: key, body: {} }] }),
  },
})
