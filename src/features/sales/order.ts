import { orderQueries, orderTitles } from '../../api/sales/order.ts'
import { orderCommands } from '../../commands/sales/order.ts'
import { order as decider } from '../../domain/sales/order.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { feature } from '../feature.ts'

export const order = feature({
  decider,
  resource: 'orders',
  grants: ({ ownerId }) => ownedBy(ownerId, 'order'),
  authority: { manager: { may: ['order.read'], queue: true }, rep: { may: ['order.read'] } },
  table: orderTable,
  commands: orderCommands,
  queries: orderQueries,
  titles: orderTitles,
  origin: { field: 'quoteId', aggregate: 'quote' },
})
