import { opportunity } from '../../domain/sales/opportunity.ts'
import { order } from '../../domain/sales/order.ts'
import { quote } from '../../domain/sales/quote.ts'
import { processManager, type Reaction, type Send } from '../process-manager.ts'

/** The documents of a deal: what to ask of each when the deal gets another owner. */
interface Documents {
  assign: readonly { command: 'quote.assign' | 'order.assign'; id: string }[]
}

/** Who owns a deal sees its quotes and orders: they follow it to its next owner. */
export const dealOwnership = processManager<Documents>()(opportunity, quote, order)({
  name: 'deal-ownership',
  version: 1,
  on: {
    'quote.drafted': {
      key: ({ data }) => data.opportunityId,
      react: (state, { aggregateId }) => withDocument(state, { command: 'quote.assign', id: aggregateId }),
    },
    'order.placed': {
      key: ({ data }) => data.opportunityId,
      react: (state, { aggregateId }) => withDocument(state, { command: 'order.assign', id: aggregateId }),
    },
    'opportunity.assigned': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { ownerId } }) =>
        state && { send: state.assign.map<Send>((each) => ({ ...each, name: each.id, body: { ownerId } })) },
    },
  },
})

function withDocument(
  state: Documents | undefined,
  document: Documents['assign'][number],
): Reaction<Documents> {
  return { state: { assign: [...(state?.assign ?? []), document] } }
}
