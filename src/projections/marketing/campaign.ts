import { type CampaignCost, type CampaignStatus, campaign } from '../../domain/marketing/campaign.ts'
import type { Money } from '../../domain/values/money.ts'
import { linkFolds } from '../linking.ts'
import {
  bigint,
  type Column,
  date,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const statusText: Column<CampaignStatus> = { sql: 'text', nullable: false }

export const campaignTable = projection(campaign)({
  name: 'campaign',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    goal: nullable(text),
    targetResponses: nullable(integer),
    targetLeads: nullable(integer),
    targetWon: nullable(integer),
    targetRevenue: nullable(bigint),
    targetRevenueCurrency: nullable(text),
    budget: nullable(bigint),
    budgetCurrency: nullable(text),
    startsOn: nullable(date),
    endsOn: nullable(date),
    startsAt: nullable(instant),
    endsAt: nullable(instant),
    channels: texts,
    productIds: texts as Column<readonly string[]>,
    productGroupId: nullable(uuid),
    ownerId: nullable(uuid),
    status: statusText,
    startedAt: nullable(instant),
    endedAt: nullable(instant),
    costs: json<readonly CampaignCost[]>(),
    batchIds: texts as Column<readonly string[]>,
  },
  sameField: [
    ['batchIds', 'batchId'],
    ['targets', 'targetResponses', 'targetLeads', 'targetWon', 'targetRevenue', 'targetRevenueCurrency'],
    ['budget', 'budgetCurrency'],
    ['startsOn', 'startsAt'],
    ['endsOn', 'endsAt'],
    ['costs', 'costId', 'channel', 'amount', 'on', 'what', 'responses'],
  ],
  indexes: [
    ['name'],
    ['status', 'startsOn'],
    ['startsOn'],
    ['endsOn'],
    ['ownerId', 'name'],
    ['budgetCurrency', 'budget'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'campaign.created': (_, { data: { targets, budget, ...data } }) => ({
      ...data,
      ...targetsOf(targets),
      ...budgetOf(budget),
      status: 'planned',
      startedAt: null,
      endedAt: null,
      costs: [],
      batchIds: [],
    }),
    'campaign.changed': (row, { data: { changes } }) => {
      const { targets, budget, ...others } = changes
      return (
        row && {
          ...row,
          ...defined(others),
          ...(targets !== undefined && targetsOf(targets)),
          ...(budget !== undefined && budgetOf(budget)),
        }
      )
    },
    'campaign.started': (row, { occurredAt }) =>
      row && { ...row, status: 'running', startedAt: row.startedAt ?? occurredAt, endedAt: null },
    'campaign.ended': (row, { occurredAt }) => row && { ...row, status: 'ended', endedAt: occurredAt },
    'campaign.cancelled': (row, { occurredAt }) =>
      row && { ...row, status: 'cancelled', endedAt: occurredAt },
    'campaign.cost-added': (row, { data }) => row && { ...row, costs: [...row.costs, data] },
    'campaign.cost-removed': (row, { data: { costId } }) =>
      row && { ...row, costs: row.costs.filter((one) => one.costId !== costId) },
    'campaign.batch-begun': (row, { data: { batchId } }) =>
      row && { ...row, batchIds: [...row.batchIds, batchId] },
    ...linkFolds('campaign'),
  },
})

const budgetOf = (of: Money | null) => ({ budget: of?.amount ?? null, budgetCurrency: of?.currency ?? null })

function targetsOf({
  responses,
  leads,
  won,
  revenue,
}: {
  responses: number | null
  leads: number | null
  won: number | null
  revenue: Money | null
}) {
  return {
    targetResponses: responses,
    targetLeads: leads,
    targetWon: won,
    targetRevenue: revenue?.amount ?? null,
    targetRevenueCurrency: revenue?.currency ?? null,
  }
}

/** What is mentioned. */
function defined<T extends object>(of: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never
}
