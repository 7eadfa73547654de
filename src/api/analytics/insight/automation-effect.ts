import { CompiledQuery, type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { InvalidInput } from '../../../commands/errors.ts'
import { shiftOf } from '../../../domain/analytics/shift.ts'
import type { Criterion } from '../../../domain/criteria/criterion.ts'
import { day, dayOf, daysAfter, endOfDay, startOfDay } from '../../../domain/values/day.ts'
import { instant } from '../../../domain/values/instant.ts'
import { differenceInterval, shareInterval } from '../../../domain/values/rates.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { leadTable } from '../../../projections/sales/lead.ts'
import { opportunityTable } from '../../../projections/sales/opportunity.ts'
import { ruleSetTable } from '../../../projections/settings/rule-set.ts'
import { refuseHidden } from '../../http/masks.ts'
import { criterionParameter, criterionSql } from '../../lists/criteria.ts'
import { query } from '../../lists/query.ts'
import { onDays, opens, rounded, theseRecords } from './opening.ts'

/** Of fewer records on one side, the comparison says little. */
const fewRecords = 20

const method =
  'Each record is watched for equally many days from its beginning, so that none counts that is too young to tell. Those of before were watched ' +
  'to their end before the day, so that the automation touched none of them. The difference of the shares is Newcombe’s (1998, from Wilson’s limits); that of the ' +
  'days is the typical one between a success before and one after (Hodges and Lehmann 1963). Both hold in 95 of 100 cases. What changed at the same ' +
  'time counts with it: the time before that one says how much changes by itself.'

const models = {
  lead: { success: 'converted', at: 'status_since', fields: ['status', 'statusSince'] },
  opportunity: { success: 'won', at: 'closed_at', fields: ['status', 'closedAt'] },
} as const
const model = z.enum(['lead', 'opportunity']).register(vocabulary, { id: 'AutomatedModel' })

const cohort = z
  .object({
    from: day,
    to: day,
    began: z.int(),
    succeeded: z.int().describe('Leads converted, or deals won, within the days that each is watched.'),
    share: z.number().nullable().describe('Null: none began.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    medianDays: z.number().nullable().describe('Of those that succeeded so.'),
    few: z.boolean().describe(`Fewer than ${fewRecords} began: it says little.`),
    openBegan: opens,
    openSucceeded: opens,
  })
  .register(vocabulary, { id: 'AutomationCohort' })

const change = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .register(vocabulary, { id: 'AutomationChange' })

const compared = {
  share: change.nullable().describe('How much greater the share is after; null: none began on one side.'),
  days: change.nullable().describe('How many days longer it takes; null: none succeeded on one side.'),
}

interface Begun {
  id: string
  at: string
  days: number | null
}

/** What an automation has changed: how many leads or deals come to something, and how long that takes (ANA-12). */
export const automationEffect = query(
  leadTable,
  opportunityTable,
)({
  name: 'automationEffect',
  path: '/automation-effect',
  summary:
    'Conversion and cycle time of leads or deals before and after a day, with how sure the difference is',
  permission: 'performance.read',
  parameters: z.object({
    model: model.default('lead'),
    on: day.describe('The day since which it was at work.'),
    days: z.coerce
      .number()
      .int()
      .min(7)
      .max(730)
      .default(90)
      .describe('From so many days records are taken on each side.'),
    within: z.coerce.number().int().min(1).max(730).default(30).describe('So many days each is watched.'),
    where: criterionParameter.optional(),
  }),
  reply: z.object({
    model,
    on: day,
    days: z.int(),
    within: z.int(),
    method: z.string(),
    earlier: cohort.describe('As long a time before that before: what changes by itself.'),
    before: cohort,
    after: cohort,
    young: z.int().describe('Of those since the day, how many are not watched long enough to count.'),
    change: z.object(compared).register(vocabulary, { id: 'AutomationComparison' }),
    drift: z
      .object(compared)
      .register(vocabulary, { id: 'AutomationDrift' })
      .describe('From the earlier time to that before.'),
  }),
  async run({ db, parameters, principal, asOf, now, zone, asked }) {
    const { on, days, within, where } = parameters
    const { success, at, fields } = models[parameters.model]
    refuseHidden(principal, { [parameters.model]: fields })
    const there = await zone()
    const today = dayOf(asOf ?? now, there)
    if (on > today) throw new InvalidInput([{ field: 'on', rule: 'order', message: `is after ${today}` }])
    // Whoever began so late is watched to the end of today at most.
    const ripe = daysAfter(today, -within)
    const spans = {
      earlier: { from: daysAfter(on, -within - 2 * days), to: daysAfter(on, -within - days - 1) },
      before: { from: daysAfter(on, -within - days), to: daysAfter(on, -within - 1) },
      after: { from: on, to: least(daysAfter(on, days - 1), ripe) },
    }
    const values: unknown[] = []
    const parameter = (value: unknown) => `$${values.push(value)}`
    const held = where ? await asked(where, parameters.model) : undefined
    const begins = parameter(startOfDay(spans.earlier.from, there))
    const ends = parameter(endOfDay(daysAfter(on, days - 1), there))
    const condition = held
      ? criterionSql(held.test, { model: parameters.model, alias: '"it"', tables: held.tables }, parameter)
      : 'true'
    const { rows } = await (db as never as Kysely<never>).executeQuery<Begun>(
      CompiledQuery.raw(
        `select id, created_at as at, case when status = ${parameter(success)}
            then extract(epoch from ${at} - created_at)::double precision / 86400 end as days
          from "${parameters.model}" as "it"
          where created_at >= ${begins}::timestamptz and created_at < ${ends}::timestamptz and ${condition}
          order by created_at, id`,
        values,
      ),
    )
    const begun = rows.map(({ id, at: began, days: took }) => ({
      id,
      on: dayOf(new Date(began).toISOString(), there),
      took: took !== null && took <= within ? took : null,
    }))
    const of = (span: { from: string; to: string }) =>
      begun.filter((one) => one.on >= span.from && one.on <= span.to)
    const [earlier, before, after] = [of(spans.earlier), of(spans.before), of(spans.after)]
    const shown = (span: { from: string; to: string }, all: typeof begun): z.input<typeof cohort> => {
      const done = all.filter(({ took }) => took !== null)
      const interval = all.length > 0 ? shareInterval(done.length, all.length) : null
      const asking: Criterion = {
        all: [...onDays('createdAt', span.from, span.to), ...(where ? [where] : [])],
      }
      return {
        ...span,
        began: all.length,
        succeeded: done.length,
        share: interval && rounded(done.length / all.length),
        low: interval && rounded(interval.low),
        high: interval && rounded(interval.high),
        medianDays: median(done.flatMap(({ took }) => took ?? [])),
        few: all.length < fewRecords,
        openBegan: all.length > 0 ? asking : null,
        openSucceeded: theseRecords(done.map(({ id }) => id)),
      }
    }
    return {
      model: parameters.model,
      on,
      days,
      within,
      method,
      earlier: shown(spans.earlier, earlier),
      before: shown(spans.before, before),
      after: shown(spans.after, after),
      young: begun.filter((one) => one.on >= on).length - after.length,
      change: changeOf(before, after),
      drift: changeOf(earlier, before),
    }
  },
})

const least = (a: string, b: string) => (a < b ? a : b)
const tenth = (value: number) => Math.round(value * 10) / 10

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return tenth(((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2)
}

function changeOf(first: readonly { took: number | null }[], second: readonly { took: number | null }[]) {
  const times = (of: typeof first) => of.flatMap(({ took }) => took ?? [])
  const [one, two] = [times(first), times(second)]
  const share =
    first.length > 0 && second.length > 0
      ? differenceInterval({ count: one.length, of: first.length }, { count: two.length, of: second.length })
      : null
  const shift = shiftOf(one, two)
  return {
    share: share && { value: rounded(share.difference), low: rounded(share.low), high: rounded(share.high) },
    days: shift && { value: tenth(shift.shift), low: tenth(shift.low), high: tenth(shift.high) },
  }
}

/** Since when which rules have been at work: what a comparison could be of. */
export const automations = query(ruleSetTable)({
  name: 'automations',
  path: '/automations',
  summary: 'The versions of rules that were put to work, the latest first',
  permission: 'ruleSet.read',
  parameters: z.object({}),
  reply: z.object({
    items: z.array(
      z
        .object({
          ruleSetId: z.uuid(),
          name: z.string(),
          purpose: z.string(),
          version: z.int(),
          at: instant,
          on: day,
          note: z.string().nullable(),
        })
        .register(vocabulary, { id: 'AutomationStart' }),
    ),
  }),
  async run({ db, asOf, now, zone }) {
    const there = await zone()
    const { rows } = await sql<{
      ruleSetId: string
      name: string
      purpose: string
      version: number
      at: string
      note: string | null
    }>`
      select id as "ruleSetId", name, purpose, (one->>'version')::integer as version,
          coalesce(one->>'from', one->>'publishedAt') as at, one->>'note' as note
        from rule_set cross join lateral jsonb_array_elements(versions) as one
        where coalesce(one->>'from', one->>'publishedAt')::timestamptz <= ${asOf ?? now}::timestamptz
        order by at desc, name limit 200`.execute(db)
    return { items: rows.map((row) => ({ ...row, on: dayOf(row.at, there) })) }
  },
})
