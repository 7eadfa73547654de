import { sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../../commands/errors.ts'
import { day, dayOf } from '../../../domain/values/day.ts'
import { countInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { keyOf, type Principal } from '../../../platform/people/permissions.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { assetTable } from '../../../projections/service/asset.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { refuseHidden } from '../../http/masks.ts'
import { query } from '../../lists/query.ts'
import { yearTo } from '../periods.ts'
import { isValue, onDays, opens, rounded, theseRecords } from './opening.ts'

/** Of fewer units, a rate says little. */
const fewUnits = 20
const most = 200

const method =
  'Tickets about a product that were opened in this time, merged ones counted once, per 100 units of it. Sold: what stands in orders placed by the ' +
  'last day and not cancelled. Installed: what customers have of it, set up by the last day, or without one. The interval has the true rate in 95 of 100 cases ' +
  '(exact for counts, Garwood 1936; the units are taken as known). Products come by its lower end: who leads does so beyond chance.'

const units = z.enum(['sold', 'installed']).register(vocabulary, { id: 'ProblemUnits' })

const item = z
  .object({
    productId: uuid,
    productName: z.string(),
    tickets: z.int(),
    complaints: z.int(),
    units: z.number(),
    rate: z.number().nullable().describe('Tickets per 100 units; null: there are no units.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    few: z.boolean().describe(`Fewer than ${fewUnits} units: the rate says little.`),
    openTickets: opens,
    openUnits: opens.describe('The orders or installed products that the units are counted from.'),
  })
  .register(vocabulary, { id: 'ProductProblemRate' })

interface Row {
  productId: string
  productName: string
  tickets: number
  complaints: number
  units: number
  orderIds: string[] | null
}

/** Which products cause the most problems, by how much of them is out there (ANA-08). */
export const productProblems = query(
  ticketTable,
  orderTable,
  assetTable,
  productTable,
)({
  name: 'productProblems',
  path: '/product-problems',
  summary: 'Tickets per 100 units sold or installed, by product, with counts and how sure that is',
  permission: 'ticket.read',
  parameters: z.object({
    from: day.optional().describe('The first day; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    units: units.default('installed'),
  }),
  reply: z.object({
    from: day,
    to: day,
    units,
    method: z.string(),
    whole: z
      .boolean()
      .describe('Whether whoever asks sees all tickets and units; if not, the rates are of what they see.'),
    items: z.array(item).describe(`At most ${most}.`),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    const model = parameters.units === 'sold' ? 'order' : 'asset'
    mustMay(principal, `${model}.read`)
    refuseHidden(principal, {
      ticket: ['productId', 'type', 'absorbedById'],
      ...(model === 'order'
        ? { order: ['lines', 'status', 'placedAt'] }
        : { asset: ['productId', 'installedOn', 'archived'] }),
    })
    const there = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, there))
    const begins = sql`(${from}::date::timestamp at time zone ${there})`
    const ends = sql`((${to}::date + 1)::timestamp at time zone ${there})`
    const counted =
      model === 'order'
        ? sql`
          select line->>'productId' as product_id, sum((line->>'quantity')::numeric) as units,
              array_agg(distinct "order".id::text) as order_ids
            from "order" cross join lateral jsonb_array_elements(lines) as line
            where status <> 'cancelled' and placed_at < ${ends} and line->>'productId' is not null group by 1`
        : sql`
          select product_id::text as product_id, count(*)::numeric as units, null::text[] as order_ids
            from asset where not archived and product_id is not null
              and (installed_on is null or installed_on <= ${to}::date) group by 1`
    const { rows } = await sql<Row>`
      with unit as (${counted}),
      problem as (
        select product_id::text as product_id, count(*)::integer as tickets,
            count(*) filter (where type = 'complaint')::integer as complaints
          from ticket where product_id is not null and absorbed_by_id is null
            and created_at >= ${begins} and created_at < ${ends} group by 1)
      select product.id as "productId", product.name as "productName", coalesce(tickets, 0) as tickets,
          coalesce(complaints, 0) as complaints, greatest(coalesce(units, 0), 0)::double precision as units,
          order_ids as "orderIds"
        from product left join unit on unit.product_id = product.id::text
          left join problem on problem.product_id = product.id::text
        where tickets > 0 or units > 0`.execute(db)
    const items = rows
      .map((row) => {
        const { orderIds, ...counts } = row
        const { low, high } = countInterval(row.tickets)
        const per = (count: number) => (row.units > 0 ? rounded((count * 100) / row.units) : null)
        const isOfIt = isValue('productId', row.productId)
        const isInstalled = {
          all: [
            isOfIt,
            { field: 'archived', operator: 'is', value: false } as const,
            {
              any: [
                isValue('installedOn', null),
                { field: 'installedOn', operator: 'to', value: to } as const,
              ],
            },
          ],
        }
        return {
          ...counts,
          rate: per(row.tickets),
          low: per(low),
          high: per(high),
          few: row.units < fewUnits,
          openTickets: { all: [isOfIt, ...onDays('createdAt', from, to), isValue('absorbedById', null)] },
          openUnits: row.units === 0 ? null : model === 'order' ? theseRecords(orderIds ?? []) : isInstalled,
        }
      })
      .sort(
        (a, b) =>
          (b.low ?? -1) - (a.low ?? -1) || b.tickets - a.tickets || (a.productName < b.productName ? -1 : 1),
      )
      .slice(0, most)
    return {
      from,
      to,
      units: parameters.units,
      method,
      whole: seesAll(principal, 'ticket') && (model === 'asset' || seesAll(principal, model)),
      items,
    }
  },
})

/** Installed products are seen by everybody. */
const seesAll = ({ keys }: Principal, model: string) =>
  keys.includes(keyOf.all(model)) || keys.includes(keyOf.all('*'))
