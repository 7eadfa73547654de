import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { outcomeFields } from './outcomes.ts'
import { yearTo } from './periods.ts'

const method =
  'Days from the capture of a lead to its deal being won. A cohort is the month in which leads were captured, or deals won. Deals ' +
  'from no lead, or from one you may not see, are not counted. Of leads captured lately only the quick ones are won yet: compare by the month of winning, or wait.'

const quarters = {
  won: z.int(),
  firstQuartile: z.number().nullable().describe('A quarter of them took at most so many days.'),
  median: z.number().nullable(),
  thirdQuartile: z.number().nullable(),
}

const cohort = z
  .object({
    month: z.string().describe('YYYY-MM'),
    captured: z.int().nullable().describe('How many leads there are in it; null where it is of deals.'),
    ...quarters,
  })
  .register(vocabulary, { id: 'LeadToWonCohort' })

const spread = z.object(quarters).register(vocabulary, { id: 'LeadToWonDays' })

type Spread = z.input<typeof spread>

/** How long it takes from a lead to a deal that is won, and whether that has changed. */
export const leadToWon = query(
  opportunityTable,
  leadTable,
)({
  name: 'leadToWon',
  path: '/performance/lead-to-won',
  summary: 'Days from lead to won by month, with quartiles, and before and after a date',
  permission: 'performance.read',
  parameters: z.object({
    cohort: z.enum(['won', 'captured']).default('won'),
    from: day.optional().describe('The first day of winning, or capture; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    split: day.optional().describe('The days before this one are compared with it and those after it.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    cohort: z.string(),
    split: day.nullable(),
    method: z.string(),
    cohorts: z.array(cohort),
    total: spread,
    before: spread.nullable().describe('Null: no date was given.'),
    after: spread.nullable(),
    change: z
      .number()
      .nullable()
      .describe('How many days the median is longer after the date; negative: shorter.'),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, { opportunity: ['status', 'leadId'], lead: outcomeFields.lead })
    const there = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, there))
    const { cohort: of, split = null } = parameters
    const dayIn = sql`(${sql.raw(of === 'won' ? 'won_at' : 'created_at')} at time zone ${there})::date`
    // A lead that led to several deals took as long as the first of them.
    const journeys = sql`
      journey as (
        select *, extract(epoch from won_at - created_at) / 86400 as days, ${dayIn} as on_day,
            to_char(${dayIn}, 'YYYY-MM') as month
          from (
            select lead.id, lead.created_at,
                (select min(closed_at) from opportunity where lead_id = lead.id and status = 'won') as won_at
              from lead) as path
          where ${dayIn} between ${from}::date and ${to}::date)`
    const at = (share: number) =>
      sql`round((percentile_cont(${sql.lit(share)}) within group (order by days) filter (where won_at is not null))::numeric, 1)::double precision`
    const columns = sql`count(won_at)::integer as won, ${at(0.25)} as "firstQuartile", ${at(0.5)} as median,
      ${at(0.75)} as "thirdQuartile"`
    const { rows: cohorts } = await sql<Spread & { month: string; captured: number }>`
      with ${journeys} select month, count(*)::integer as captured, ${columns} from journey group by month order by month`.execute(
      db,
    )
    const { rows: halves } = await sql<Spread & { late: boolean | null }>`
      with ${journeys}
      select late, ${columns} from (select *, on_day >= ${split}::date as late from journey) as half
        group by grouping sets ((late), ()) order by grouping(late) desc`.execute(db)
    const [total = none, ...rest] = halves
    const half = (late: boolean) =>
      split === null ? null : spreadOf(rest.find((one) => one.late === late) ?? none)
    const [before, after] = [half(false), half(true)]
    const change =
      before?.median == null || after?.median == null
        ? null
        : Math.round((after.median - before.median) * 10) / 10
    return {
      from,
      to,
      cohort: of,
      split,
      method,
      cohorts: cohorts.map(({ month, captured, ...one }) => ({
        month,
        captured: of === 'captured' ? captured : null,
        ...spreadOf(one),
      })),
      total: spreadOf(total),
      before,
      after,
      change,
    }
  },
})

const none: Spread = { won: 0, firstQuartile: null, median: null, thirdQuartile: null }

const spreadOf = ({ won, firstQuartile, median, thirdQuartile }: Spread): Spread => ({
  won,
  firstQuartile,
  median,
  thirdQuartile,
})
