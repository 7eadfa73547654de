import { sql } from 'kysely'
import { z } from 'zod'
import { defaultKeyCustomerRules, revenueBasis } from '../../domain/customers/key-customer-policy.ts'
import { market } from '../../domain/sales/market.ts'
import { country } from '../../domain/values/country.ts'
import { day } from '../../domain/values/day.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { marketTable } from '../../projections/sales/market.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { productTable } from '../../projections/sales/product.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { saleRows } from '../analytics/sales.ts'
import { sumReply, whole } from '../analytics/sums.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, moneyReply } from './money.ts'

export const marketQueries = recordQueries(marketTable)({
  resource: 'markets',
  summary: 'How large markets are, by what is sold, where and when',
  row: z.object({
    name: z.string(),
    productGroupId: uuid.nullable(),
    country: country.nullable(),
    startsOn: day,
    endsOn: day,
    size: moneyReply,
    source: z.string().nullable(),
    archived: z.boolean(),
  }),
  shown: ({ amount, currency, ...row }) => ({ ...row, size: moneyOf(amount, currency) }),
  references: { productGroupId: productGroupTable },
  filters: { productGroupId: uuid, country, archived: flag },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['name', 'startsOn', 'endsOn', 'createdAt', 'updatedAt'],
  search: ['name', 'source'],
})

export const marketTitles = titlesOf(market, {
  'market.created': ({ data: { name, size } }) => `Market ${name} entered with ${formatMoney(size)}`,
  'market.changed': ({ data: { changes }, before }) =>
    changes.size
      ? `Size changed from ${formatMoney(before.size)} to ${formatMoney(changes.size)}`
      : 'Market changed',
})

const share = z
  .object({
    marketId: uuid,
    name: z.string(),
    productGroupId: uuid.nullable(),
    productGroupName: z.string().nullable(),
    country: country.nullable(),
    startsOn: day,
    endsOn: day,
    size: moneyReply,
    own: sumReply.shape.amount.describe('What we sold in it, in minor units of the currency of its size.'),
    share: z.number().nullable().describe('Of its size; null: it is too large to be told, or of nothing.'),
    trend: z
      .number()
      .nullable()
      .describe(
        'How much more that is than of the same market in the period before; null: none was entered.',
      ),
  })
  .register(vocabulary, { id: 'MarketShare' })

interface Row {
  marketId: string
  name: string
  productGroupId: string | null
  country: string | null
  startsOn: string
  endsOn: string
  amount: number
  currency: string
  own: number | null
  share: number | null
}

/** What of each market is ours. */
export const marketShares = query(
  marketTable,
  productGroupTable,
  productTable,
  accountTable,
  invoiceTable,
  orderTable,
)({
  name: 'marketShares',
  path: '/market-shares',
  summary: 'Our share of each market that was entered, and its trend',
  permission: 'market.read',
  parameters: z.object({ revenueBasis: revenueBasis.default(defaultKeyCustomerRules.basis) }),
  reply: z.object({ revenueBasis, method: z.string(), markets: z.array(share) }),
  async run({ db, parameters: { revenueBasis: basis }, principal, zone }) {
    refuseHidden(principal, {
      market: ['size'],
      [basis === 'invoices' ? 'invoice' : 'order']: ['lines', 'accountId'],
      product: ['groupId'],
      account: ['country'],
    })
    const { rows } = await sql<Row>`
      with recursive part (id, above) as (
        select id, id from product_group
        union select product_group.id, part.above from part join product_group on product_group.parent_id = part.id),
      sale as (${saleRows(basis, await zone())}),
      sold as (
        select on_day, sale.currency, account.country, product.group_id, sign * (line->'net'->>'amount')::numeric as net
          from sale cross join lateral jsonb_array_elements(lines) as line
          left join account on account.id = sale.account_id
          left join product on product.id = (line->>'productId')::uuid)
      select market.id as "marketId", market.name, product_group_id as "productGroupId", market.country,
          starts_on as "startsOn", ends_on as "endsOn", amount, market.currency,
          ${whole(sql`sum(sold.net)`)} as own,
          round(coalesce(sum(sold.net), 0) / nullif(amount, 0), 6)::double precision as share
        from market left join sold on sold.on_day between starts_on and ends_on and sold.currency = market.currency
          and (market.country is null or market.country = sold.country)
          and (product_group_id is null or exists (
            select from part where part.id = sold.group_id and part.above = product_group_id))
        where not archived
        group by market.id, market.name, product_group_id, market.country, starts_on, ends_on, amount, market.currency
        order by market.name, starts_on, market.id`.execute(db)
    const markets = rows.map(({ amount, currency, ...row }) => ({
      ...row,
      size: moneyOf(amount, currency),
      trend: trendOf(row, rows),
    }))
    return {
      revenueBasis: basis,
      method:
        'Own sales: what was invoiced less what was credited, or what was ordered, net of tax, of the products of the group and all that ' +
        'is part of it, to accounts in the country, in the period and the currency of the market. Of what you may see.',
      markets: await withNames(db as never, markets, { productGroupId: productGroupTable }),
    }
  },
})

/** Against what was entered of the same market for the time before. */
function trendOf(of: Pick<Row, 'productGroupId' | 'country' | 'startsOn' | 'share'>, all: readonly Row[]) {
  const before = all
    .filter(
      (one) =>
        one.productGroupId === of.productGroupId && one.country === of.country && one.endsOn < of.startsOn,
    )
    .sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1))[0]
  if (!before || before.share === null || of.share === null) return null
  return Math.round((of.share - before.share) * 1_000_000) / 1_000_000
}
