import { sql } from 'kysely'
import { z } from 'zod'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { day, dayOf, daysAfter, monthsOn } from '../../../domain/values/day.ts'
import { shareInterval } from '../../../domain/values/rates.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { leadTable } from '../../../projections/sales/lead.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { refuseHidden } from '../../http/masks.ts'
import { query } from '../../lists/query.ts'
import { onDays, opens, rounded } from './opening.ts'

/** Of fewer records, a share says little. */
const fewRecords = 20

const method =
  'A cohort is what began in one month. Each column has what had come of it by the end of that month, of the next, and so on; months that have not ended are not told, ' +
  'and the running one counts as no cohort. The interval of a share has the true one in 95 of 100 cases (Wilson 1927).'

const kinds = {
  lead: { success: 'converted', at: 'status_since', field: 'statusSince' },
  opportunity: { success: 'won', at: 'closed_at', field: 'closedAt' },
} as const
const model = z.enum(['lead', 'opportunity']).register(vocabulary, { id: 'CohortModel' })

const cell = z
  .object({
    months: z.int().describe('Since the month of the cohort; 0: by its own end.'),
    succeeded: z.int().describe('By the end of that month.'),
    share: z.number(),
    low: z.number(),
    high: z.number(),
    where: opens,
  })
  .register(vocabulary, { id: 'CohortCell' })

/** What became of what began in each month, month by month (REP-05). */
export const cohorts = query(
  leadTable,
  opportunityTable,
)({
  name: 'cohorts',
  path: '/cohorts',
  summary: 'Leads converted, or deals won, by the month in which they began and by how many months later',
  permission: 'performance.read',
  parameters: z.object({
    model: model.default('lead'),
    months: z.coerce.number().int().min(1).max(36).default(12).describe('So many cohorts, the last ones.'),
  }),
  reply: z.object({
    model,
    method: z.string(),
    cohorts: z.array(
      z
        .object({
          month: z.string().describe('YYYY-MM'),
          began: z.int(),
          few: z.boolean().describe(`Fewer than ${fewRecords}: a share says little.`),
          where: opens,
          cells: z.array(cell),
        })
        .register(vocabulary, { id: 'Cohort' }),
    ),
    from: day,
    to: day,
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    const { success, at, field } = kinds[parameters.model]
    refuseHidden(principal, { [parameters.model]: ['status', field] })
    const there = await zone()
    const running = `${dayOf(asOf ?? now, there).slice(0, 7)}-01`
    const from = monthsOn(running, -parameters.months)
    const to = daysAfter(running, -1)
    const monthOf = (column: string) => sql`to_char(${sql.ref(column)} at time zone ${there}, 'YYYY-MM')`
    const { rows } = await sql<{ month: string; done: string | null; records: number }>`
      select month, done, count(*)::integer as records
        from (
          select ${monthOf('created_at')} as month, case when status = ${success} then ${monthOf(at)} end as done
            from ${sql.table(parameters.model)}
            where created_at >= (${from}::date::timestamp at time zone ${there})
              and created_at < (${running}::date::timestamp at time zone ${there})) as one
        group by 1, 2`.execute(db)
    const told = Array.from({ length: parameters.months }, (_, index) => monthsOn(from, index)).map(
      (first) => {
        const own = rows.filter(({ month }) => month === first.slice(0, 7))
        const began = own.reduce((sum, { records }) => sum + records, 0)
        const lastDay = daysAfter(monthsOn(first, 1), -1)
        const begun = onDays('createdAt', first, lastDay)
        const cells = []
        for (let months = 0; began > 0 && monthsOn(first, months) < running; months++) {
          const month = monthsOn(first, months).slice(0, 7)
          const succeeded = own.reduce(
            (sum, { done, records }) => sum + (done !== null && done <= month ? records : 0),
            0,
          )
          const { low, high } = shareInterval(succeeded, began)
          const where: Criterion = {
            all: [
              ...begun,
              { field: 'status', operator: 'is', value: success },
              { field, operator: 'before', value: monthsOn(first, months + 1) },
            ],
          }
          cells.push({
            months,
            succeeded,
            share: rounded(succeeded / began),
            low: rounded(low),
            high: rounded(high),
            where: succeeded > 0 ? where : null,
          })
        }
        return {
          month: first.slice(0, 7),
          began,
          few: began < fewRecords,
          where: began > 0 ? { all: begun } : null,
          cells,
        }
      },
    )
    return { model: parameters.model, method, cohorts: told, from, to }
  },
})
