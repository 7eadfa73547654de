import { orderQueries, orderTitles } from '../../api/sales/order.ts'
import { orderTransferStep } from '../../api/sales/order-transfer-step.ts'
import { orderCommands } from '../../commands/sales/order.ts'
import { order as decider } from '../../domain/sales/order.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { fulfilmentBilling } from '../../sagas/sales/invoicing.ts'
import { orderTransfer, orderTransferCalls } from '../../sagas/sales/order-transfer.ts'
import { feature } from '../feature.ts'

export const order = feature({
  decider,
  resource: 'orders',
  grants: ({ ownerId }) => ownedBy(ownerId, 'order'),
  authority: { manager: { may: ['order.*'], queue: true }, rep: { may: ['order.*'] } },
  table: orderTable,
  commands: orderCommands,
  queries: orderQueries,
  titles: orderTitles,
  sagas: [fulfilmentBilling, orderTransfer, orderTransferCalls],
  effects: { 'order.send-transfer': orderTransferStep },
  origin: { field: 'quoteId', aggregate: 'quote' },
})
