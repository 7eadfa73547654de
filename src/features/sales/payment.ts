import { paymentQueries, paymentTitles } from '../../api/sales/payment.ts'
import { paymentStatements } from '../../api/sales/payment-statement.ts'
import { paymentCommands } from '../../commands/sales/payment.ts'
import { payment as decider } from '../../domain/sales/payment.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { paymentTable } from '../../projections/sales/payment.ts'
import { feature } from '../feature.ts'

export const payment = feature({
  decider,
  resource: 'payments',
  // Money that came in is nobody's own: who may see payments sees all of them.
  grants: () => [everyone],
  authority: { manager: { may: ['payment.*'], seesAll: true } },
  table: paymentTable,
  commands: paymentCommands,
  queries: paymentQueries,
  titles: paymentTitles,
  endpoints: [() => paymentStatements],
})
