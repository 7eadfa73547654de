import { quote } from '../../domain/sales/quote.ts'
import { processManager } from '../process-manager.ts'

/** An accepted quote becomes an order, once and line for line, and its deal is won with what the quote is worth. */
export const quoteToOrder = processManager()(quote)({
  name: 'quote-to-order',
  version: 1,
  on: {
    'quote.accepted': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { byLink: _by, exchangeRate: _rate, ...data } }) => ({
        send: [
          { command: 'order.place', body: { ...data, quoteId: aggregateId } },
          // Deals are counted without tax.
          { command: 'opportunity.win', id: data.opportunityId, body: { amount: data.totals.net } },
        ],
        done: true,
      }),
    },
  },
  refused: {
    // Closed by somebody already: their word stands, and the order is placed all the same.
    'opportunity.win': () => undefined,
  },
})
