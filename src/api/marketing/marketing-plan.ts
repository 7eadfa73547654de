import { CompiledQuery, type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import {
  marketingPlan,
  type PlanTarget,
  planGoal,
  planMetric,
} from '../../domain/marketing/marketing-plan.ts'
import { day } from '../../domain/values/day.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { ident, snake } from '../../platform/pg/pg.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { marketingPlanTable } from '../../projections/marketing/marketing-plan.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { productTable } from '../../projections/sales/product.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { refuseHidden } from '../http/masks.ts'
import { type AskedCriterion, criterionSql } from '../lists/criteria.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const target = z
  .object({
    metric: planMetric,
    currency: currency.nullable(),
    from: day,
    to: day,
    productGroupId: uuid.nullable(),
    country: z.string().nullable(),
    value: z.int(),
  })
  .register(vocabulary, { id: 'ShownPlanTarget' })
const goal = z
  .object({ text: z.string(), state: planGoal.shape.state, note: z.string().nullable() })
  .register(vocabulary, { id: 'ShownPlanGoal' })

export const marketingPlanQueries = recordQueries(marketingPlanTable)({
  resource: 'marketing-plans',
  summary: 'What marketing is to reach in a period, in numbers and in words',
  row: z.object({
    name: z.string(),
    startsOn: day,
    endsOn: day,
    targets: z.array(target),
    goals: z.array(goal),
    archived: z.boolean(),
  }),
  shown: ({ targets, goals, ...row }) => ({
    ...row,
    targets: [...(targets ?? [])],
    goals: [...(goals ?? [])],
  }),
  filters: { archived: flag },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['-startsOn', 'name', 'endsOn', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const marketingPlanTitles = titlesOf(marketingPlan, {
  'marketingPlan.created': ({ data }) => `Plan ${data.name} made`,
  'marketingPlan.changed': ({ data: { changes } }) =>
    changes.targets ? 'Its targets were changed' : changes.goals ? 'Its goals were changed' : 'Plan changed',
  'marketingPlan.archived': () => 'Plan archived',
  'marketingPlan.restored': () => 'Plan restored',
})

const figures = {
  target: z.int(),
  actual: z.int(),
  variance: z.int().describe('Actual less target.'),
  share: z.number().nullable().describe('Actual of target; null: the target is nothing.'),
}
const attainment = z
  .object({
    cells: z.array(
      target
        .omit({ value: true })
        .extend({
          productGroupName: z.string().nullable(),
          ...figures,
          list: z
            .object({
              model: z.enum(['lead', 'opportunity', 'campaign']),
              where: z.string().describe('The criterion of exactly these records, as their list takes it.'),
            })
            .register(vocabulary, { id: 'PlanCellList' }),
        })
        .register(vocabulary, { id: 'PlanCell' }),
    ),
    rollUps: z.array(
      z
        .object({
          metric: planMetric,
          currency: currency.nullable(),
          by: z
            .enum(['all', 'period', 'product-group', 'country'])
            .register(vocabulary, { id: 'PlanRollUpBy' }),
          key: z.string().describe('Empty: all of them.'),
          name: z.string(),
          ...figures,
        })
        .register(vocabulary, { id: 'PlanRollUp' }),
    ),
    method: z.string(),
  })
  .register(vocabulary, { id: 'PlanAttainment' })

const method =
  'Leads: captured in those days, in the country they gave. Deals and revenue: won in those days, with the amount they were won with, ' +
  'under the group of their product and in the country of their account. Costs: noted with campaigns on those days, under the group the ' +
  'campaign is about. Of what you may see. No two targets are about the same, so that sums count nothing twice.'

/** What was reached of a plan, by time, products and country (MKT-15, MKT-16), as of any instant. */
export const marketingPlanAttainment = query(
  marketingPlanTable,
  leadTable,
  opportunityTable,
  accountTable,
  productTable,
  productGroupTable,
  campaignTable,
)({
  name: 'marketingPlanAttainment',
  path: '/marketing-plans/:id/attainment',
  summary:
    'What was reached of a marketing plan: each target against what came, and sums by time, products and country',
  permission: 'marketingPlan.read',
  parameters: z.object({ id: uuid }),
  reply: attainment,
  async run({ db, parameters: { id }, principal, asked }) {
    const plan = await db
      .selectFrom('marketingPlan')
      .select('targets')
      .where('id', '=', id)
      .executeTakeFirst()
    if (!plan) return undefined
    refuseHidden(principal, {
      marketingPlan: ['targets'],
      opportunity: ['amount', 'status', 'closedAt'],
      campaign: ['costs'],
      productGroup: ['name', 'parentId'],
    })
    const groups = await db.selectFrom('productGroup').select(['id', 'name', 'parentId']).execute()
    const cells = []
    for (const { value, ...of } of plan.targets) {
      const within = of.productGroupId === null ? null : partsOf(of.productGroupId, groups)
      const { model, where } = asCriterion(of, within)
      const actual =
        of.metric === 'campaign-cost'
          ? await costs(db as never, of, within)
          : await counted(db as never, model, await asked(where, model), of.metric === 'revenue-won')
      cells.push({
        ...of,
        productGroupName: groups.find((group) => group.id === of.productGroupId)?.name ?? null,
        ...against(value, actual),
        list: { model, where: JSON.stringify(where) },
      })
    }
    return { cells, rollUps: rollUpsOf(cells), method }
  },
})

interface Group {
  id: string
  parentId: string | null
}

/** A group and all that is part of it. */
function partsOf(id: string, groups: readonly Group[], met: readonly string[] = []): string[] {
  const below = groups.filter(({ parentId, id: own }) => parentId === id && !met.includes(own))
  return [id, ...below.flatMap((group) => partsOf(group.id, groups, [...met, id]))]
}

type Of = Omit<PlanTarget, 'value'>

/** The records that a target is about, as their list is asked for them. */
function asCriterion({ metric, from, to, country, currency }: Of, within: readonly string[] | null) {
  const days = (field: string): Criterion[] => [
    { field, operator: 'from', value: from },
    { field, operator: 'to', value: to },
  ]
  const inCountry: Criterion[] =
    country === null ? [] : [{ field: 'country', operator: 'is', value: country }]
  if (metric === 'leads')
    return { model: 'lead' as const, where: { all: [...days('createdAt'), ...inCountry] } as Criterion }
  if (metric === 'campaign-cost') {
    const ofGroup: Criterion[] = within
      ? [{ field: 'productGroupId', operator: 'one-of', value: within }]
      : []
    return { model: 'campaign' as const, where: { all: ofGroup } as Criterion }
  }
  const all: Criterion[] = [
    { field: 'status', operator: 'is', value: 'won' },
    ...days('closedAt'),
    ...(inCountry.length > 0 ? [{ related: 'account', where: { all: inCountry } }] : []),
    ...(within
      ? [
          {
            related: 'product',
            where: { all: [{ field: 'groupId', operator: 'one-of' as const, value: within }] },
          },
        ]
      : []),
    ...(currency === null
      ? []
      : [{ field: 'amount', operator: 'at-least' as const, value: { amount: 0, currency } }]),
  ]
  return { model: 'opportunity' as const, where: { all } as Criterion }
}

/** How many records a criterion holds of, or what their amounts come to. */
async function counted(
  db: Kysely<never>,
  model: string,
  { test, tables }: AskedCriterion,
  isSum: boolean,
): Promise<number> {
  const values: unknown[] = []
  const held = criterionSql(test, { model, alias: 'it', tables }, (value) => `$${values.push(value)}`)
  const what = isSum ? 'coalesce(sum(it.amount), 0)' : 'count(*)'
  const { rows } = await db.executeQuery<{ many: string }>(
    CompiledQuery.raw(
      `select ${what} as many from ${ident(snake(model))} as it where coalesce(${held}, false)`,
      values,
    ),
  )
  return Number(rows[0]?.many ?? 0)
}

async function costs(
  db: Kysely<never>,
  { from, to, currency }: Of,
  within: readonly string[] | null,
): Promise<number> {
  const { rows } = await sql<{ many: string }>`
    select coalesce(sum((cost->'amount'->>'amount')::bigint), 0) as many
      from campaign cross join lateral jsonb_array_elements(costs) as cost
      where (cost->>'on')::date between ${from}::date and ${to}::date
        and cost->'amount'->>'currency' = ${currency}
        and (${within}::uuid[] is null or product_group_id = any(${within}::uuid[]))`.execute(db)
  return Number(rows[0]?.many ?? 0)
}

function against(value: number, actual: number) {
  return {
    target: value,
    actual,
    variance: actual - value,
    share: value === 0 ? null : Math.round((actual / value) * 10_000) / 10_000,
  }
}

type Cell = z.input<typeof attainment>['cells'][number]

function rollUpsOf(cells: readonly Cell[]) {
  const kinds = [
    { by: 'all' as const, keyOf: () => ({ key: '', name: 'All' }) },
    {
      by: 'period' as const,
      keyOf: ({ from, to }: Cell) => ({ key: `${from} ${to}`, name: `${from} to ${to}` }),
    },
    {
      by: 'product-group' as const,
      keyOf: ({ productGroupId, productGroupName }: Cell) => ({
        key: productGroupId ?? '',
        name: productGroupName ?? 'All products',
      }),
    },
    {
      by: 'country' as const,
      keyOf: ({ country }: Cell) => ({ key: country ?? '', name: country ?? 'Everywhere' }),
    },
  ]
  return kinds.flatMap(({ by, keyOf }) => {
    const sums = new Map<string, { of: Cell; name: string; key: string; target: number; actual: number }>()
    for (const cell of cells) {
      const { key, name } = keyOf(cell)
      const place = `${cell.metric} ${cell.currency ?? ''} ${key}`
      const before = sums.get(place) ?? { of: cell, name, key, target: 0, actual: 0 }
      sums.set(place, {
        ...before,
        target: before.target + cell.target,
        actual: before.actual + cell.actual,
      })
    }
    return [...sums.values()].map(({ of: { metric, currency }, name, key, target: planned, actual }) => ({
      metric,
      currency,
      by,
      key,
      name,
      ...against(planned, actual),
    }))
  })
}
