import { invoiceQueries, invoiceTitles } from '../../api/sales/invoice.ts'
import { invoiceDocument } from '../../api/sales/invoice-document.ts'
import { invoiceCommands } from '../../commands/sales/invoice.ts'
import { invoice as decider } from '../../domain/sales/invoice.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { creditedOrder, invoiceNumbering } from '../../sagas/sales/invoicing.ts'
import { feature } from '../feature.ts'

export const invoice = feature({
  decider,
  resource: 'invoices',
  grants: ({ ownerId }) => ownedBy(ownerId, 'invoice'),
  authority: {
    manager: { may: ['invoice.*'], queue: true },
    rep: { may: ['invoice.read', 'invoice.remind'] },
  },
  table: invoiceTable,
  commands: invoiceCommands,
  queries: invoiceQueries,
  titles: invoiceTitles,
  sagas: [invoiceNumbering, creditedOrder],
  endpoints: [() => invoiceDocument],
  origin: { field: 'orderId', aggregate: 'order' },
})
