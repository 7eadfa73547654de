import { invoice } from '../../domain/sales/invoice.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { order } from '../../domain/sales/order.ts'
import { quote } from '../../domain/sales/quote.ts'
import { processManager, type Reaction, type Send } from '../process-manager.ts'

interface Deal {
  /** Whom it was last given to; null: it has the owner it was opened with. */
  ownerId: string | null
  documents: readonly Document[]
}

interface Document {
  command: 'quote.assign' | 'order.assign' | 'invoice.assign'
  id: string
}

/**
 * Who owns a deal sees its quotes, orders and invoices: they follow it to its next owner. What is made for the former owner
 * while the deal changes hands follows at once.
 */
export const dealOwnership = processManager<Deal>()(opportunity, quote, order, invoice)({
  name: 'deal-ownership',
  version: 1,
  on: {
    'quote.drafted': {
      key: ({ data }) => data.opportunityId,
      react: (state, { aggregateId, data }) =>
        withDocument(state, { command: 'quote.assign', id: aggregateId }, data.ownerId),
    },
    'order.placed': {
      key: ({ data }) => data.opportunityId ?? undefined,
      react: (state, { aggregateId, data }) =>
        withDocument(state, { command: 'order.assign', id: aggregateId }, data.ownerId),
    },
    'invoice.issued': {
      key: ({ data }) => data.opportunityId ?? undefined,
      react: (state, { aggregateId, data }) =>
        withDocument(state, { command: 'invoice.assign', id: aggregateId }, data.ownerId),
    },
    'opportunity.assigned': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { ownerId } }) => {
        const documents = state?.documents ?? []
        return { state: { ownerId, documents }, send: documents.map((each) => assignment(each, ownerId)) }
      },
    },
  },
})

function withDocument(state: Deal | undefined, document: Document, madeFor: string): Reaction<Deal> {
  const ownerId = state?.ownerId ?? null
  return {
    state: { ownerId, documents: [...(state?.documents ?? []), document] },
    send: ownerId !== null && ownerId !== madeFor ? [assignment(document, ownerId)] : [],
  }
}

function assignment({ command, id }: Document, ownerId: string): Send {
  return { command, id, name: id, body: { ownerId } }
}
