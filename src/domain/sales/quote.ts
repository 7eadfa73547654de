import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { changed } from '../record.ts'
import { day, endOfDay } from '../values/day.ts'
import { documentNumber } from '../values/document-number.ts'
import { instant } from '../values/instant.ts'
import { currency } from '../values/money.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { lineInput, offer, priceLines } from './line.ts'

const nothing = z.object({})
const priced = offer.pick({ lines: true, totals: true })

const events = {
  'quote.drafted': creates(offer.extend({ number: line(20), validUntil: day })),
  'quote.lines-changed': priced,
  'quote.validity-changed': z.object({ validUntil: day }),
  'quote.assigned': z.object({ ownerId: uuid }),
  /** With the instant at which that day is over where the organisation is; earlier versions meant UTC's. */
  'quote.sent': versioned(z.object({ validUntil: day, expiresAt: instant }), 2, {
    1: (data) => ({ ...data, expiresAt: endOfDay(String(data.validUntil), 'UTC') }),
  }),
  /** What was accepted, so that what follows from it needs no second look. */
  'quote.accepted': offer,
  /** With the owner, who is to hear of it; quotes rejected before that was kept have none. */
  'quote.rejected': z.object({ reason: line(200).nullable(), ownerId: uuid.optional() }),
  'quote.expired': z.object({ validUntil: day }),
}

export interface QuoteState extends z.output<(typeof events)['quote.drafted']['schema']> {
  status: 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired'
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

const commands = {
  'quote.draft': creates(
    z.object({
      opportunityId: uuid,
      currency,
      lines,
      validUntil: day.meta({ examples: ['2027-01-31', '2030-06-30'] }),
      opportunity: opportunityFacts.nullable(),
      timeZone,
    }),
  ),
  'quote.change-lines': z.object({ lines }),
  'quote.change-validity': z.object({ validUntil: day, timeZone }),
  'quote.assign': z.object({ ownerId: uuid }),
  'quote.send': z.object({ timeZone }),
  'quote.accept': nothing,
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
    'quote.accepted': (state) => ({ ...state, status: 'accepted' }),
    'quote.rejected': (state) => ({ ...state, status: 'rejected' }),
    'quote.expired': (state) => ({ ...state, status: 'expired' }),
  },
  decide: {
    'quote.draft': (_, { opportunity, ...input }, { id, at }) => {
      if (!opportunity)
        refuse('quote.opportunity-unknown', 'There is no such deal.', { field: 'opportunityId' })
      if (opportunity.status !== 'open') {
        refuse('quote.opportunity-closed', `This deal is ${opportunity.status} already.`, {
          field: 'opportunityId',
        })
      }
      checkValidity(input, at)
      const data = {
        number: documentNumber('Q', id),
        opportunityId: input.opportunityId,
        accountId: opportunity.accountId,
        ownerId: opportunity.ownerId,
        currency: input.currency,
        validUntil: input.validUntil,
        ...priceLines(input.lines, input.currency),
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
      return [{ type: 'quote.sent', data: { validUntil, expiresAt } }]
    },
    'quote.accept': (state, _, { at }) => {
      if (state.status === 'accepted') return []
      checkSent(state)
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
