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
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const billings = ['month', 'quarter', 'year', 'once'] as const
export const billing = z.enum(billings).register(vocabulary, { id: 'ContractBilling' })

/** What was agreed. */
const terms = z.object({
  name: line(120),
  accountId: uuid,
  ownerId: uuid.nullable(),
  /** Such as Gold. */
  tier: line(60).nullable(),
  /** What is promised for tickets that it covers; null: what is promised anyway. */
  slaPolicyId: uuid.nullable(),
  /** Whether it covers everything; else these products, and these of their assets. */
  coversAll: z.boolean(),
  productIds: z.array(uuid).max(50),
  assetIds: z.array(uuid).max(50),
  startsOn: day,
  /** The last day; null: it runs until it is terminated. */
  endsOn: day.nullable(),
  /** For so many months it goes on after its last day, unless somebody cancels it before; null: it does not. */
  renewMonths: count.min(1).max(120).nullable(),
  /** So many days before its last one somebody is told, while it can be cancelled or talked about. */
  noticeDays: count.max(730).nullable(),
  price: money.nullable(),
  billing: billing.nullable(),
  text: prose(20_000).nullable(),
})
export type ContractTerms = z.output<typeof terms>

/** The instants at which it is time to tell somebody, and at which its last day is over; null: never. */
const alarms = { noticeAt: instant.nullable(), endsAt: instant.nullable() }
const timing = z.object(alarms)
const renewal = z.object({ endsOn: day, ...alarms, price: money.optional() })
const reason = prose(1_000).nullable()
const nothing = z.object({})

const events = {
  'contract.created': creates(terms.extend({ number: line(20) })),
  'contract.changed': z.object({ changes: terms.partial(), timing: timing.optional() }),
  'contract.activated': timing,
  /** It is time to talk about it. */
  'contract.notice-due': z.object({ endsOn: day, ownerId: uuid.nullable() }),
  /** It will not go on after its last day. */
  'contract.cancelled': z.object({ reason }),
  'contract.renewed': renewal,
  'contract.ended': z.object({ cause: z.enum(['expired', 'terminated']), reason }),
}

const commands = {
  'contract.create': creates(
    terms.extend({
      number: line(20),
      ownerId: uuid.nullable().optional(),
      tier: terms.shape.tier.default(null),
      slaPolicyId: terms.shape.slaPolicyId.default(null),
      coversAll: terms.shape.coversAll.default(true),
      productIds: terms.shape.productIds.default([]),
      assetIds: terms.shape.assetIds.default([]),
      endsOn: terms.shape.endsOn.default(null),
      renewMonths: terms.shape.renewMonths.default(null),
      noticeDays: terms.shape.noticeDays.default(null),
      price: terms.shape.price.default(null),
      billing: terms.shape.billing.default(null),
      text: terms.shape.text.default(null),
    }),
  ),
  'contract.change': z.object({ changes: terms.omit({ accountId: true }).partial(), timing }),
  'contract.activate': timing,
  'contract.remind-notice': nothing,
  'contract.cancel': z.object({ reason: reason.default(null) }),
  'contract.renew': renewal,
  /** Its last day is over: `next` is what it would go on to. */
  'contract.run-out': z.object({ next: renewal.nullable() }),
  'contract.terminate': z.object({ reason: prose(1_000) }),
}

export const contractStatuses = ['draft', 'active', 'ended'] as const
export type ContractStatus = (typeof contractStatuses)[number]

export interface ContractState extends ContractTerms, z.output<typeof timing> {
  number: string
  status: ContractStatus
  cancelled: boolean
  /** Whether somebody was told that its end comes near. */
  reminded: boolean
}

const own = decider<ContractState>()({
  name: 'contract',
  events,
  commands,
  evolve: {
    'contract.created': (_, data) => ({
      ...data,
      status: 'draft',
      cancelled: false,
      reminded: false,
      noticeAt: null,
      endsAt: null,
    }),
    'contract.changed': (state, { changes, timing: news }) => ({
      ...merged(state, changes),
      ...(news && { ...news, reminded: false }),
    }),
    'contract.activated': (state, news) => ({ ...state, ...news, status: 'active' }),
    'contract.notice-due': (state) => ({ ...state, reminded: true }),
    'contract.cancelled': (state) => ({ ...state, cancelled: true }),
    'contract.renewed': (state, { price, ...news }) => ({
      ...state,
      ...news,
      ...(price && { price }),
      cancelled: false,
      reminded: false,
    }),
    'contract.ended': (state) => ({ ...state, status: 'ended', noticeAt: null, endsAt: null }),
  },
  decide: {
    'contract.create': (_, { ownerId, ...input }, { actor }) => {
      const whole = { ...input, ownerId: ownerId === undefined ? personIn(actor) : ownerId }
      mustMakeSense(whole)
      return [{ type: 'contract.created', data: whole }]
    },
    'contract.change': (state, { changes: input, timing: news }) => {
      mustNotBeOver(state)
      const changes = changed<ContractTerms>(state, input)
      if (Object.keys(changes).length === 0) return []
      mustMakeSense(merged<ContractTerms>(state, changes))
      const isMoved = state.noticeAt !== news.noticeAt || state.endsAt !== news.endsAt
      const moved = state.status === 'active' && isMoved
      return [{ type: 'contract.changed', data: { changes, ...(moved && { timing: news }) } }]
    },
    'contract.activate': (state, news, { at }) => {
      mustNotBeOver(state)
      if (state.status === 'active') return []
      if (news.endsAt !== null && news.endsAt <= at)
        refuse('contract.over-already', 'Its last day is over: nothing would be covered.', {
          field: 'endsOn',
        })
      return [{ type: 'contract.activated', data: news }]
    },
    // Whoever asks only prompts: whether it is time is for the contract to say.
    'contract.remind-notice': ({ status, reminded, cancelled, endsOn, noticeAt, ownerId }, _, { at }) =>
      status !== 'active' || reminded || cancelled || endsOn === null || noticeAt === null || noticeAt > at
        ? []
        : [{ type: 'contract.notice-due', data: { endsOn, ownerId } }],
    'contract.cancel': (state, input) => {
      mustBeActive(state)
      if (state.endsOn === null)
        conflict('contract.without-end', 'It has no last day after which it would go on: terminate it.')
      return state.cancelled ? [] : [{ type: 'contract.cancelled', data: input }]
    },
    'contract.renew': (state, input) => {
      mustBeActive(state)
      if (state.endsOn !== null && input.endsOn <= state.endsOn)
        refuse('contract.not-longer', 'Renewed, it ends later than before.', { field: 'endsOn' })
      return [{ type: 'contract.renewed', data: input }]
    },
    'contract.run-out': ({ status, endsAt, cancelled }, { next }, { at }) => {
      if (status !== 'active' || endsAt === null || endsAt > at) return []
      return next && !cancelled
        ? [{ type: 'contract.renewed' as const, data: next }]
        : [{ type: 'contract.ended' as const, data: { cause: 'expired' as const, reason: null } }]
    },
    'contract.terminate': (state, input) => {
      mustNotBeOver(state)
      return [{ type: 'contract.ended', data: { cause: 'terminated' as const, ...input } }]
    },
  },
})

/** What was agreed with an account: what is covered, what is promised for it, from when until when, at what price. */
export const contract = withLinks('contract', own, terms.pick({ accountId: true }))

/** Whether a contract that is active covers something on a day. */
export function isInForce({ status, startsOn, endsOn }: ContractState, on: string): boolean {
  return status === 'active' && startsOn <= on && (endsOn === null || on <= endsOn)
}

function mustNotBeOver({ status }: ContractState): void {
  if (status === 'ended') conflict('contract.ended', 'This contract has ended; make another one.')
}

function mustBeActive(state: ContractState): void {
  mustNotBeOver(state)
  if (state.status !== 'active') conflict('contract.not-active', 'This contract is not active.')
}

function mustMakeSense({
  startsOn,
  endsOn,
  renewMonths,
  noticeDays,
  coversAll,
  productIds,
  assetIds,
}: ContractTerms): void {
  if (endsOn !== null && endsOn < startsOn)
    refuse('contract.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
  if (endsOn === null && renewMonths !== null)
    refuse('contract.nothing-to-renew', 'What has no last day is not renewed.', { field: 'renewMonths' })
  if (endsOn === null && noticeDays !== null)
    refuse('contract.no-notice', 'What has no last day has no day before it.', { field: 'noticeDays' })
  if (!coversAll && productIds.length === 0 && assetIds.length === 0)
    refuse('contract.covers-nothing', 'Say what it covers: everything, some products, or some assets.', {
      field: 'productIds',
    })
}
