import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { later } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { byCurrency, count, sumReply, whole } from './sums.ts'

/** From this probability on a deal counts as good as won. */
const committedFrom = 0.75

const method =
  `Won: closed as won. Committed: won, and open from ${committedFrom * 100} % probability on. ` +
  'Weighted: won, and each open amount times its probability. Best case: won, and all that is open. ' +
  'Deals count by their close date; those without an amount or a close date are left out.'

const parts = ['count', 'won', 'committed', 'weighted', 'bestCase'] as const

/** Minor units of one currency. */
const total = z.object({
  currency: z.string(),
  count: z.int(),
  won: sumReply.shape.amount,
  committed: sumReply.shape.amount,
  weighted: sumReply.shape.amount,
  bestCase: sumReply.shape.amount,
})

export const forecast = query(
  opportunityTable,
  userTable,
  teamTable,
)({
  name: 'forecast',
  path: '/forecast',
  summary: 'What a period will bring: won, committed, weighted and best case, by owner, month or team',
  permission: 'forecast.read',
  parameters: z.object({
    from: day.optional().describe('First close date; left out, the first day of the quarter.'),
    to: day.optional().describe('Last close date; left out, the last day of the quarter of `from`.'),
    groupBy: z.enum(['owner', 'month', 'team']).default('owner'),
    pipelineId: uuid.optional(),
    ownerId: uuid.optional(),
  }),
  reply: z.object({
    from: z.string(),
    to: z.string(),
    groupBy: z.string(),
    method: z.string(),
    groups: z.array(z.object({ key: z.string(), name: z.string(), totals: z.array(total) })),
    /** Sums of the groups. */
    totals: z.array(total),
  }),
  async run({ db, parameters, asOf, now, zone }) {
    const { groupBy, pipelineId, ownerId } = parameters
    const from = parameters.from ?? quarterOf(dayOf(asOf ?? now, await zone())).from
    const to = parameters.to ?? quarterOf(from).to
    const by = {
      owner: { key: sql<string>`deal.owner_id::text`, name: sql<string>`coalesce(person.name, 'Unknown')` },
      team: {
        key: sql<string>`coalesce(person.team_id::text, '')`,
        name: sql<string>`coalesce(crew.name, 'No team')`,
      },
      month: {
        key: sql<string>`to_char(deal.close_date, 'YYYY-MM')`,
        name: sql<string>`to_char(deal.close_date, 'YYYY-MM')`,
      },
    }[groupBy]
    const openSum = (of: string) => sql`coalesce(sum(${sql.raw(of)}) filter (where deal.status = 'open'), 0)`
    const wonSum = sql`coalesce(sum(deal.amount::numeric) filter (where deal.status = 'won'), 0)`
    const plusWon = (open: ReturnType<typeof openSum>) => whole(sql`${wonSum} + round(${open})`)

    // Who was entered later than a deal of theirs owned it all the same.
    const everybody = sql<{ id: string; name: string | null; teamId: string | null }>`(
      select id, name, team_id from "user" union all select id, name, team_id from ${sql.raw(later('user'))})`
    const rows = await db
      .selectFrom('opportunity as deal')
      .leftJoin(everybody.as('person'), 'person.id', 'deal.ownerId')
      .leftJoin('team as crew', 'crew.id', 'person.teamId')
      .where('deal.status', 'in', ['open', 'won'])
      .where('deal.closeDate', '>=', from)
      .where('deal.closeDate', '<=', to)
      .where('deal.amount', 'is not', null)
      .$if(pipelineId !== undefined, (all) => all.where('deal.pipelineId', '=', pipelineId ?? ''))
      .$if(ownerId !== undefined, (all) => all.where('deal.ownerId', '=', ownerId ?? ''))
      .select([by.key.as('key'), by.name.as('name'), sql<string>`deal.currency`.as('currency')])
      .select([
        count.as('count'),
        whole(wonSum).as('won'),
        plusWon(openSum(`case when deal.probability >= ${committedFrom} then deal.amount::numeric end`)).as(
          'committed',
        ),
        plusWon(openSum('deal.amount * deal.probability::numeric')).as('weighted'),
        plusWon(openSum('deal.amount::numeric')).as('bestCase'),
      ])
      .groupBy([sql`1`, sql`2`, sql`3`])
      .orderBy(sql`2`)
      .orderBy(sql`3`)
      .execute()

    const groups = [...new Map(rows.map(({ key, name }) => [key, name]))].map(([key, name]) => ({
      key,
      name,
      totals: totalsOf(rows.filter((row) => row.key === key)),
    }))
    return { from, to, groupBy, method, groups, totals: totalsOf(rows) }
  },
})

/** Deals can always be counted. */
function totalsOf(rows: Parameters<typeof byCurrency<(typeof parts)[number]>>[0]) {
  return byCurrency(rows, parts).map(({ count: deals, ...sums }) => ({ ...sums, count: deals ?? 0 }))
}

/** First and last day of the calendar quarter that a date is in. */
function quarterOf(date: string): { from: string; to: string } {
  const year = Number(date.slice(0, 4))
  const first = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3
  const dayAt = (month: number, of: number) => {
    const at = new Date(0)
    // Date.UTC takes years below 100 for those of the last century.
    at.setUTCFullYear(year, month, of)
    return at.toISOString().slice(0, 10)
  }
  return { from: dayAt(first, 1), to: dayAt(first + 3, 0) }
}
