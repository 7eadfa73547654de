import { z } from 'zod'
import { pricedLine, totals } from '../../domain/sales/line.ts'
import { order } from '../../domain/sales/order.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { grossReply } from './money.ts'
import { sumsOf } from './quote.ts'

export const orderQueries = recordQueries(orderTable)({
  resource: 'orders',
  summary: 'Orders by account, opportunity, quote and owner',
  row: z.object({
    number: z.string(),
    quoteId: uuid,
    opportunityId: uuid,
    accountId: uuid.nullable(),
    ownerId: uuid,
    status: z.enum(['placed']),
    currency,
    lines: z.array(pricedLine),
    lineCount: z.int(),
    totals,
    gross: grossReply,
    placedAt: instant,
  }),
  shown: ({ net, discount, tax, gross, taxes, ...row }) => ({
    ...row,
    ...sumsOf(row.currency, { net, discount, tax, gross }, taxes),
  }),
  references: {
    quoteId: quoteTable,
    opportunityId: opportunityTable,
    accountId: accountTable,
    ownerId: userTable,
  },
  filters: { accountId: uuid, opportunityId: uuid, quoteId: uuid, ownerId: uuid, number: z.string() },
  ranges: { placedAt: instant },
  sorts: ['-placedAt', 'updatedAt', 'number', 'gross'],
  search: ['number', 'accountId', 'opportunityId'],
})

export const orderTitles = titlesOf(order, {
  'order.placed': ({ data }) => `Order ${data.number} placed over ${formatMoney(data.totals.gross)}`,
  'order.assigned': () => 'Given to another owner',
})
