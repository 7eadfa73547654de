import { z } from 'zod'
import { ownerFor } from '../customers/owner.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { day, dayOf } from '../values/day.ts'
import { probability } from '../values/decimal.ts'
import { heldMoney, type Money, money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { type PipelineFacts, pipelineFacts, type Stage, stage } from './stage.ts'

const fields = z.object({
  name: line(160),
  accountId: uuid.nullable(),
  contactId: uuid.nullable(),
  productId: uuid.nullable(),
})
/** The amount may be one of before there was a bound. */
const closing = z.object({ stage, amount: heldMoney.nullable(), closeDate: day })

const tags = tagging('opportunity')

const events = {
  'opportunity.opened': creates(
    fields.extend({
      ownerId: uuid,
      pipelineId: uuid,
      stage,
      probability,
      /** Given by a person rather than by the stage. */
      probabilityOverridden: z.boolean(),
      amount: money.nullable(),
      closeDate: day.nullable(),
      leadId: uuid.nullable(),
    }),
  ),
  'opportunity.changed': z.object({ changes: fields.partial() }),
  /** The stage as it was configured at that moment, with the probability the deal took from it. */
  'opportunity.stage-advanced': z.object({ stage, probability }),
  'opportunity.probability-set': z.object({ probability, overridden: z.boolean() }),
  'opportunity.amount-changed': z.object({ amount: money.nullable() }),
  'opportunity.close-date-changed': z.object({ closeDate: day.nullable() }),
  'opportunity.assigned': z.object({ ownerId: uuid }),
  'opportunity.won': closing,
  'opportunity.lost': closing.extend({ reason: line(200) }),
  'opportunity.reopened': z.object({ stage, probability }),
  ...tags.events,
}

export interface OpportunityState extends z.output<typeof fields>, Tagged {
  ownerId: string
  pipelineId: string
  stage: Stage
  /** The stage it was in before it was closed, or is in. */
  openStage: Stage
  probability: number
  probabilityOverridden: boolean
  amount: Money | null
  closeDate: string | null
  leadId: string | null
  status: 'open' | 'won' | 'lost'
  lostReason: string | null
  /** Whether it was won at any time. */
  wasWon: boolean
}

/** The deal's pipeline as it is configured now; null: there is none of that id. */
const facts = { pipeline: pipelineFacts.nullable() }
/** And the zone whose day it is closed on. */
const closingFacts = { ...facts, timeZone }

const commands = {
  'opportunity.open': creates(
    fields.extend({
      ownerId: uuid.nullable(),
      pipelineId: uuid.nullable(),
      stageId: uuid.nullable(),
      probability: probability.nullable(),
      amount: money.nullable(),
      closeDate: day.nullable(),
      leadId: uuid.nullable(),
      ...facts,
    }),
  ),
  'opportunity.change': fields.partial(),
  'opportunity.advance-stage': z.object({ stageId: uuid, ...facts }),
  /** Null goes back to what the stage gave. */
  'opportunity.set-probability': z.object({ probability: probability.nullable() }),
  'opportunity.change-amount': z.object({ amount: money.nullable() }),
  'opportunity.change-close-date': z.object({ closeDate: day.nullable() }),
  'opportunity.assign': z.object({ ownerId: uuid }),
  /** The amount, if it is not the one the deal had. */
  'opportunity.win': z.object({ amount: money.optional(), ...closingFacts }),
  'opportunity.lose': z.object({
    reason: line(200),
    /** The number of its quote that was accepted, for which an order was placed. */
    accepted: line(20).nullable().default(null),
    ...closingFacts,
  }),
  'opportunity.reopen': z.object({ stageId: uuid.optional(), ...facts }),
  ...tags.commands,
}

/** A possible sale on its way through a pipeline, until it is won or lost. */
export const opportunity = decider<OpportunityState>()({
  name: 'opportunity',
  events,
  commands,
  evolve: {
    'opportunity.opened': (_, data) => ({
      ...data,
      openStage: data.stage,
      status: 'open',
      lostReason: null,
      wasWon: false,
    }),
    'opportunity.changed': (state, { changes }) => merged(state, changes),
    'opportunity.stage-advanced': (state, data) => entered(state, data),
    'opportunity.probability-set': (state, data) => ({
      ...state,
      probability: data.probability,
      probabilityOverridden: data.overridden,
    }),
    'opportunity.amount-changed': (state, { amount }) => ({ ...state, amount }),
    'opportunity.close-date-changed': (state, { closeDate }) => ({ ...state, closeDate }),
    'opportunity.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'opportunity.won': (state, data) => ({ ...closed(state, data, 'won', null), wasWon: true }),
    'opportunity.lost': (state, { reason, ...data }) => closed(state, data, 'lost', reason),
    'opportunity.reopened': (state, data) => ({ ...entered(state, data), status: 'open', lostReason: null }),
    ...tags.evolve,
  },
  decide: {
    'opportunity.open': (_, { pipeline, stageId, ...input }, { actor }) => {
      const ownerId =
        ownerFor(input.ownerId ?? undefined, actor) ??
        refuse('opportunity.owner-missing', 'Say who owns this deal.', { field: 'ownerId' })
      const pipelineId =
        input.pipelineId ??
        refuse('opportunity.pipeline-missing', 'There is no default pipeline; name one.', {
          field: 'pipelineId',
        })
      const entry = stageId ? openStage(pipeline, stageId) : stageOfKind(pipeline, 'open')
      if (pipeline?.archived) {
        refuse('opportunity.pipeline-archived', 'This pipeline takes no new deals.', { field: 'pipelineId' })
      }
      const data = {
        ...input,
        ownerId,
        pipelineId,
        stage: entry,
        probability: input.probability ?? entry.probability,
        probabilityOverridden: input.probability !== null && input.probability !== entry.probability,
      }
      return [{ type: 'opportunity.opened', data }]
    },
    'opportunity.change': (state, input) => {
      const changes = changed<Partial<OpportunityState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'opportunity.changed', data: { changes } }] : []
    },
    'opportunity.advance-stage': (state, { stageId, pipeline }) => {
      if (state.stage.id === stageId) return []
      checkOpen(state)
      const next = openStage(pipeline, stageId)
      return [{ type: 'opportunity.stage-advanced', data: { stage: next, probability: next.probability } }]
    },
    'opportunity.set-probability': (state, input) => {
      checkOpen(state)
      const next = input.probability ?? state.stage.probability
      const overridden = input.probability !== null && next !== state.stage.probability
      if (next === state.probability && overridden === state.probabilityOverridden) return []
      return [{ type: 'opportunity.probability-set', data: { probability: next, overridden } }]
    },
    'opportunity.change-amount': (state, { amount }) => {
      checkOpen(state)
      if (!differs(state.amount, amount)) return []
      return [{ type: 'opportunity.amount-changed', data: { amount } }]
    },
    'opportunity.change-close-date': (state, { closeDate }) => {
      checkOpen(state)
      return state.closeDate === closeDate
        ? []
        : [{ type: 'opportunity.close-date-changed', data: { closeDate } }]
    },
    'opportunity.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'opportunity.assigned', data: { ownerId } }],
    'opportunity.win': (state, { amount = state.amount, pipeline, timeZone }, { at }) => {
      checkOpen(state)
      const data = { stage: stageOfKind(pipeline, 'won'), amount, closeDate: dayOf(at, timeZone) }
      return [{ type: 'opportunity.won', data }]
    },
    'opportunity.lose': (state, { reason, accepted, pipeline, timeZone }, { at }) => {
      checkOpen(state)
      // Who reopens a deal that was won may lose it; one that is about to be won is not lost on the way.
      if (accepted !== null && !state.wasWon)
        conflict('opportunity.quote-accepted', `Quote ${accepted} of this deal was just accepted.`)
      const data = {
        stage: stageOfKind(pipeline, 'lost'),
        amount: state.amount,
        closeDate: dayOf(at, timeZone),
        reason,
      }
      return [{ type: 'opportunity.lost', data }]
    },
    'opportunity.reopen': (state, { stageId, pipeline }) => {
      if (state.status === 'open') return []
      const next = stageId ? openStage(pipeline, stageId) : state.openStage
      return [{ type: 'opportunity.reopened', data: { stage: next, probability: next.probability } }]
    },
    ...tags.decide,
  },
})

function entered(state: OpportunityState, data: { stage: Stage; probability: number }): OpportunityState {
  return { ...state, ...data, openStage: data.stage, probabilityOverridden: false }
}

function closed(
  state: OpportunityState,
  data: z.output<typeof closing>,
  status: 'won' | 'lost',
  lostReason: string | null,
): OpportunityState {
  return {
    ...state,
    ...data,
    status,
    lostReason,
    probability: data.stage.probability,
    probabilityOverridden: false,
  }
}

function checkOpen({ status }: OpportunityState): void {
  if (status === 'won')
    conflict('opportunity.already-won', 'This deal is won already; reopen it to change it.')
  if (status === 'lost')
    conflict('opportunity.already-lost', 'This deal is lost already; reopen it to change it.')
}

function stagesOf(pipeline: PipelineFacts | null): readonly Stage[] {
  return (
    pipeline?.stages ??
    refuse('opportunity.pipeline-unknown', 'There is no such pipeline.', { field: 'pipelineId' })
  )
}

function openStage(pipeline: PipelineFacts | null, stageId: string): Stage {
  const found =
    stagesOf(pipeline).find(({ id }) => id === stageId) ??
    refuse('opportunity.stage-unknown', 'The pipeline of this deal has no such stage.', { field: 'stageId' })
  if (found.kind !== 'open') {
    refuse('opportunity.stage-closes', 'A deal is closed by winning or losing it.', { field: 'stageId' })
  }
  return found
}

function stageOfKind(pipeline: PipelineFacts | null, kind: Stage['kind']): Stage {
  return (
    stagesOf(pipeline).find((one) => one.kind === kind) ??
    refuse('opportunity.stage-unknown', `The pipeline of this deal has no ${kind} stage.`, {
      field: 'pipelineId',
    })
  )
}

function differs(a: z.output<typeof money> | null, b: z.output<typeof money> | null): boolean {
  return a?.amount !== b?.amount || a?.currency !== b?.currency
}
