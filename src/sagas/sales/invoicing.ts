import { type InvoiceKind, invoice } from '../../domain/sales/invoice.ts'
import { order } from '../../domain/sales/order.ts'
import { processManager } from '../process-manager.ts'

/** What has gone out is invoiced, where that goes by itself: once for each fulfilment. */
export const fulfilmentBilling = processManager()(order)({
  name: 'fulfilment-billing',
  version: 1,
  on: {
    'order.fulfilled': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { fulfilment } }) => ({
        send: [{ command: 'order.bill-fulfilment', id: aggregateId, body: { fulfilment } }],
        done: true,
      }),
    },
  },
})

/** How many of a kind have been asked for. */
type Counted = Readonly<Record<'count', number>>

/**
 * Invoices and credit notes are issued in the order in which they were asked for in the log, and the place of each among those of
 * its kind is its number. So the log itself is the counter: there is one place for each, whoever reads it and however often,
 * and none is asked for that is not issued (068).
 */
export const invoiceNumbering = processManager<Counted>()(order, invoice)({
  name: 'invoice-numbering',
  version: 1,
  on: {
    'order.billed': {
      key: (): InvoiceKind => 'invoice',
      react: (state, { aggregateId, data: { bill: _bill, fulfilment: _fulfilment, number, ...billed } }) => {
        const sequence = (state?.count ?? 0) + 1
        const body = { ...billed, orderId: aggregateId, orderNumber: number, sequence }
        return { state: { count: sequence }, send: [{ command: 'invoice.issue', body }] }
      },
    },
    'invoice.credited': {
      key: (): InvoiceKind => 'credit-note',
      react: (state, { aggregateId, data: { lines, totals, reason } }) => {
        const sequence = (state?.count ?? 0) + 1
        const body = { invoiceId: aggregateId, lines, totals, reason, sequence }
        return { state: { count: sequence }, send: [{ command: 'invoice.issue-credit', body }] }
      },
    },
  },
})

/** What was credited is on no invoice any more, and can be invoiced again. */
export const creditedOrder = processManager()(invoice)({
  name: 'credited-order',
  version: 1,
  on: {
    'invoice.issued': {
      key: ({ aggregateId, data }) => (data.kind === 'credit-note' ? aggregateId : undefined),
      react: (_, { aggregateId, data: { orderId, lines, totals } }) => ({
        send: [
          {
            command: 'order.credit-bill',
            id: orderId,
            body: { lines, totals, creditNoteId: aggregateId },
          },
        ],
        done: true,
      }),
    },
  },
})
