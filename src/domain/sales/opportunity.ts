import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { ownerFor } from '../customers/owner.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { changed, type Mentioned, merged } from '../record.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { day, dayOf } from '../values/day.ts'
import { probability } from '../values/decimal.ts'
import { usedRate } from '../values/exchange.ts'
import { instant } from '../values/instant.ts'
import { currency, heldMoney, type Money, money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { withWithdrawal } from '../withdrawal.ts'
import { type DealDetails, dealDetails, noDetails } from './deal-details.ts'
import { idleFinding, idleFindingOf, idleRulesVersion } from './deal-idle.ts'
import { type KeyPlayer, keyPlayer, mostPlayers, playersAfter } from './key-player.ts'
import { lineInput, netOf, type PricedLine, pricedLine, priceLines } from './line.ts'
import { proposal } from './proposal.ts'
import {
  type PipelineFacts,
  pipelineFacts,
  type Stage,
  stage,
  type UnmetCriterion,
  unmetCriterion,
} from './stage.ts'

const fields = z.object({
  name: line(160),
  accountId: uuid.nullable(),
  contactId: uuid.nullable(),
  productId: uuid.nullable(),
})
const changeable = fields.extend(dealDetails.shape)
/** The amount may be one of before there was a bound. */
const closing = z.object({ stage, amount: heldMoney.nullable(), closeDate: day })

const tags = tagging('opportunity')

const events = {
  'opportunity.opened': creates(
    fields.extend({
      ...dealDetails.partial().shape,
      ownerId: uuid,
      pipelineId: uuid,
      stage,
      probability,
      /** Given by a person rather than by the stage. */
      probabilityOverridden: z.boolean(),
      amount: money.nullable(),
      closeDate: day.nullable(),
      leadId: uuid.nullable(),
      /** What it was opened for, where that was proposed. */
      proposal: proposal.optional(),
    }),
  ),
  'opportunity.changed': z.object({ changes: changeable.partial() }),
  /**
   * The stage as it was configured at that moment, with the probability the deal took from it; and, where what its former
   * stages ask was set aside, why, and what of that was not met.
   */
  'opportunity.stage-advanced': z.object({
    stage,
    probability,
    override: z.object({ reason: line(300), unmet: z.array(unmetCriterion) }).optional(),
  }),
  'opportunity.probability-set': z.object({ probability, overridden: z.boolean() }),
  'opportunity.amount-changed': z.object({ amount: money.nullable() }),
  /** With the amount it has from then on: what the lines come to, or without any the one it had. */
  'opportunity.lines-changed': z.object({ lines: z.array(pricedLine), amount: heldMoney.nullable() }),
  'opportunity.close-date-changed': z.object({ closeDate: day.nullable() }),
  'opportunity.player-set': keyPlayer,
  'opportunity.player-removed': z.object({ contactId: uuid }),
  'opportunity.competitors-set': z.object({ competitorIds: z.array(uuid) }),
  'opportunity.assigned': z.object({ ownerId: uuid }),
  /** With the reason where one was given, and with whom it was lost to where that is known. */
  'opportunity.won': closing.extend({ reason: line(200).optional(), exchangeRate: usedRate.optional() }),
  'opportunity.lost': closing.extend({ reason: line(200), competitorId: uuid.optional() }),
  'opportunity.reopened': z.object({ stage, probability }),
  /** Nobody has touched it for so long; what a rule says is to be done by its owner. */
  'opportunity.found-idle': z.object({ idle: idleFinding, ownerId: uuid }),
  ...tags.events,
}

export interface OpportunityState extends z.output<typeof fields>, DealDetails, Tagged, Customised {
  ownerId: string
  pipelineId: string
  stage: Stage
  /** The stage it was in before it was closed, or is in. */
  openStage: Stage
  probability: number
  probabilityOverridden: boolean
  amount: Money | null
  /** What it consists of; as long as it is open, they come to the amount. */
  lines: readonly PricedLine[]
  players: readonly KeyPlayer[]
  competitorIds: readonly string[]
  closeDate: string | null
  leadId: string | null
  status: 'open' | 'won' | 'lost'
  lostReason: string | null
  wonReason: string | null
  lostToId: string | null
  /** Whether it was won at any time. */
  wasWon: boolean
  /** When something happened to it last. */
  touchedAt?: string
  /** Since when it was found to stand still, and the rules that were followed since. */
  idle?: { since: string; rules: readonly string[] }
}

/** The deal's pipeline as it is configured now; null: there is none of that id. */
const facts = { pipeline: pipelineFacts.nullable() }
/** And what its stages ask before it goes on, and is not met. */
const onwardFacts = { ...facts, unmet: z.array(unmetCriterion).default([]) }
/** And the zone whose day it is closed on. */
const closingFacts = { ...facts, timeZone }

const commands = {
  'opportunity.open': creates(
    fields.extend({
      ...dealDetails.partial().shape,
      ownerId: uuid.nullable(),
      pipelineId: uuid.nullable(),
      stageId: uuid.nullable(),
      probability: probability.nullable(),
      amount: money.nullable(),
      closeDate: day.nullable(),
      leadId: uuid.nullable(),
      proposal: proposal.optional(),
      ...facts,
    }),
  ),
  'opportunity.change': changeable.partial(),
  'opportunity.advance-stage': z.object({ stageId: uuid, ...onwardFacts }),
  /** The same whatever is not met. */
  'opportunity.override-stage': z.object({ stageId: uuid, reason: line(300), ...onwardFacts }),
  /** Null goes back to what the stage gave. */
  'opportunity.set-probability': z.object({ probability: probability.nullable() }),
  'opportunity.change-amount': z.object({ amount: money.nullable() }),
  'opportunity.change-lines': z.object({ lines: z.array(lineInput).max(200), currency }),
  'opportunity.change-close-date': z.object({ closeDate: day.nullable() }),
  /** Adds a key player, or says anew what part they play and where they stand. */
  'opportunity.set-player': keyPlayer,
  'opportunity.remove-player': z.object({ contactId: uuid }),
  'opportunity.set-competitors': z.object({ competitorIds: z.array(uuid).max(20) }),
  'opportunity.assign': z.object({ ownerId: uuid }),
  /** The amount, if it is not the one the deal had. */
  'opportunity.win': z.object({
    amount: money.optional(),
    reason: line(200).nullable().default(null),
    /** The rate of the day, where the amount is not in the organisation's currency. */
    exchangeRate: usedRate.optional(),
    ...closingFacts,
  }),
  'opportunity.lose': z.object({
    reason: line(200),
    /** Whom it was lost to. */
    competitorId: uuid.nullable().default(null),
    /** The number of its quote that was accepted, for which an order was placed. */
    accepted: line(20).nullable().default(null),
    ...closingFacts,
  }),
  'opportunity.reopen': z.object({ stageId: uuid.optional(), ...onwardFacts }),
  /** With when something was done about it last, and the rules of deals that stand still. */
  'opportunity.judge-idle': z.object({
    touchedAt: instant.nullable(),
    rules: idleRulesVersion.nullable(),
    timeZone,
  }),
  ...tags.commands,
}

/** Whatever happens to a deal touches it, but for what is found of it. */
function touching<D extends { evolve: object }>(of: D): D {
  type Step = (state: unknown, data: unknown, context: { at: string }) => object
  const steps = Object.entries(of.evolve as Record<string, Step>).map(([type, step]): [string, Step] => [
    type,
    type === 'opportunity.found-idle'
      ? step
      : (state, data, context) => ({ ...step(state, data, context), touchedAt: context.at }),
  ])
  return { ...of, evolve: Object.fromEntries(steps) }
}

const plain = decider<OpportunityState>()({
  name: 'opportunity',
  events,
  commands,
  evolve: {
    'opportunity.opened': (_, data) => ({
      ...data,
      ...detailsIn(data),
      openStage: data.stage,
      lines: [],
      players: [],
      competitorIds: [],
      status: 'open',
      ...notClosed,
      wasWon: false,
    }),
    'opportunity.changed': (state, { changes }) => merged(state, changes),
    'opportunity.stage-advanced': (state, { stage, probability }) => entered(state, { stage, probability }),
    'opportunity.probability-set': (state, data) => ({
      ...state,
      probability: data.probability,
      probabilityOverridden: data.overridden,
    }),
    'opportunity.amount-changed': (state, { amount }) => ({ ...state, amount }),
    'opportunity.lines-changed': (state, { lines, amount }) => ({ ...state, lines, amount }),
    'opportunity.close-date-changed': (state, { closeDate }) => ({ ...state, closeDate }),
    'opportunity.player-set': (state, player) => ({
      ...state,
      players: playersAfter.set(state.players, player),
    }),
    'opportunity.player-removed': (state, data) => ({
      ...state,
      players: playersAfter.removed(state.players, data),
    }),
    'opportunity.competitors-set': (state, { competitorIds }) => ({ ...state, competitorIds }),
    'opportunity.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'opportunity.won': (state, { reason = null, ...data }) => ({
      ...closed(state, data, 'won'),
      wonReason: reason,
      wasWon: true,
    }),
    'opportunity.lost': (state, { reason, competitorId, ...data }) => ({
      ...closed(state, data, 'lost'),
      lostReason: reason,
      lostToId: competitorId ?? null,
      competitorIds: metBy(state.competitorIds, competitorId),
    }),
    'opportunity.reopened': (state, data) => ({
      ...entered(state, data),
      // It may have been closed at another amount than it was expected to bring.
      amount: netOf(state.lines) ?? state.amount,
      status: 'open',
      ...notClosed,
    }),
    'opportunity.found-idle': (state, { idle: { since, by } }) => ({
      ...state,
      idle: { since, rules: [...followedSince(state, since), by.rule] },
    }),
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
    'opportunity.advance-stage': (state, { stageId, pipeline, unmet }) => {
      if (state.stage.id === stageId) return []
      checkOpen(state)
      const next = openStage(pipeline, stageId)
      checkMet(unmet)
      return [{ type: 'opportunity.stage-advanced', data: { stage: next, probability: next.probability } }]
    },
    'opportunity.override-stage': (state, { stageId, reason, pipeline, unmet }) => {
      if (state.stage.id === stageId) return []
      checkOpen(state)
      const next = openStage(pipeline, stageId)
      const data = { stage: next, probability: next.probability, override: { reason, unmet } }
      return [{ type: 'opportunity.stage-advanced', data }]
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
      if (state.lines.length > 0)
        conflict(
          'opportunity.amount-of-lines',
          'The amount of this deal is what its lines come to: change these, or take them away.',
        )
      return [{ type: 'opportunity.amount-changed', data: { amount } }]
    },
    'opportunity.change-lines': (state, input) => {
      checkOpen(state)
      const { lines, totals } = priceLines(input.lines, input.currency)
      const after = { lines, amount: lines.length > 0 ? totals.net : state.amount }
      const isNew = Object.keys(changed<Partial<OpportunityState>>(state, after)).length > 0
      return isNew ? [{ type: 'opportunity.lines-changed', data: after }] : []
    },
    'opportunity.change-close-date': (state, { closeDate }) => {
      checkOpen(state)
      return state.closeDate === closeDate
        ? []
        : [{ type: 'opportunity.close-date-changed', data: { closeDate } }]
    },
    'opportunity.set-player': (state, player) => {
      const before = state.players.find(({ contactId }) => contactId === player.contactId)
      if (before && Object.keys(changed<KeyPlayer>(before, player)).length === 0) return []
      if (!before && state.players.length >= mostPlayers)
        refuse('opportunity.players-many', `A deal has at most ${mostPlayers} key players.`, {
          field: 'contactId',
        })
      return [{ type: 'opportunity.player-set', data: player }]
    },
    'opportunity.remove-player': (state, { contactId }) =>
      state.players.some((one) => one.contactId === contactId)
        ? [{ type: 'opportunity.player-removed', data: { contactId } }]
        : [],
    'opportunity.set-competitors': (state, input) => {
      const competitorIds = [...new Set(input.competitorIds)]
      const isNew = Object.keys(changed<Partial<OpportunityState>>(state, { competitorIds })).length > 0
      return isNew ? [{ type: 'opportunity.competitors-set', data: { competitorIds } }] : []
    },
    'opportunity.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'opportunity.assigned', data: { ownerId } }],
    'opportunity.win': (
      state,
      { amount = state.amount, reason, pipeline, timeZone, exchangeRate },
      { at },
    ) => {
      checkOpen(state)
      const data = {
        stage: stageOfKind(pipeline, 'won'),
        amount,
        closeDate: dayOf(at, timeZone),
        ...(reason && { reason }),
        ...(exchangeRate && { exchangeRate }),
      }
      return [{ type: 'opportunity.won', data }]
    },
    'opportunity.lose': (state, { reason, competitorId, accepted, pipeline, timeZone }, { at }) => {
      checkOpen(state)
      // Who reopens a deal that was won may lose it; one that is about to be won is not lost on the way.
      if (accepted !== null && !state.wasWon)
        conflict('opportunity.quote-accepted', `Quote ${accepted} of this deal was just accepted.`)
      const data = {
        stage: stageOfKind(pipeline, 'lost'),
        amount: state.amount,
        closeDate: dayOf(at, timeZone),
        reason,
        ...(competitorId && { competitorId }),
      }
      return [{ type: 'opportunity.lost', data }]
    },
    'opportunity.reopen': (state, { stageId, pipeline, unmet }) => {
      if (state.status === 'open') return []
      const next = stageId ? openStage(pipeline, stageId) : state.openStage
      checkMet(unmet)
      return [{ type: 'opportunity.reopened', data: { stage: next, probability: next.probability } }]
    },
    'opportunity.judge-idle': (state, { touchedAt, rules, timeZone: zone }, { at }) => {
      if (state.status !== 'open' || rules === null) return []
      const { touchedAt: own = '' } = state
      const since = touchedAt !== null && touchedAt > own ? touchedAt : own
      const followed = followedSince(state, since)
      const idle = idleFindingOf(idleFactsOf(state), rules, { since, at, zone, followed })
      return idle ? [{ type: 'opportunity.found-idle', data: { idle, ownerId: state.ownerId } }] : []
    },
    ...tags.decide,
  },
})

const own = touching(plain)

/** A possible sale on its way through a pipeline, until it is won or lost. */
export const opportunity = withWithdrawal(
  'opportunity',
  withLinks(
    'opportunity',
    withCustomValues('opportunity', own, { create: 'opportunity.open', change: 'opportunity.change' }),
    z.object({
      accountId: uuid.nullable(),
      contactId: uuid.nullable(),
      players: z.array(keyPlayer).max(mostPlayers),
    }),
  ),
)

/** The rules of deals that stand still that were followed since. */
const followedSince = ({ idle }: OpportunityState, since: string) => (idle?.since === since ? idle.rules : [])

/** What rules of deals that stand still can ask of one. */
const idleFactsOf = ({ stage: { name }, amount, tags: given = [], ...state }: OpportunityState) => ({
  stageName: name,
  pipelineId: state.pipelineId,
  ownerId: state.ownerId,
  probability: state.probability,
  amount: amount?.amount ?? null,
  currency: amount?.currency ?? null,
  channel: state.channel,
  closeDate: state.closeDate,
  nextStep: state.nextStep,
  tags: given.map(({ id }) => id),
})

function entered(state: OpportunityState, data: { stage: Stage; probability: number }): OpportunityState {
  return { ...state, ...data, openStage: data.stage, probabilityOverridden: false }
}

/** All that may be known of a deal that is opened, whatever was left out. */
export function detailsIn(opened: Mentioned<DealDetails>): DealDetails {
  const { budget, costs, channel, partnerId, nextStep, nextStepOn, dates } = opened
  return merged(noDetails, { budget, costs, channel, partnerId, nextStep, nextStepOn, dates })
}

/** What is said of a deal only once it is closed. */
const notClosed = { lostReason: null, wonReason: null, lostToId: null }

/** Whom a deal was lost to was in it, whether or not anybody had said so before. */
export function metBy(competitorIds: readonly string[], lostTo: string | undefined): readonly string[] {
  return lostTo === undefined ? competitorIds : [...new Set([...competitorIds, lostTo])]
}

function closed(
  state: OpportunityState,
  data: z.output<typeof closing>,
  status: 'won' | 'lost',
): OpportunityState {
  return {
    ...state,
    ...data,
    status,
    ...notClosed,
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

function checkMet(unmet: readonly UnmetCriterion[]): void {
  if (unmet.length === 0) return
  const named = unmet.map(({ stage, name }) => `“${name}” (${stage})`).join(', ')
  refuse('opportunity.exit-unmet', `Before it goes on, this is asked of the deal and not met: ${named}.`, {
    field: 'stageId',
    details: { unmet },
  })
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
