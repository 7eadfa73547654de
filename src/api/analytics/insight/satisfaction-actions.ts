import { sql } from 'kysely'
import { z } from 'zod'
import { day, dayOf, daysAfter } from '../../../domain/values/day.ts'
import { differenceInterval } from '../../../domain/values/rates.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { activityTable } from '../../../projections/activities/activity.ts'
import { productTable } from '../../../projections/sales/product.ts'
import { articleTable } from '../../../projections/service/article.ts'
import { ticketTable } from '../../../projections/service/ticket.ts'
import { ruleSetTable } from '../../../projections/settings/rule-set.ts'
import { refuseHidden } from '../../http/masks.ts'
import { withNames } from '../../lists/names.ts'
import { query } from '../../lists/query.ts'
import { fewAnswers } from '../../service/ticket-satisfaction.ts'
import { yearTo } from '../periods.ts'
import { isValue, onDays, opens, rounded } from './opening.ts'

const most = 100

const method =
  'Satisfied is who gives at least four fifths of the best score, of those who were asked about a ticket on these days and have answered. An action is held against ' +
  'as many days before it; one about a product against what is said of that product only. The difference has its 95 % interval (Newcombe 1998). ' +
  'Nobody drew lots: what else happened then counts with it.'

const kind = z.enum(['correction', 'article', 'rules']).register(vocabulary, { id: 'SatisfactionActionKind' })

const side = z
  .object({ answered: z.int(), satisfied: z.int(), where: opens })
  .register(vocabulary, { id: 'SatisfactionSide' })

const action = z
  .object({
    kind,
    model: z.string().describe('Of which record it is.'),
    id: uuid,
    name: z.string().nullable(),
    on: day,
    productId: uuid.nullable().describe('Null: it is held against all answers.'),
    productName: z.string().nullable(),
    before: side,
    after: side,
    change: z
      .number()
      .nullable()
      .describe('How much greater the share of the satisfied is after; null: nobody answered on one side.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    few: z.boolean().describe(`Fewer than ${fewAnswers} answers on one side: it says little.`),
  })
  .register(vocabulary, { id: 'SatisfactionAction' })

interface Row {
  kind: z.output<typeof kind>
  model: string
  id: string
  name: string | null
  on: string
  productId: string | null
  answeredBefore: number
  satisfiedBefore: number
  answeredAfter: number
  satisfiedAfter: number
}

/** What customers thought before and after something was done about it (ANA-11). */
export const satisfactionActions = query(
  ticketTable,
  activityTable,
  articleTable,
  ruleSetTable,
  productTable,
)({
  name: 'satisfactionActions',
  path: '/satisfaction-actions',
  summary:
    'Corrective actions, articles and rules of routing, with what customers thought before and after each',
  permission: 'ticket.read',
  parameters: z.object({
    from: day.optional().describe('The first day of actions; left out, a year before `to`.'),
    to: day.optional().describe('The last one; left out, the day of `asOf`, else today.'),
    days: z.coerce
      .number()
      .int()
      .min(7)
      .max(365)
      .default(60)
      .describe('So many days before and after are compared.'),
  }),
  reply: z.object({
    from: day,
    to: day,
    days: z.int(),
    method: z.string(),
    items: z.array(action).describe(`The latest first, at most ${most}.`),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, { ticket: ['surveyedAt', 'score', 'productId', 'correctionIds'] })
    const there = await zone()
    const today = dayOf(asOf ?? now, there)
    const { from, to } = yearTo(parameters, today)
    const { days } = parameters
    const dayIn = (column: string) => sql`(${sql.ref(column)}::timestamptz at time zone ${there})::date`
    const { rows } = await sql<Row>`
      with done as (
        select distinct 'correction' as kind, 'activity' as model, activity.id, activity.subject as name,
            ${dayIn('activity.happened_at')} as on_day, ticket.product_id
          from ticket cross join lateral unnest(ticket.correction_ids) as named (id)
            join activity on activity.id = named.id::uuid
          where activity.status = 'done' and ticket.absorbed_by_id is null
        union all
        select 'article', 'article', id, title, ${dayIn('published_at')},
            case when cardinality(product_ids) = 1 then product_ids[1]::uuid end
          from article where published_at is not null
        union all
        select 'rules', 'ruleSet', id, name,
            (coalesce(one->>'from', one->>'publishedAt')::timestamptz at time zone ${there})::date, null::uuid
          from rule_set cross join lateral jsonb_array_elements(versions) as one
          where purpose = 'ticket-assignment'),
      answer as (
        select ${dayIn('surveyed_at')} as on_day, product_id, score * 5 >= scale * 4 as satisfied
          from ticket where surveyed_at is not null and score is not null)
      select done.kind, done.model, done.id, done.name, done.on_day::text as on, done.product_id as "productId",
          ${counted('answered', false)}, ${counted('satisfied', false)}, ${counted('answered', true)}, ${counted('satisfied', true)}
        from done left join answer on answer.on_day >= done.on_day - ${days}::integer and answer.on_day < done.on_day + ${days}::integer
          and (done.product_id is null or answer.product_id = done.product_id)
        where done.on_day between ${from}::date and ${to}::date
        group by 1, 2, 3, 4, done.on_day, 6 order by done.on_day desc, name limit ${most}`.execute(db)
    const items = rows.map(({ answeredBefore, satisfiedBefore, answeredAfter, satisfiedAfter, ...row }) => {
      const [one, two] = [
        { count: satisfiedBefore, of: answeredBefore },
        { count: satisfiedAfter, of: answeredAfter },
      ]
      const told = one.of > 0 && two.of > 0 ? differenceInterval(one, two) : null
      const where = (first: string, last: string) => ({
        all: [
          ...onDays('surveyedAt', first, last),
          { field: 'score', operator: 'known' } as const,
          ...(row.productId === null ? [] : [isValue('productId', row.productId)]),
        ],
      })
      return {
        ...row,
        before: {
          answered: one.of,
          satisfied: one.count,
          where: where(daysAfter(row.on, -days), daysAfter(row.on, -1)),
        },
        after: { answered: two.of, satisfied: two.count, where: where(row.on, daysAfter(row.on, days - 1)) },
        change: told && rounded(told.difference),
        low: told && rounded(told.low),
        high: told && rounded(told.high),
        few: one.of < fewAnswers || two.of < fewAnswers,
      }
    })
    return {
      from,
      to,
      days,
      method,
      items: await withNames(db as never, items, { productId: productTable }),
    }
  },
})

function counted(what: 'answered' | 'satisfied', after: boolean) {
  const name = sql.ref(`${what}${after ? 'After' : 'Before'}`)
  const side = after ? sql`answer.on_day >= done.on_day` : sql`answer.on_day < done.on_day`
  const held = what === 'satisfied' ? sql`${side} and answer.satisfied` : side
  return sql`(count(answer.on_day) filter (where ${held}))::integer as ${name}`
}
