import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, personIn } from '../event.ts'
import { withLinks } from '../linking.ts'
import { changed, merged } from '../record.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The ways in which a campaign reaches people. */
export const campaignChannel = z
  .enum(['email', 'phone', 'sms', 'social', 'post', 'event', 'ad'])
  .register(vocabulary, { id: 'CampaignChannel' })

/** What a campaign is to come to. */
export const campaignTargets = z
  .object({
    responses: count.nullable().default(null),
    leads: count.nullable().default(null),
    won: count.nullable().default(null),
    revenue: money.nullable().default(null),
  })
  .register(vocabulary, { id: 'CampaignTargets' })

const fields = z.object({
  name: line(120),
  goal: line(500).nullable(),
  targets: campaignTargets,
  budget: money.nullable(),
  /** Its first and its last day. */
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  channels: z.array(campaignChannel).max(7),
  /** What it is about. */
  productIds: z.array(uuid).max(50),
  productGroupId: uuid.nullable(),
  ownerId: uuid.nullable(),
})
/** When its first day begins and its last is over, where days are those of the organisation. */
const schedule = z.object({ startsAt: instant.nullable(), endsAt: instant.nullable() })
const beginning = fields.extend(schedule.shape)

const cost = z
  .object({
    costId: uuid,
    channel: campaignChannel,
    amount: money,
    on: day,
    what: line(200),
    /** How many it brought who answered, where that is counted elsewhere: visitors of a stand, calls of an ad. */
    responses: count.nullable().default(null),
  })
  .register(vocabulary, { id: 'CampaignCost' })
export type CampaignCost = z.output<typeof cost>

/** Whether its own schedule did it, rather than somebody. */
const turn = z.object({ bySchedule: z.boolean() })
const nothing = z.object({})

const events = {
  'campaign.created': creates(beginning),
  'campaign.changed': z.object({ changes: beginning.partial() }),
  'campaign.started': turn,
  'campaign.ended': turn,
  'campaign.cancelled': z.object({ reason: line(200).nullable() }),
  'campaign.cost-added': cost,
  'campaign.cost-removed': z.object({ costId: uuid }),
  /** Something is done for it to many: a batch. */
  'campaign.batch-begun': z.object({ batchId: uuid }),
}

const commands = {
  'campaign.create': creates(
    beginning.extend({
      goal: fields.shape.goal.default(null),
      targets: campaignTargets.prefault({}),
      budget: fields.shape.budget.default(null),
      startsOn: fields.shape.startsOn.default(null),
      endsOn: fields.shape.endsOn.default(null),
      channels: fields.shape.channels.default([]),
      productIds: fields.shape.productIds.default([]),
      productGroupId: fields.shape.productGroupId.default(null),
      ownerId: uuid.nullable().optional(),
    }),
  ),
  'campaign.change': beginning.partial(),
  'campaign.start': nothing,
  'campaign.end': nothing,
  /** Starts and ends it where its time has come. */
  'campaign.follow-schedule': nothing,
  'campaign.cancel': z.object({ reason: line(200).nullable().default(null) }),
  'campaign.add-cost': cost,
  'campaign.remove-cost': z.object({ costId: uuid }),
  'campaign.note-batch': z.object({ batchId: uuid }),
}

export const campaignStatuses = ['planned', 'running', 'ended', 'cancelled'] as const
export type CampaignStatus = (typeof campaignStatuses)[number]

export interface CampaignState extends z.output<typeof beginning> {
  status: CampaignStatus
  costs: readonly CampaignCost[]
  batchIds: readonly string[]
}

const mostCosts = 500

const own = decider<CampaignState>()({
  name: 'campaign',
  events,
  commands,
  evolve: {
    'campaign.created': (_, data) => ({ ...data, status: 'planned', costs: [], batchIds: [] }),
    'campaign.changed': (state, { changes }) => merged(state, changes),
    'campaign.started': (state) => ({ ...state, status: 'running' }),
    'campaign.ended': (state) => ({ ...state, status: 'ended' }),
    'campaign.cancelled': (state) => ({ ...state, status: 'cancelled' }),
    'campaign.cost-added': (state, data) => ({ ...state, costs: [...state.costs, data] }),
    'campaign.cost-removed': (state, { costId }) => ({
      ...state,
      costs: state.costs.filter((one) => one.costId !== costId),
    }),
    'campaign.batch-begun': (state, { batchId }) => ({ ...state, batchIds: [...state.batchIds, batchId] }),
  },
  decide: {
    'campaign.create': (_, { ownerId, ...input }, { actor }) => {
      check(input)
      return [
        {
          type: 'campaign.created',
          data: { ...input, ownerId: ownerId === undefined ? personIn(actor) : ownerId },
        },
      ]
    },
    'campaign.change': (state, input) => {
      check(merged(state, input))
      const changes = changed<z.output<typeof beginning>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'campaign.changed', data: { changes } }] : []
    },
    'campaign.start': ({ status }) => {
      if (status === 'running') return []
      if (status === 'cancelled') conflict('campaign.cancelled', 'This campaign was cancelled.')
      return [{ type: 'campaign.started', data: { bySchedule: false } }]
    },
    'campaign.end': ({ status }) => {
      if (status === 'ended') return []
      if (status !== 'running') conflict('campaign.not-running', 'This campaign does not run.')
      return [{ type: 'campaign.ended', data: { bySchedule: false } }]
    },
    // Whoever asks only prompts: whether it is time is for the campaign to say.
    'campaign.follow-schedule': ({ status, startsAt, endsAt }, _, { at }) => {
      const isOver = endsAt !== null && endsAt <= at
      const begins = status === 'planned' && startsAt !== null && startsAt <= at
      const ends = isOver && (status === 'running' || begins)
      return [
        ...(begins ? [{ type: 'campaign.started' as const, data: { bySchedule: true } }] : []),
        ...(ends ? [{ type: 'campaign.ended' as const, data: { bySchedule: true } }] : []),
      ]
    },
    'campaign.cancel': ({ status }, input) => {
      if (status === 'cancelled') return []
      if (status === 'ended') conflict('campaign.ended', 'This campaign has ended.')
      return [{ type: 'campaign.cancelled', data: input }]
    },
    'campaign.add-cost': ({ costs }, input) => {
      if (costs.some(({ costId }) => costId === input.costId)) return []
      if (costs.length >= mostCosts)
        refuse('campaign.too-many-costs', `A campaign has ${mostCosts} costs at most.`)
      return [{ type: 'campaign.cost-added', data: input }]
    },
    'campaign.remove-cost': ({ costs }, { costId }) =>
      costs.some((one) => one.costId === costId) ? [{ type: 'campaign.cost-removed', data: { costId } }] : [],
    'campaign.note-batch': ({ batchIds }, input) =>
      batchIds.includes(input.batchId) ? [] : [{ type: 'campaign.batch-begun', data: input }],
  },
})

/** What is done over some time to win people for something, by whatever channels, and what it costs. */
export const campaign = withLinks(
  'campaign',
  own,
  z.object({ ownerId: uuid.nullable(), productGroupId: uuid.nullable(), productIds: z.array(uuid).max(50) }),
)

function check({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }): void {
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    refuse('campaign.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
}
