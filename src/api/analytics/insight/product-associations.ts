import { sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../../commands/errors.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { refuseHidden } from '../../http/masks.ts'
import { withNames } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { purchaseRows } from '../sales.ts'
import { opens, rounded, theseRecords } from './opening.ts'

const most = 100
/** Fewer say nothing: it may be chance. */
const least = 2
/** Of fewer deals with the first product, a share says little. */
const fewDeals = 10

const method =
  'A deal with what was bought in it is a basket: an order that stands, or a won deal. Support: deals with both, of all. Confidence: deals with both, of those with the first, with its 95 % interval (Wilson 1927). ' +
  'Lift: how many times as often as by chance (Agrawal, Imieliński and Swami 1993; Brin and others 1997). Of many pairs, one in twenty stands out by chance. Of what you may see.'

/** @throws Forbidden, FieldsForbidden for who does not see what it is made of. */
export function refuseUnassociated(principal: Principal): void {
  mustMay(principal, 'product.read', 'opportunity.read')
  refuseHidden(principal, { order: ['lines', 'status'], opportunity: ['status', 'lines', 'productId'] })
}

/** Which products are bought together (ANA-03); what could be offered to one customer, cross-selling says. */
export const productAssociations = query(
  orderTable,
  opportunityTable,
  productTable,
)({
  name: 'productAssociations',
  path: '/product-associations',
  summary:
    'Pairs of products that are bought together more often than by chance, with support, confidence and lift',
  permission: 'order.read',
  parameters: z.object({}),
  reply: z.object({
    method: z.string(),
    baskets: z.int(),
    items: z
      .array(
        z
          .object({
            productId: uuid,
            productName: z.string().nullable(),
            withId: uuid,
            withName: z.string().nullable(),
            together: z.int(),
            count: z.int().describe('Deals with the first.'),
            withCount: z.int().describe('Deals with the second.'),
            support: z.number(),
            confidence: z.number(),
            low: z.number(),
            high: z.number(),
            lift: z.number(),
            few: z
              .boolean()
              .describe(`Fewer than ${fewDeals} deals with the first: the confidence says little.`),
            where: opens,
          })
          .register(vocabulary, { id: 'ProductAssociation' }),
      )
      .describe(`The highest lift first, at most ${most}.`),
  }),
  async run({ db, principal }) {
    refuseUnassociated(principal)
    // Without a pair there is one row, which tells how many baskets there are.
    const { rows } = await sql<{
      productId: string | null
      withId: string
      together: number
      count: number
      withCount: number
      baskets: number
      ids: string[]
    }>`
      with purchase as materialized (${purchaseRows}),
      often as (select product_id, count(*)::integer as many from purchase group by 1),
      pair as (
        select one.product_id as first, other.product_id as second, count(*)::integer as many,
            array_agg(one.basket::text order by one.basket) as ids
          from purchase as one join purchase as other using (basket) where one.product_id <> other.product_id group by 1, 2),
      basket as (select count(distinct basket)::integer as many from purchase),
      found as (
        select first, second, pair.many as together, one.many as count, other.many as with_count, ids
          from pair join often as one on one.product_id = first join often as other on other.product_id = second
          where pair.many >= ${least})
      select first as "productId", second as "withId", together, count, with_count as "withCount", basket.many as baskets, ids
        from basket left join found on true
        order by together::numeric / (count::numeric * with_count) desc, together desc, first, second
        limit ${most}`.execute(db)
    const baskets = rows[0]?.baskets ?? 0
    const pairs = rows.flatMap(({ productId, baskets: _baskets, ...row }) =>
      productId === null ? [] : { ...row, productId },
    )
    const items = pairs.map(({ ids, ...row }) => {
      const { low, high } = shareInterval(row.together, row.count)
      return {
        ...row,
        support: rounded(row.together / baskets),
        confidence: rounded(row.together / row.count),
        low: rounded(low),
        high: rounded(high),
        lift: rounded((row.together * baskets) / (row.count * row.withCount)),
        few: row.count < fewDeals,
        where: theseRecords(ids),
      }
    })
    return {
      method,
      baskets,
      items: await withNames(db as never, items, { productId: productTable, withId: productTable }),
    }
  },
})
