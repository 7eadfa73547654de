import { z } from 'zod'
import { campaign, campaignChannel, campaignStatuses } from '../../domain/marketing/campaign.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney, money } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { userTable } from '../../projections/identity/user.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { productTable } from '../../projections/sales/product.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const status = z.enum(campaignStatuses).register(vocabulary, { id: 'CampaignStatus' })
const cost = z
  .object({
    costId: uuid,
    channel: campaignChannel,
    amount: money,
    on: day,
    what: z.string(),
    responses: z.int().nullable(),
  })
  .register(vocabulary, { id: 'ShownCampaignCost' })
const targets = z
  .object({
    responses: z.int().nullable(),
    leads: z.int().nullable(),
    won: z.int().nullable(),
    revenue: money.nullable(),
  })
  .register(vocabulary, { id: 'ShownCampaignTargets' })

export const campaignQueries = recordQueries(campaignTable)({
  resource: 'campaigns',
  summary: 'Campaigns with their goals, budgets, days and costs',
  row: z.object({
    name: z.string(),
    goal: z.string().nullable(),
    targets,
    budget: money.nullable(),
    startsOn: day.nullable(),
    endsOn: day.nullable(),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    channels: z.array(z.string()),
    productIds: z.array(uuid),
    productGroupId: uuid.nullable(),
    ownerId: uuid.nullable(),
    status,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    costs: z.array(cost),
    batchIds: z.array(uuid).describe('What was done for it to many, such as planning calls.'),
  }),
  shown: ({
    targetResponses,
    targetLeads,
    targetWon,
    targetRevenue,
    targetRevenueCurrency,
    budget,
    budgetCurrency,
    costs,
    channels,
    productIds,
    batchIds,
    ...row
  }) => ({
    ...row,
    channels: [...(channels ?? [])],
    productIds: [...(productIds ?? [])],
    targets: {
      responses: targetResponses,
      leads: targetLeads,
      won: targetWon,
      revenue: moneyOf(targetRevenue, targetRevenueCurrency),
    },
    budget: moneyOf(budget, budgetCurrency),
    costs: [...(costs ?? [])],
    batchIds: [...(batchIds ?? [])],
  }),
  references: { ownerId: userTable, productGroupId: productGroupTable },
  several: { productIds: productTable },
  filters: { status, ownerId: uuid, productGroupId: uuid },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['-createdAt', 'name', 'startsOn', 'endsOn', 'updatedAt'],
  search: ['name', 'goal'],
})

export const moneyOf = (amount: number | null, code: string | null) =>
  amount === null || code === null ? null : { amount, currency: currency.parse(code) }

const turned = (what: string, bySchedule: boolean) => (bySchedule ? `${what}, by its schedule` : what)

export const campaignTitles = titlesOf(campaign, {
  'campaign.created': ({ data }) => `Campaign ${data.name} planned`,
  'campaign.changed': () => 'Campaign changed',
  'campaign.started': ({ data }) => turned('Started', data.bySchedule),
  'campaign.ended': ({ data }) => turned('Ended', data.bySchedule),
  'campaign.cancelled': ({ data }) => (data.reason ? `Cancelled: ${data.reason}` : 'Cancelled'),
  'campaign.cost-added': ({ data }) => `Cost of ${formatMoney(data.amount)} noted: ${data.what}`,
  'campaign.cost-removed': () => 'Cost taken off',
  'campaign.batch-begun': () => 'Something is done for it to many',
})
