import { quote } from '../../domain/sales/quote.ts'
import { processManager } from '../process-manager.ts'

/** The next version of a quote takes the place of the one before as soon as it is sent. */
export const quoteReplacement = processManager()(quote)({
  name: 'quote-replacement',
  version: 1,
  on: {
    'quote.sent': {
      key: ({ aggregateId, data }) => (data.replacesId === null ? undefined : aggregateId),
      react: (_, { aggregateId, data: { replacesId }, occurredAt }) =>
        replacesId === null
          ? undefined
          : {
              send: [{ command: 'quote.replace', id: replacesId, body: { byId: aggregateId }, occurredAt }],
              done: true,
            },
    },
  },
})
