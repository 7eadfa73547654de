import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { outcomeFields, outcomeRows, outcomes, teamsWithin } from './outcomes.ts'
import { quarterUnless } from './periods.ts'
import { sumReply, whole } from './sums.ts'

const method =
  'Each deal, lead and activity counts for whoever had it at that instant, in the team they were in then. Conversion: converted of ' +
  'the leads that were converted or disqualified. Win rate: won of won and lost. Days: from opened to won. What you may not see is not counted.'

const per = z.enum(['person', 'team']).register(vocabulary, { id: 'PerformedBy' })
const period = {
  from: day.optional().describe('The first day; left out, that of the quarter of `to` or today.'),
  to: day.optional().describe('The last day; left out, that of the quarter of `from`.'),
}
const rate = z.number().nullable().describe('Null: there is nothing that it would be of.')

const standing = {
  activities: z.int(),
  converted: z.int(),
  disqualified: z.int(),
  conversion: rate,
  won: z.int(),
  lost: z.int(),
  winRate: rate,
  days: z.number().nullable().describe('On average from opened to won.'),
  revenue: z.array(
    z
      .object({
        currency,
        amount: sumReply.shape.amount,
        deals: z.int(),
        average: sumReply.shape.amount,
      })
      .register(vocabulary, { id: 'WonRevenue' }),
  ),
}

const performer = z
  .object({
    id: uuid.nullable().describe('Null: nobody’s, or of no team.'),
    name: z.string().nullable(),
    ...standing,
  })
  .register(vocabulary, { id: 'Performer' })

type Standing = Omit<z.input<typeof performer>, 'name'>

/** @throws FieldsForbidden for who does not see what is counted by. */
function refuseBlind(principal: Principal): void {
  refuseHidden(principal, outcomeFields)
}

const reads = [opportunityTable, leadTable, activityTable, userTable, teamTable] as const

export const performance = query(...reads)({
  name: 'performance',
  path: '/performance',
  summary: 'What came of the work of people or teams in a period: activities, leads, deals and revenue',
  permission: 'performance.read',
  parameters: z.object({ by: per.default('person'), ...period }),
  reply: z.object({
    from: day,
    to: day,
    by: per,
    method: z.string(),
    performers: z.array(performer),
    total: z.object(standing).register(vocabulary, { id: 'PerformanceTotal' }),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseBlind(principal)
    const there = await zone()
    const { from, to } = quarterUnless(parameters, dayOf(asOf ?? now, there))
    const whose = sql.ref(parameters.by === 'team' ? 'team_id' : 'person_id')
    const counted = (outcome: string) => sql`count(*) filter (where outcome = ${outcome})::integer`
    // Each sum once for each of them, once for all, and each by currency and over all currencies.
    const { rows } = await sql<Row>`
      with outcome as (${outcomeRows(sql`${from}::date`, sql`${to}::date`, there)})
      select ${whose} as id, currency, grouping(${whose}) = 1 as "ofAll", grouping(currency) = 1 as "inAll",
          ${counted('activity')} as activities, ${counted('converted')} as converted,
          ${counted('disqualified')} as disqualified, ${counted('won')} as won, ${counted('lost')} as lost,
          round(avg(days) filter (where outcome = 'won'), 1)::double precision as days,
          ${whole(sql`sum(amount::numeric) filter (where outcome = 'won')`)} as amount,
          ${whole(sql`avg(amount::numeric) filter (where outcome = 'won')`)} as average
        from outcome group by grouping sets ((${whose}, currency), (${whose}), (currency), ())
        order by won desc, amount desc nulls last, activities desc, 1, 2`.execute(db)
    const summed = rows.filter(({ inAll }) => inAll)
    const total = summed.find(({ ofAll }) => ofAll)
    const performers = summed.filter(({ ofAll }) => !ofAll).map((one) => standingOf(one, rows))
    const named = await withNames(
      db as never,
      performers.map((one) => ({ ...one, nameId: one.id })),
      { nameId: parameters.by === 'team' ? teamTable : userTable },
    )
    const { id: _, ...sum } = standingOf(total ?? nothing, rows)
    return {
      from,
      to,
      by: parameters.by,
      method,
      performers: named.map(({ nameId: __, nameName: name, ...one }) => ({ ...one, name })),
      total: sum,
    }
  },
})

interface Row {
  id: string | null
  currency: string | null
  ofAll: boolean
  inAll: boolean
  activities: number
  converted: number
  disqualified: number
  won: number
  lost: number
  days: number | null
  amount: number | null
  average: number | null
}

const nothing: Row = {
  id: null,
  currency: null,
  ofAll: true,
  inAll: true,
  activities: 0,
  converted: 0,
  disqualified: 0,
  won: 0,
  lost: 0,
  days: null,
  amount: 0,
  average: 0,
}

function standingOf(
  { id, ofAll, activities, converted, disqualified, won, lost, days }: Row,
  all: readonly Row[],
): Standing {
  const revenue = all.flatMap((one) =>
    one.id === id && one.ofAll === ofAll && !one.inAll && one.currency !== null && one.won > 0
      ? { currency: one.currency, amount: one.amount, deals: one.won, average: one.average }
      : [],
  )
  return {
    id,
    activities,
    converted,
    disqualified,
    conversion: rateOf(converted, disqualified),
    won,
    lost,
    winRate: rateOf(won, lost),
    days,
    revenue: revenue.sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  }
}

/** With four decimals. */
function rateOf(some: number, others: number): number | null {
  return some + others === 0 ? null : Math.round((some / (some + others)) * 10_000) / 10_000
}

/** So many are shown; the count is of all. */
const most = 200

export const performanceRecords = query(...reads)({
  name: 'performanceRecords',
  path: '/performance/records',
  summary: 'The records that a number of `/performance` counts, the latest first',
  permission: 'performance.read',
  parameters: z.object({
    by: per.default('person'),
    ...period,
    id: uuid.optional().describe('Of this person or team; left out, of nobody’s.'),
    parts: flag.default(false).describe('Of what is part of the team, too.'),
    outcome: z.enum(outcomes).register(vocabulary, { id: 'Outcome' }).default('won'),
  }),
  reply: z.object({
    from: day,
    to: day,
    count: z.int(),
    records: z
      .array(
        z
          .object({
            model: z.string(),
            id: uuid,
            name: z.string().nullable(),
            personId: uuid.nullable(),
            personName: z.string().nullable(),
            at: instant,
            amount: z.int().nullable(),
            currency: currency.nullable(),
            days: z.number().nullable(),
          })
          .register(vocabulary, { id: 'PerformanceRecord' }),
      )
      .describe(`At most ${most}.`),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseBlind(principal)
    const there = await zone()
    const { from, to } = quarterUnless(parameters, dayOf(asOf ?? now, there))
    const { by, id = null, parts, outcome } = parameters
    const asked =
      by === 'team' && parts
        ? sql`exists (select from within where within.id = team_id and within.above = ${id}::uuid)`
        : sql`${sql.ref(by === 'team' ? 'team_id' : 'person_id')} is not distinct from ${id}::uuid`
    const { rows } = await sql<{
      model: string
      id: string
      name: string | null
      personId: string | null
      at: string
      amount: number | null
      currency: string | null
      days: number | null
      count: number
    }>`
      with recursive ${teamsWithin},
      outcome as (${outcomeRows(sql`${from}::date`, sql`${to}::date`, there)})
      select model, outcome.id, name, person_id as "personId", at, amount, currency,
          round(days, 1)::double precision as days, count(*) over ()::integer as count
        from outcome where outcome = ${outcome} and ${asked} order by at desc, outcome.id limit ${most}`.execute(
      db,
    )
    const records = rows.map((row) => {
      const { count: _, ...record } = row
      return record
    })
    return {
      from,
      to,
      count: rows[0]?.count ?? 0,
      records: await withNames(db as never, records, { personId: userTable }),
    }
  },
})
