import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { quotaTable } from '../../projections/sales/quota.ts'
import { query } from '../lists/query.ts'
import { seesTeams } from './attainment.ts'
import { teamsWithin } from './outcomes.ts'
import { quarterBefore, quarterOf } from './periods.ts'
import { type Sum, sumReply, whole } from './sums.ts'

const method =
  'Coverage: what is open and closes in this quarter, as a multiple of what of its quota is not yet won: of people’s quotas within ' +
  'it, or of teams’ where there are none. Without quotas, and for one pipeline, the quarter before stands in for one. Ageing: days in the present stage. A deal has slipped whose close date was put off.'

const coverage = z
  .object({
    currency,
    open: sumReply.shape.amount,
    won: sumReply.shape.amount,
    before: sumReply.shape.amount.describe('Won in the quarter before.'),
    quota: sumReply.shape.amount.describe('Null: there is none, or it is too large to be told exactly.'),
    against: z.enum(['quota', 'quarter-before']).describe('What the open deals are held against.'),
    ratio: z.number().nullable().describe('Null: this quarter has brought as much already.'),
  })
  .register(vocabulary, { id: 'Coverage' })

const sign = z.enum(['overdue', 'slipped', 'no-close-date', 'no-amount', 'no-next-step', 'next-step-passed'])
const ages = ['under 15 days', '15 to 30 days', '31 to 60 days', 'over 60 days'] as const

/** Whether the open pipeline can be relied on. */
export const pipelineHealth = query(
  opportunityTable,
  quotaTable,
  teamTable,
)({
  name: 'pipelineHealth',
  path: '/pipeline/health',
  summary:
    'Whether the open pipeline can be relied on: coverage, ageing, what slipped, what has no next step',
  permission: 'opportunity.read',
  parameters: z.object({ pipelineId: uuid.optional(), ownerId: uuid.optional() }),
  reply: z.object({
    today: day,
    from: day,
    to: day,
    method: z.string(),
    open: z.int(),
    coverage: z.array(coverage),
    ageing: z.array(z.object({ age: z.enum(ages), count: z.int() })),
    signs: z.array(z.object({ sign, count: z.int() })),
    dates: z
      .array(z.object({ opportunityId: uuid, opportunityName: z.string(), name: z.string(), on: day }))
      .describe('Dates, close dates and next steps of the next 30 days, 50 at most.'),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    const at = asOf ?? now
    const today = dayOf(at, await zone())
    const { pipelineId = null, ownerId = null } = parameters
    const quarter = quarterOf(today)
    const former = quarterBefore(today)
    const asked = sql`(${pipelineId}::uuid is null or pipeline_id = ${pipelineId}::uuid)
      and (${ownerId}::uuid is null or owner_id = ${ownerId}::uuid)`
    const of = (condition: ReturnType<typeof sql>) =>
      whole(sql`sum(amount::numeric) filter (where ${condition})`)
    const { rows: sums } = await sql<Sums>`
      select currency,
          ${of(sql`status = 'open' and close_date between ${quarter.from}::date and ${quarter.to}::date`)} as open,
          ${of(sql`status = 'won' and close_date between ${quarter.from}::date and ${quarter.to}::date`)} as won,
          ${of(sql`status = 'won' and close_date between ${former.from}::date and ${former.to}::date`)} as before
        from opportunity where currency is not null and ${asked} group by currency order by currency`.execute(
      db,
    )
    const quotas =
      pipelineId === null ? await quotasOf({ db: db as never, principal, ownerId, ...quarter }) : []
    const currencies = [...new Set([...sums, ...quotas].map(({ currency: code }) => code))].sort()
    const { rows } = await sql<Record<string, number>>`
      with deal as (
        select *, extract(epoch from ${at}::timestamptz - stage_since) / 86400 as days
          from opportunity where status = 'open' and ${asked})
      select count(*)::integer as open,
          count(*) filter (where days < 15)::integer as "under 15 days",
          count(*) filter (where days >= 15 and days < 31)::integer as "15 to 30 days",
          count(*) filter (where days >= 31 and days < 61)::integer as "31 to 60 days",
          count(*) filter (where days >= 61)::integer as "over 60 days",
          count(*) filter (where close_date < ${today}::date)::integer as overdue,
          count(*) filter (where slips > 0)::integer as slipped,
          count(*) filter (where close_date is null)::integer as "no-close-date",
          count(*) filter (where amount is null)::integer as "no-amount",
          count(*) filter (where next_step is null)::integer as "no-next-step",
          count(*) filter (where next_step_on < ${today}::date)::integer as "next-step-passed"
        from deal`.execute(db)
    const { rows: dates } = await sql<{
      opportunityId: string
      opportunityName: string
      name: string
      on: string
    }>`
      with deal as (select * from opportunity where status = 'open' and ${asked}),
      ahead as (
        select id, name as deal, 'Expected to close' as what, close_date as on_day from deal
        union all select id, name, next_step, next_step_on from deal
        union all select deal.id, deal.name, one.name, one.on_day from deal cross join lateral
          (select value->>'name' as name, (value->>'on')::date as on_day from jsonb_array_elements(dates)) as one)
      select id as "opportunityId", deal as "opportunityName", what as name, on_day as on from ahead
        where what is not null and deal is not null
          and on_day between ${today}::date and ${today}::date + 30 order by on_day, deal, id limit 50`.execute(
      db,
    )
    const counted = (name: string) => rows[0]?.[name] ?? 0
    return {
      today,
      ...quarter,
      method,
      open: counted('open'),
      coverage: currencies
        .map((code) => {
          const quota = quotas.find((one) => one.currency === code)
          const sum = sums.find((one) => one.currency === code) ?? { open: 0, won: 0, before: 0 }
          return {
            ...sum,
            currency: code,
            quota: quota?.quota ?? null,
            against: quota ? 'quota' : 'quarter-before',
          } as const
        })
        .filter(
          ({ open, won, before, against }) => against === 'quota' || open !== 0 || won !== 0 || before !== 0,
        )
        .map((each) => ({ ...each, ratio: ratioOf(each) })),
      ageing: ages.map((age) => ({ age, count: counted(age) })),
      signs: sign.options.map((each) => ({ sign: each, count: counted(each) })),
      dates,
    }
  },
})

interface Sums {
  currency: string
  open: Sum
  won: Sum
  before: Sum
}

/**
 * What is to be won in a quarter, in each currency. Somebody's quota for exactly the quarter is theirs, else those for parts of it
 * add up to it. What a team is to win is what its people are: it is asked only where no person has a quota.
 */
async function quotasOf({
  db,
  principal,
  ownerId,
  from,
  to,
}: {
  db: Kysely<never>
  principal: Principal
  ownerId: string | null
  from: string
  to: string
}): Promise<{ currency: string; quota: Sum }[]> {
  const { rows } = await sql<{ currency: string; quota: Sum }>`
    with recursive ${teamsWithin},
    each as (
      select owner_id, team_id, currency, coalesce(
          sum(amount) filter (where starts_on = ${from}::date and ends_on = ${to}::date), sum(amount)) as target
        from quota where not archived and starts_on >= ${from}::date and ends_on <= ${to}::date
          and (${ownerId}::uuid is null or owner_id = ${ownerId}::uuid) and (team_id is null or ${seesTeams(principal)})
        group by owner_id, team_id, currency),
    counted as (
      select currency, target, team_id is not null as of_team from each where not exists (
        select from within join each as other on other.team_id = within.above and other.currency = each.currency
          where within.id = each.team_id and within.above <> each.team_id))
    select currency, ${whole(sql`coalesce(sum(target) filter (where not of_team), sum(target))`)} as quota
      from counted group by currency`.execute(db)
  return rows
}

function ratioOf({
  open,
  won,
  before,
  quota,
  against,
}: Omit<z.input<typeof coverage>, 'ratio'>): number | null {
  const goal = against === 'quota' ? quota : before
  if (open === null || won === null || goal === null || goal <= won) return null
  return Math.round((open / (goal - won)) * 100) / 100
}
