import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { changed } from '../record.ts'
import { day, endOfDay } from '../values/day.ts'
import { documentNumber } from '../values/document-number.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { currency, formatMoney, money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { fromTaxByLine, type LineInput, lineInput, offer, pricedLine, priceLines } from './line.ts'

const nothing = z.object({})
const priced = offer.pick({ lines: true, totals: true })

/** Which version of the offer it is, and the one before, which it takes the place of once it is sent. */
const versionOf = { version: count.min(1).default(1), replacesId: uuid.nullable().default(null) }

const events = {
  'quote.drafted': versioned(creates(offer.extend({ number: line(20), validUntil: day, ...versionOf })), 2, {
    1: (data) => ({ ...fromTaxByLine(data), version: 1, replacesId: null }),
  }),
  'quote.lines-changed': versioned(priced, 2, { 1: fromTaxByLine }),
  'quote.validity-changed': z.object({ validUntil: day }),
  'quote.assigned': z.object({ ownerId: uuid }),
  /** With the instant at which that day is over where the organisation is; earlier versions meant UTC's. */
  'quote.sent': versioned(
    z.object({ validUntil: day, expiresAt: instant, replacesId: versionOf.replacesId }),
    3,
    {
      1: (data) => ({ ...data, expiresAt: endOfDay(String(data.validUntil), 'UTC') }),
      2: (data) => ({ ...data, replacesId: null }),
    },
  ),
  /** The next version was sent: this one can be accepted no more. */
  'quote.replaced': z.object({ byId: uuid }),
  /** What was accepted, so that what follows from it needs no second look. */
  'quote.accepted': versioned(offer, 2, { 1: fromTaxByLine }),
  /** With the owner, who is to hear of it; quotes rejected before that was kept have none. */
  'quote.rejected': z.object({ reason: line(200).nullable(), ownerId: uuid.optional() }),
  'quote.expired': z.object({ validUntil: day }),
}

export const quoteStatuses = ['draft', 'sent', 'accepted', 'rejected', 'expired', 'replaced'] as const
export type QuoteStatus = (typeof quoteStatuses)[number]

export interface QuoteState extends z.output<(typeof events)['quote.drafted']['schema']> {
  status: QuoteStatus
  /** Until when it can be accepted; null while it was not sent. */
  expiresAt: string | null
}

const lines = z.array(lineInput).max(200)

/** The deal it is for; null: there is none of that id that the asker may see. */
const opportunityFacts = z.object({
  accountId: uuid.nullable(),
  ownerId: uuid,
  status: z.enum(['open', 'won', 'lost']),
})

/** The version before; null: it is the first, or there is none of that id that the asker may see. */
const replacedFacts = z.object({
  opportunityId: uuid,
  currency,
  number: line(20),
  version: count.min(1),
  status: z.enum(quoteStatuses),
  lines: z.array(pricedLine),
})

const commands = {
  'quote.draft': creates(
    z.object({
      opportunityId: uuid,
      currency,
      /** Left out: those of the version before. */
      lines: lines.optional(),
      validUntil: day.meta({ examples: ['2027-01-31', '2030-06-30'] }),
      replacesId: uuid.nullable().default(null),
      opportunity: opportunityFacts.nullable(),
      replaces: replacedFacts.nullable().default(null),
      timeZone,
    }),
  ),
  'quote.change-lines': z.object({ lines }),
  'quote.change-validity': z.object({ validUntil: day, timeZone }),
  'quote.assign': z.object({ ownerId: uuid }),
  'quote.send': z.object({ timeZone }),
  'quote.replace': z.object({ byId: uuid }),
  'quote.accept': z.object({
    /** What was agreed to, as a confirmation: the app always asks for it, and another total is refused. */
    total: money.optional(),
    opportunity: opportunityFacts.pick({ status: true }).nullable().default(null),
    /** The number of another quote of this deal that was accepted. */
    accepted: line(20).nullable().default(null),
  }),
  'quote.reject': z.object({ reason: line(200).nullable().default(null) }),
  'quote.expire': nothing,
}

/** A formal offer for a deal. It is changed while a draft, and answered once after it was sent. */
export const quote = decider<QuoteState>()({
  name: 'quote',
  events,
  commands,
  evolve: {
    'quote.drafted': (_, data) => ({ ...data, status: 'draft', expiresAt: null }),
    'quote.lines-changed': (state, data) => ({ ...state, ...data }),
    'quote.validity-changed': (state, { validUntil }) => ({ ...state, validUntil }),
    'quote.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'quote.sent': (state, { expiresAt }) => ({ ...state, status: 'sent', expiresAt }),
    'quote.replaced': (state) => ({ ...state, status: 'replaced' }),
    'quote.accepted': (state) => ({ ...state, status: 'accepted' }),
    'quote.rejected': (state) => ({ ...state, status: 'rejected' }),
    'quote.expired': (state) => ({ ...state, status: 'expired' }),
  },
  decide: {
    'quote.draft': (_, { opportunity, replaces, ...input }, { id, at }) => {
      if (!opportunity)
        refuse('quote.opportunity-unknown', 'There is no such deal.', { field: 'opportunityId' })
      const before = input.replacesId === null ? null : versionBefore(replaces, input)
      if (opportunity.status !== 'open') {
        refuse('quote.opportunity-closed', `This deal is ${opportunity.status} already.`, {
          field: 'opportunityId',
        })
      }
      checkValidity(input, at)
      const version = (before?.version ?? 0) + 1
      const number = before?.number.replace(/-v\d+$/, '') ?? documentNumber('Q', id)
      const data = {
        number: version === 1 ? number : `${number}-v${version}`,
        version,
        replacesId: input.replacesId,
        opportunityId: input.opportunityId,
        accountId: opportunity.accountId,
        ownerId: opportunity.ownerId,
        currency: input.currency,
        validUntil: input.validUntil,
        ...priceLines(input.lines ?? before?.lines.map(asAsked) ?? [], input.currency),
      }
      return [{ type: 'quote.drafted', data }]
    },
    'quote.change-lines': (state, input) => {
      checkDraft(state)
      const data = priceLines(input.lines, state.currency)
      return Object.keys(changed(state, data)).length > 0 ? [{ type: 'quote.lines-changed', data }] : []
    },
    'quote.change-validity': (state, { validUntil, timeZone }, { at }) => {
      checkDraft(state)
      checkValidity({ validUntil, timeZone }, at)
      return state.validUntil === validUntil ? [] : [{ type: 'quote.validity-changed', data: { validUntil } }]
    },
    'quote.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'quote.assigned', data: { ownerId } }],
    'quote.send': (state, { timeZone }, { at }) => {
      if (state.status === 'sent') return []
      checkDraft(state)
      if (state.lines.length === 0)
        refuse('quote.no-lines', 'A quote needs at least one line.', { field: 'lines' })
      const { validUntil } = state
      const expiresAt = checkValidity({ validUntil, timeZone }, at)
      return [{ type: 'quote.sent', data: { validUntil, expiresAt, replacesId: state.replacesId } }]
    },
    // What was answered meanwhile stays answered.
    'quote.replace': (state, { byId }) =>
      state.status === 'sent' ? [{ type: 'quote.replaced', data: { byId } }] : [],
    'quote.accept': (state, { total, opportunity, accepted }, { at }) => {
      if (state.status === 'accepted') return []
      checkSent(state)
      const { gross } = state.totals
      if (total && (total.amount !== gross.amount || total.currency !== gross.currency)) {
        refuse(
          'quote.total-differs',
          `This quote comes to ${formatMoney(gross)}, not ${formatMoney(total)}.`,
          {
            field: 'total',
          },
        )
      }
      if (accepted !== null) {
        conflict(
          'quote.other-accepted',
          `Quote ${accepted} of this deal was accepted already; what is sold beside it is another deal.`,
        )
      }
      if (opportunity?.status === 'lost')
        conflict('quote.deal-lost', 'This deal is lost; reopen it, then accept the quote.')
      if (isOver(state, at)) {
        conflict('quote.already-expired', `This quote was valid until ${state.validUntil}.`)
      }
      return [{ type: 'quote.accepted', data: offerOf(state) }]
    },
    'quote.reject': (state, { reason }) => {
      if (state.status === 'rejected') return []
      checkSent(state)
      return [{ type: 'quote.rejected', data: { reason, ownerId: state.ownerId } }]
    },
    'quote.expire': (state, _, { at }) =>
      state.status === 'sent' && isOver(state, at)
        ? [{ type: 'quote.expired', data: { validUntil: state.validUntil } }]
        : [],
  },
})

/** @throws DomainError where there is no version that this one could take the place of. */
function versionBefore(
  replaces: z.output<typeof replacedFacts> | null,
  { opportunityId, currency: code }: { opportunityId: string; currency: string },
): z.output<typeof replacedFacts> {
  const field = 'replacesId'
  if (!replaces || replaces.opportunityId !== opportunityId)
    refuse('quote.replaces-unknown', 'This deal has no such quote.', { field })
  if (replaces.status === 'draft')
    conflict('quote.not-sent', 'This quote was not sent yet: change it, there is no version to keep.')
  if (replaces.status === 'accepted')
    conflict('quote.already-accepted', 'This quote is accepted already; what is changed now is another deal.')
  if (replaces.status === 'replaced')
    conflict('quote.already-replaced', 'There is a newer version of this quote already; go on from that.')
  if (replaces.currency !== code)
    refuse('quote.currency-mixed', `The version before is in ${replaces.currency}.`, { field: 'currency' })
  return replaces
}

/** A line of the version before: its words and price stand, whatever has become of its product. */
function asAsked({
  productId,
  description,
  quantity,
  unitPrice,
  listPrice,
  discountPercent,
  taxPercent,
}: z.output<typeof pricedLine>): LineInput {
  const product =
    productId && listPrice ? { name: description.slice(0, 120), price: listPrice, archived: false } : null
  return {
    productId: product && productId,
    description,
    quantity,
    unitPrice,
    discountPercent,
    taxPercent,
    product,
  }
}

function offerOf({ opportunityId, accountId, ownerId, currency: code, lines: offered, totals }: QuoteState) {
  return { opportunityId, accountId, ownerId, currency: code, lines: offered, totals }
}

function isOver({ expiresAt }: QuoteState, at: string): boolean {
  return expiresAt !== null && at >= expiresAt
}

/** The instant at which the last day is over. @throws DomainError when it is already. */
function checkValidity(of: { validUntil: string; timeZone: string }, at: string): string {
  const over = endOfDay(of.validUntil, of.timeZone)
  if (at >= over)
    refuse('quote.validity-over', 'A quote must be valid today at least.', { field: 'validUntil' })
  return over
}

function checkDraft({ status }: QuoteState): void {
  if (status !== 'draft') conflict('quote.not-draft', `This quote is ${status}; only a draft can be changed.`)
}

function checkSent({ status }: QuoteState): void {
  if (status === 'draft') conflict('quote.not-sent', 'This quote was not sent yet.')
  if (status !== 'sent') conflict(`quote.already-${status}`, `This quote is ${status} already.`)
}
