import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { productTable } from '../../projections/sales/product.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { yearTo } from '../analytics/periods.ts'
import { purchaseRows } from '../analytics/sales.ts'
import { sumReply, whole } from '../analytics/sums.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { moneyOf, priceReply } from './money.ts'

const bought = 'Bought is what is in an order that stands, or in a won deal; of what you may see.'
const offered = { productId: uuid, productName: z.string(), price: priceReply.nullable() }

/** Fewer say nothing: it may be chance. */
const least = 2
const most = 20

interface Alike {
  productId: string
  productName: string
  amount: number
  currency: string
  found: number
  of: number
}

/** What accounts like this one have bought, and it has not. */
export const whiteSpace = query(
  accountTable,
  orderTable,
  opportunityTable,
  productTable,
)({
  name: 'whiteSpace',
  path: '/accounts/:id/white-space',
  summary: 'What accounts of the same industry, size and class have bought, and this one has not',
  permission: 'account.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    method: z.string(),
    alike: z
      .object({
        accounts: z.int().describe('How many there are that have bought something.'),
        industry: z.string().nullable(),
        sizeBand: z.string().nullable(),
        classification: z.string().nullable(),
      })
      .register(vocabulary, { id: 'AccountsAlike' }),
    suggestions: z.array(
      z
        .object({ ...offered, found: z.int(), of: z.int(), share: z.number(), reason: z.string() })
        .register(vocabulary, { id: 'WhiteSpaceSuggestion' }),
    ),
  }),
  async run({ db, parameters: { id } }) {
    const { rows } = await sql<{
      industry: string | null
      sizeBand: string | null
      classification: string | null
    }>`
      select coalesce(industry, sector) as industry, size_band as "sizeBand", classification
        from account where id = ${id}::uuid`.execute(db)
    const [own] = rows
    if (!own) return undefined
    const traits = [own.industry, own.sizeBand, own.classification].filter((one) => one !== null)
    const { rows: counts } = await sql<{ count: number }>`
      with purchase as (${purchaseRows}), ${alike(id, own, traits.length)} select count(*)::integer as count from peer`.execute(
      db,
    )
    const { rows: found } = await sql<Alike>`
      with purchase as (${purchaseRows}), ${alike(id, own, traits.length)}
      select product.id as "productId", product.name as "productName", product.price as amount, product.currency,
          count(distinct purchase.account_id)::integer as found, (select count(*) from peer)::integer as of
        from purchase join peer on peer.id = purchase.account_id
        join product on product.id = purchase.product_id::uuid and not product.archived
        where not exists (
          select from purchase as own where own.account_id = ${id}::uuid and own.product_id = purchase.product_id)
        group by 1, 2, 3, 4 having count(distinct purchase.account_id) >= ${least}
        order by found desc, 2 limit ${most}`.execute(db)
    const words = traits.join(', ')
    return {
      method: `Accounts are alike that agree in two of industry, size and class, as far as these are known of this one. ${bought}`,
      alike: { accounts: counts[0]?.count ?? 0, ...own },
      suggestions: found.map(({ amount, currency: code, ...one }) => ({
        ...one,
        price: moneyOf(amount, code),
        share: Math.round((one.found / one.of) * 10_000) / 10_000,
        reason: `${one.found} of ${one.of} accounts alike (${words}) have bought it`,
      })),
    }
  },
})

/** Others that agree in as many of the traits as count, and have bought something. */
function alike(
  id: string,
  own: { industry: string | null; sizeBand: string | null; classification: string | null },
  known: number,
) {
  const agrees = (column: ReturnType<typeof sql>, value: string | null) =>
    sql`coalesce(${column} = ${value}::text, false)::integer`
  return sql`
    peer as (
      select id from account where id <> ${id}::uuid and not archived and ${known}::integer > 0
        and ${agrees(sql`coalesce(industry, sector)`, own.industry)} + ${agrees(sql`size_band`, own.sizeBand)}
          + ${agrees(sql`classification`, own.classification)} >= least(2, ${known}::integer)
        and exists (select from purchase where account_id = account.id))`
}

/** What is often bought together with something: of an account, a quote or a deal. */
export const crossSelling = query(
  accountTable,
  orderTable,
  opportunityTable,
  quoteTable,
  productTable,
)({
  name: 'crossSelling',
  path: '/cross-selling',
  summary: 'What is often bought together with what an account has, or a quote or a deal consists of',
  permission: 'product.read',
  parameters: z.object({
    accountId: uuid.optional().describe('One of these three.'),
    quoteId: uuid.optional(),
    opportunityId: uuid.optional(),
  }),
  reply: z.object({
    method: z.string(),
    baskets: z.int().describe('How many deals there are in which something was bought.'),
    suggestions: z.array(
      z
        .object({
          ...offered,
          withProductId: uuid,
          withProductName: z.string(),
          together: z.int().describe('Deals with both.'),
          withCount: z.int().describe('Deals with the product that is there.'),
          count: z.int().describe('Deals with the product that is suggested.'),
          support: z.number().describe('Deals with both, of all.'),
          confidence: z.number().describe('Deals with both, of those with the product that is there.'),
          lift: z.number().describe('How many times as often as by chance.'),
        })
        .register(vocabulary, { id: 'CrossSellingSuggestion' }),
    ),
  }),
  async run({ db, parameters, principal }) {
    refuseHidden(principal, { order: ['lines', 'status'], opportunity: ['status', 'lines', 'productId'] })
    const { accountId = null, quoteId = null, opportunityId = null } = parameters
    const { rows } = await sql<{
      productId: string
      productName: string
      amount: number
      currency: string
      withProductId: string
      withProductName: string
      together: number
      withCount: number
      count: number
    }>`
      with purchase as materialized (${purchaseRows}),
      there as (
        select product_id from purchase where account_id = ${accountId}::uuid
        union select line->>'productId' from quote cross join lateral jsonb_array_elements(lines) as line
          where quote.id = ${quoteId}::uuid
        union select line->>'productId' from opportunity cross join lateral jsonb_array_elements(lines) as line
          where opportunity.id = ${opportunityId}::uuid
        union select product_id::text from opportunity where id = ${opportunityId}::uuid),
      -- What the account has already is no news to it.
      had as (
        select product_id from there
        union select product_id from purchase where account_id = (
          select account_id from quote where id = ${quoteId}::uuid
          union all select account_id from opportunity where id = ${opportunityId}::uuid)),
      often as (select product_id, count(*) as many from purchase group by product_id),
      pair as (
        select one.product_id as held, other.product_id as more, count(*) as many
          from purchase as one join purchase as other using (basket)
          where one.product_id in (select product_id from there)
            and other.product_id not in (select product_id from had where product_id is not null)
          group by 1, 2 having count(*) >= ${least}),
      ranked as (
        select distinct on (more) pair.*, held_often.many as held_many, more_often.many as more_many
          from pair join often as held_often on held_often.product_id = held
          join often as more_often on more_often.product_id = more
          order by more, pair.many::numeric / held_often.many desc, held)
      select product.id as "productId", product.name as "productName", product.price as amount, product.currency,
          held.id as "withProductId", held.name as "withProductName", ranked.many::integer as together,
          held_many::integer as "withCount", more_many::integer as count
        from ranked
        join product on product.id = ranked.more::uuid and not product.archived
        join product as held on held.id = ranked.held::uuid
        order by ranked.many::numeric / held_many desc, ranked.many desc, 2 limit ${most}`.execute(db)
    const { rows: all } = await sql<{ baskets: number }>`
      with purchase as (${purchaseRows}) select count(distinct basket)::integer as baskets from purchase`.execute(
      db,
    )
    const baskets = all[0]?.baskets ?? 0
    return {
      method: `Support, confidence and lift over deals. ${bought}`,
      baskets,
      suggestions: rows
        .map(({ amount, currency: code, ...one }) => ({
          ...one,
          price: moneyOf(amount, code),
          support: rounded(one.together / baskets),
          confidence: rounded(one.together / one.withCount),
          lift: rounded((one.together * baskets) / (one.withCount * one.count)),
        }))
        // What comes as often without it is not bought because of it.
        .filter(({ lift }) => lift > 1),
    }
  },
})

const rounded = (value: number) => Math.round(value * 10_000) / 10_000

const group = z
  .object({
    won: z.int(),
    lost: z.int(),
    rate: z.number().nullable().describe('Won of all that were closed; null: none was.'),
    sizes: z.array(
      z
        .object({
          currency,
          deals: z.int(),
          average: sumReply.shape.amount,
          median: sumReply.shape.amount,
        })
        .register(vocabulary, { id: 'WonSize' }),
    ),
  })
  .register(vocabulary, { id: 'UpliftGroup' })

/** What deals with a proposal that was taken up came to, beside the others. */
export const crossSellingUplift = query(
  opportunityTable,
  quoteTable,
)({
  name: 'crossSellingUplift',
  path: '/cross-selling/uplift',
  summary: 'Deals in which a proposal was taken up against those without',
  permission: 'opportunity.read',
  parameters: z.object({
    from: day.optional().describe('First day of closing; left out, a year before `to`.'),
    to: day.optional().describe('Last day of closing; left out, the day of `asOf`, else today.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    method: z.string(),
    taken: z.int().describe('Proposals that were taken up in deals closed in the period.'),
    sold: z.array(sumReply).describe('What the proposed products came to on quotes that were accepted, net.'),
    proposed: group,
    rest: group,
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      opportunity: ['status', 'amount', 'closeDate', 'proposal'],
      quote: ['lines', 'status'],
    })
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, await zone()))
    const deals = sql`
      offer as (select id, opportunity_id, status, lines, proposals from quote where proposals <> '[]'),
      deal as (
        select opportunity.*, (proposal is not null)::integer + coalesce((
            select sum(jsonb_array_length(proposals)) from offer where opportunity_id = opportunity.id), 0) as taken
          from opportunity where status in ('won', 'lost') and close_date between ${from}::date and ${to}::date)`
    const { rows } = await sql<{
      proposed: boolean
      currency: string | null
      inAll: boolean
      taken: number
      won: number
      lost: number
      average: number | null
      median: number | null
    }>`
      with ${deals}
      select taken > 0 as proposed, currency, grouping(currency) = 1 as "inAll", sum(taken)::integer as taken,
          count(*) filter (where status = 'won')::integer as won, count(*) filter (where status = 'lost')::integer as lost,
          ${whole(sql`avg(amount::numeric) filter (where status = 'won')`)} as average,
          ${whole(sql`percentile_cont(0.5) within group (order by amount::double precision) filter (where status = 'won')`)} as median
        from deal group by grouping sets ((taken > 0, currency), (taken > 0)) order by currency`.execute(db)
    const { rows: sold } = await sql<{ currency: string; amount: number | null }>`
      with ${deals}
      select line->'net'->>'currency' as currency, ${whole(sql`sum((line->'net'->>'amount')::numeric)`)} as amount
        from deal join offer on offer.opportunity_id = deal.id and offer.status = 'accepted'
        cross join lateral jsonb_array_elements(offer.lines) as line
        where exists (
          select from jsonb_array_elements(offer.proposals) as one where one->>'productId' = line->>'productId')
        group by 1 order by 1`.execute(db)
    const groupOf = (proposed: boolean) => {
      const { won, lost } = rows.find((one) => one.proposed === proposed && one.inAll) ?? { won: 0, lost: 0 }
      const sizes = rows.flatMap((one) =>
        one.proposed === proposed && !one.inAll && one.currency !== null && one.won > 0
          ? { currency: one.currency, deals: one.won, average: one.average, median: one.median }
          : [],
      )
      return { won, lost, rate: won + lost === 0 ? null : rounded(won / (won + lost)), sizes }
    }
    return {
      from,
      to,
      method:
        'Deals closed in the period. Proposed: opened for a proposal, or with one taken up on a quote. Nobody drew lots: who is proposed ' +
        'more may be the better customer anyway, so that a difference is no proof that the proposals made it.',
      taken: rows.find(({ proposed, inAll }) => proposed && inAll)?.taken ?? 0,
      sold,
      proposed: groupOf(true),
      rest: groupOf(false),
    }
  },
})
