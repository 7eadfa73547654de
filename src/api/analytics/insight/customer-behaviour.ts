import { sql } from 'kysely'
import { z } from 'zod'
import { InvalidInput, mustMay } from '../../../commands/errors.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { day, dayOf, daysAfter } from '../../../domain/values/day.ts'
import { chanceOfSoMany, shareInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { accountTable } from '../../../projections/customers/account.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { orderTable } from '../../../projections/sales/order.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { refuseHidden } from '../../http/masks.ts'
import { withNames } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { purchaseRows } from '../sales.ts'
import { isValue, onDays, opens, rounded } from './opening.ts'

const mostProducts = 10
const yearDays = 365

const method =
  'Behaviour: won deals and tickets of the year up to the day shown, and how many days usually lie between two deals. Preferences: deals with a product, of the deals in which anything was bought, ' +
  'beside how common it is with all customers; the interval is Wilson’s (1927). Trend: this year against the one before; chance is of so great a difference or a greater one in that direction, ' +
  'were both alike (Przyborowski and Wilenski 1940). Of what you may see.'

const trend = z
  .object({
    lately: z.int(),
    before: z.int(),
    chance: z.number().describe('Of a difference so great in this direction, were both years alike.'),
    openLately: opens,
    openBefore: opens,
  })
  .register(vocabulary, { id: 'BehaviourTrend' })

/** How a customer, or all of an industry, buys: behaviour, preferences and trend (ANA-06). */
export const customerBehaviour = query(
  accountTable,
  orderTable,
  opportunityTable,
  ticketTable,
  productTable,
)({
  name: 'customerBehaviour',
  path: '/customer-behaviour',
  summary: 'How a customer or an industry buys and asks: how often, what, and whether that has changed',
  permission: 'order.read',
  parameters: z.object({
    accountId: uuid.optional().describe('One of these two.'),
    industry: z.string().min(1).max(200).optional().describe('Of all accounts of this industry.'),
  }),
  reply: z.object({
    method: z.string(),
    from: day,
    to: day,
    customers: z.int().describe('Of those asked for, how many have won deals.'),
    usualDays: z
      .number()
      .nullable()
      .describe('The median between two deals of one customer; null: nobody has two.'),
    gaps: z.int().describe('Of how many such times.'),
    deals: trend,
    tickets: trend,
    channels: z.array(
      z
        .object({ channel: z.string(), tickets: z.int(), share: z.number() })
        .register(vocabulary, { id: 'UsedChannel' }),
    ),
    baskets: z.int(),
    products: z
      .array(
        z
          .object({
            productId: uuid,
            productName: z.string().nullable(),
            deals: z.int(),
            share: z.number(),
            low: z.number(),
            high: z.number(),
            everywhere: z.number().describe('Its share with all customers.'),
          })
          .register(vocabulary, { id: 'PreferredProduct' }),
      )
      .describe(`The most bought first, at most ${mostProducts}.`),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    const { accountId, industry } = parameters
    if ((accountId === undefined) === (industry === undefined))
      throw new InvalidInput([
        { field: 'accountId', rule: 'either', message: 'must be told, or the industry' },
      ])
    mustMay(principal, 'account.read', 'opportunity.read', 'ticket.read')
    refuseHidden(principal, {
      ...(industry !== undefined && { account: ['industry'] }),
      order: ['accountId', 'status', 'lines'],
      opportunity: ['accountId', 'status', 'closeDate', 'closedAt', 'lines', 'productId'],
      ticket: ['accountId', 'channel', 'absorbedById'],
    })
    const there = await zone()
    const to = dayOf(asOf ?? now, there)
    const from = daysAfter(to, 1 - yearDays)
    const earlier = daysAfter(from, -yearDays)
    const asked =
      accountId !== undefined
        ? sql`asked as (select id from account where id = ${accountId}::uuid)`
        : sql`asked as (select id from account where rm.folded(industry) = rm.folded(${industry ?? ''}) and not archived and absorbed_by_id is null)`
    if (accountId !== undefined) {
      const { rows } = await sql`with ${asked} select id from asked`.execute(db)
      if (rows.length === 0) return undefined
    }
    const isOf = sql`account_id in (select id from asked)`
    const dayIn = sql`(created_at at time zone ${there})::date`
    const { rows: counted } = await sql<{
      dealsLately: number
      dealsBefore: number
      ticketsLately: number
      ticketsBefore: number
      customers: number
    }>`
      with ${asked}
      select
        (select count(*)::integer from opportunity where ${isOf} and status = 'won' and close_date between ${from}::date and ${to}::date) as "dealsLately",
        (select count(*)::integer from opportunity where ${isOf} and status = 'won' and close_date >= ${earlier}::date and close_date < ${from}::date) as "dealsBefore",
        (select count(*)::integer from ticket where ${isOf} and absorbed_by_id is null and ${dayIn} between ${from}::date and ${to}::date) as "ticketsLately",
        (select count(*)::integer from ticket where ${isOf} and absorbed_by_id is null and ${dayIn} >= ${earlier}::date and ${dayIn} < ${from}::date) as "ticketsBefore",
        (select count(distinct account_id)::integer from opportunity where ${isOf} and status = 'won') as customers`.execute(
      db,
    )
    const { rows: between } = await sql<{ usualDays: number | null; gaps: number }>`
      with ${asked}, gap as (
        select extract(epoch from closed_at - lag(closed_at) over (partition by account_id order by closed_at)) / 86400 as days
          from opportunity where ${isOf} and status = 'won' and closed_at is not null)
      select round((percentile_cont(0.5) within group (order by days))::numeric, 1)::double precision as "usualDays",
          count(days)::integer as gaps from gap where days is not null`.execute(db)
    const { rows: channels } = await sql<{ channel: string; tickets: number }>`
      with ${asked} select min(channel) as channel, count(*)::integer as tickets from ticket
        where ${isOf} and absorbed_by_id is null and ${dayIn} between ${from}::date and ${to}::date
        group by rm.folded(channel) order by 2 desc, 1`.execute(db)
    const { rows: products } = await sql<{
      productId: string
      deals: number
      baskets: number
      everywhere: number
    }>`
      with ${asked}, purchase as materialized (${purchaseRows}),
      own as (select * from purchase where ${isOf}),
      basket as (select (select count(distinct basket) from own)::integer as own, (select count(distinct basket) from purchase)::integer as every)
      select own.product_id as "productId", count(*)::integer as deals, basket.own as baskets,
          ((select count(*) from purchase where purchase.product_id = own.product_id)::double precision / basket.every) as everywhere
        from own cross join basket group by own.product_id, basket.own, basket.every
        order by 2 desc, 1 limit ${mostProducts}`.execute(db)
    const {
      dealsLately = 0,
      dealsBefore = 0,
      ticketsLately = 0,
      ticketsBefore = 0,
      customers = 0,
    } = counted[0] ?? {}
    const whose: Criterion =
      accountId !== undefined
        ? isValue('accountId', accountId)
        : {
            related: 'account',
            where: {
              all: [
                isValue('industry', industry ?? ''),
                { field: 'archived', operator: 'is', value: false },
                isValue('absorbedById', null),
              ],
            },
          }
    const trendOf = (
      lately: number,
      before: number,
      opening: (first: string, last: string) => Criterion,
    ) => ({
      lately,
      before,
      chance: rounded(
        lately >= before
          ? chanceOfSoMany(lately, yearDays, before, yearDays)
          : chanceOfSoMany(before, yearDays, lately, yearDays),
      ),
      openLately: lately > 0 ? opening(from, to) : null,
      openBefore: before > 0 ? opening(earlier, daysAfter(from, -1)) : null,
    })
    const all = channels.reduce((sum, { tickets }) => sum + tickets, 0)
    const items = products.map(({ baskets, everywhere, ...one }) => {
      const { low, high } = shareInterval(one.deals, baskets)
      return {
        ...one,
        share: rounded(one.deals / baskets),
        low: rounded(low),
        high: rounded(high),
        everywhere: rounded(everywhere),
      }
    })
    return {
      method,
      from,
      to,
      customers,
      usualDays: between[0]?.usualDays ?? null,
      gaps: between[0]?.gaps ?? 0,
      deals: trendOf(dealsLately, dealsBefore, (first, last) => ({
        all: [whose, isValue('status', 'won'), ...onDays('closeDate', first, last)],
      })),
      tickets: trendOf(ticketsLately, ticketsBefore, (first, last) => ({
        all: [whose, isValue('absorbedById', null), ...onDays('createdAt', first, last)],
      })),
      channels: channels.map((one) => ({ ...one, share: rounded(one.tickets / all) })),
      baskets: products[0]?.baskets ?? 0,
      products: await withNames(db as never, items, { productId: productTable }),
    }
  },
})
