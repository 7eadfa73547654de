import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { query } from '../lists/query.ts'
import { yearTo } from './periods.ts'
import { sumReply, whole } from './sums.ts'

const period = {
  from: day.optional().describe('First day of closing; left out, a year before `to`.'),
  to: day.optional().describe('Last day of closing; left out, the day of `asOf`, else today.'),
  pipelineId: uuid.optional(),
}

const velocity = z
  .object({
    currency,
    open: z.int().describe('Open deals with an amount in this currency.'),
    won: z.int(),
    lost: z.int(),
    rate: z.number().nullable().describe('Won of all that were closed in the period.'),
    average: sumReply.shape.amount.describe('Of what was won in the period; null: nothing was.'),
    cycleDays: z.number().nullable().describe('From opened to won, on average.'),
    perDay: sumReply.shape.amount.describe('What the open deals bring in a day at that rate; null: unknown.'),
  })
  .register(vocabulary, { id: 'Velocity' })

/** How fast a pipeline turns into sales, with each factor beside it. */
export const salesVelocity = query(opportunityTable)({
  name: 'salesVelocity',
  path: '/pipeline/velocity',
  summary: 'Sales velocity: open deals × win rate × average size ÷ days from opened to won, in each currency',
  permission: 'opportunity.read',
  parameters: z.object(period),
  reply: z.object({ from: day, to: day, method: z.string(), velocities: z.array(velocity) }),
  async run({ db, parameters, asOf, now, zone }) {
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, await zone()))
    const { pipelineId = null } = parameters
    const { rows } = await sql<z.input<typeof velocity>>`
      with deal as (
        select status, currency, amount::numeric as amount,
            status <> 'open' and close_date between ${from}::date and ${to}::date as counts,
            extract(epoch from closed_at - created_at) / 86400 as days
          from opportunity
          where currency is not null and (${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid)),
      factor as (
        select currency,
            count(*) filter (where status = 'open') as open,
            count(*) filter (where counts and status = 'won') as won,
            count(*) filter (where counts and status = 'lost') as lost,
            avg(amount) filter (where counts and status = 'won') as average,
            avg(days) filter (where counts and status = 'won') as days
          from deal group by currency),
      rated as (select *, won::numeric / nullif(won + lost, 0) as rate from factor)
      select currency, open::integer, won::integer, lost::integer, round(rate, 4)::double precision as rate,
          case when average is not null then ${whole(sql`average`)} end as average,
          round(days::numeric, 1)::double precision as "cycleDays",
          case when average is not null and days > 0
            then ${whole(sql`open * rate * average / nullif(days::numeric, 0)`)} end as "perDay"
        from rated where open + won + lost > 0 order by currency`.execute(db)
    const method =
      'Open deals × win rate × average of what was won ÷ average days from opened to won. Rate, average and days are of ' +
      'deals closed in the period; a currency counts for itself.'
    return { from, to, method, velocities: rows }
  },
})

const segments = ['month', 'owner', 'sector', 'channel', 'country'] as const

const size = z
  .object({
    key: z.string(),
    name: z.string(),
    currency,
    count: z.int(),
    average: sumReply.shape.amount,
    median: sumReply.shape.amount,
  })
  .register(vocabulary, { id: 'DealSize' })

/** How large won deals are, by what is asked. */
export const dealSizes = query(
  opportunityTable,
  accountTable,
  userTable,
)({
  name: 'dealSizes',
  path: '/pipeline/deal-sizes',
  summary:
    'Average and median size of won opportunities by month, owner, sector, country or channel, in each currency',
  permission: 'opportunity.read',
  parameters: z.object({ by: z.enum(segments).default('month'), ...period }),
  reply: z.object({ from: day, to: day, by: z.string(), sizes: z.array(size) }),
  async run({ db, parameters, asOf, now, zone }) {
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, await zone()))
    const { pipelineId = null, by } = parameters
    const key: Record<(typeof segments)[number], RawBuilder<unknown>> = {
      month: sql`to_char(deal.close_date, 'YYYY-MM')`,
      owner: sql`deal.owner_id::text`,
      sector: sql`coalesce(account.sector, '')`,
      country: sql`coalesce(account.country, '')`,
      channel: sql`coalesce(deal.channel, '')`,
    }
    const name = by === 'owner' ? sql`coalesce(max(person.name), 'Unknown')` : sql`max(${key[by]})`
    const { rows } = await sql<z.input<typeof size>>`
      select ${key[by]} as key, ${name} as name, deal.currency, count(*)::integer as count,
          ${whole(sql`avg(deal.amount::numeric)`)} as average,
          ${whole(sql`percentile_cont(0.5) within group (order by deal.amount::double precision)`)} as median
        from opportunity as deal
        left join account on account.id = deal.account_id
        left join "user" as person on person.id = deal.owner_id
        where deal.status = 'won' and deal.currency is not null and deal.amount is not null
          and deal.close_date between ${from}::date and ${to}::date
          and (${pipelineId}::uuid is null or deal.pipeline_id = ${pipelineId}::uuid)
        group by ${key[by]}, deal.currency order by 2, 3`.execute(db)
    return { from, to, by, sizes: rows.map((row) => ({ ...row, name: row.name || 'Unknown' })) }
  },
})
