import { sql } from 'kysely'
import { z } from 'zod'
import { uuid } from '../../domain/values/uuid.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { byCurrency, sumReply, whole } from '../analytics/sums.ts'
import { query } from '../lists/query.ts'
import { moneyOf, moneyReply } from './money.ts'

/** What a deal was to cost its buyer, what its orders come to before tax, and what was spent beside. */
export const dealSpending = query(
  opportunityTable,
  orderTable,
)({
  name: 'dealSpending',
  path: '/opportunities/:id/spending',
  summary:
    'Budget of an opportunity, its costs, what its orders come to, and the total of both in each currency',
  permission: 'opportunity.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    opportunityId: uuid,
    budget: moneyReply.nullable(),
    costs: moneyReply.nullable(),
    orders: z.array(sumReply).describe('Of those that the reader sees, before tax.'),
    total: z.array(sumReply),
  }),
  async run({ db, parameters: { id } }) {
    const row = await db
      .selectFrom('opportunity')
      .select(['id', 'budget', 'budgetCurrency', 'costs', 'costsCurrency'])
      .where('id', '=', id.toLowerCase())
      .executeTakeFirst()
    if (!row) return undefined
    const orders = await db
      .selectFrom('order')
      .select(['currency', whole(sql`sum(net::numeric)`).as('amount')])
      .where('opportunityId', '=', row.id)
      .where('currency', 'is not', null)
      .groupBy('currency')
      .orderBy('currency')
      .execute()
    const costs = moneyOf(row.costs, row.costsCurrency)
    return {
      opportunityId: row.id,
      budget: moneyOf(row.budget, row.budgetCurrency),
      costs,
      orders,
      total: byCurrency([...orders, ...(costs ? [costs] : [])], ['amount']),
    }
  },
})
