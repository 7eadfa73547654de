import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import { later } from '../lists/names.ts'
import { query } from '../lists/query.ts'
import { quarterUnless } from './periods.ts'
import { restatedIn, restating, restatingParameters } from './restating.ts'
import { byCurrency, count, sumReply, whole } from './sums.ts'

/** From this probability on a deal counts as good as won. */
const committedFrom = 0.75

const method =
  `Won: closed as won. Committed: won, and open from ${committedFrom * 100} % probability on. ` +
  'Weighted: won, and each open amount times its probability. Best case: won, and all that is open. ' +
  'Deals count by their close date; those without an amount or a close date are left out.'

const parts = ['count', 'won', 'committed', 'weighted', 'bestCase'] as const

/** Minor units of one currency. */
const total = z
  .object({
    currency,
    count: z.int(),
    won: sumReply.shape.amount,
    committed: sumReply.shape.amount,
    weighted: sumReply.shape.amount,
    bestCase: sumReply.shape.amount,
  })
  .register(vocabulary, { id: 'ForecastTotal' })

export const forecast = query(
  opportunityTable,
  userTable,
  teamTable,
  rateSheetTable,
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
    ...restatingParameters,
  }),
  reply: z.object({
    from: day,
    to: day,
    groupBy: z.string(),
    method: z.string(),
    groups: z.array(z.object({ key: z.string(), name: z.string(), totals: z.array(total) })),
    /** Sums of the groups. */
    totals: z.array(total),
    restated: total
      .extend({ rates: restatedIn })
      .register(vocabulary, { id: 'ForecastRestated' })
      .nullable()
      .describe('The totals in one currency; null: nobody asked.'),
  }),
  async run({ db, parameters, asOf, now, zone }) {
    const { groupBy, pipelineId, ownerId } = parameters
    const { from, to } = quarterUnless(parameters, dayOf(asOf ?? now, await zone()))
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
    const totals = totalsOf(rows)
    const today = dayOf(asOf ?? now, await zone())
    const rates = await restating(db, parameters, { today, currencies: totals.map((row) => row.currency) })
    const sum = (part: 'won' | 'committed' | 'weighted' | 'bestCase') =>
      rates?.sum(totals, (row) => row[part]) ?? null
    const restated = rates && {
      rates: rates.in,
      currency: rates.in.currency,
      count: totals.reduce((all, row) => all + row.count, 0),
      won: sum('won'),
      committed: sum('committed'),
      weighted: sum('weighted'),
      bestCase: sum('bestCase'),
    }
    return { from, to, groupBy, method, groups, totals, restated: restated ?? null }
  },
})

/** Deals can always be counted. */
function totalsOf(rows: Parameters<typeof byCurrency<(typeof parts)[number]>>[0]) {
  return byCurrency(rows, parts).map(({ count: deals, ...sums }) => ({ ...sums, count: deals ?? 0 }))
}
