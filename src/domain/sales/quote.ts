import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { type Actor, creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { day, endOfDay } from '../values/day.ts'
import { percentage } from '../values/decimal.ts'
import { documentNumber } from '../values/document-number.ts'
import { usedRate } from '../values/exchange.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { currency, formatMoney, money } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { discountOf } from './discount.ts'
import { asAsked, fromTaxByLine, lineInput, offer, pricedLine, priceLines } from './line.ts'
import { proposal } from './proposal.ts'

const nothing = z.object({})
const priced = offer.pick({ lines: true, totals: true })

/** Which version of the offer it is, and the one before, which it takes the place of once it is sent. */
const versionOf = { version: count.min(1).default(1), replacesId: uuid.nullable().default(null) }

/** What stands before the lines, and after them. */
const texts = z.object({ intro: prose(4_000).nullable(), terms: prose(8_000).nullable() })

/** What a quote gives away of the list prices, where that needs somebody's word. */
const approvalAsked = z.object({ discountPercent: percentage, reason: prose(500) })

/** Which of the links to a quote, one after the other, it is. */
const link = count.min(1).max(9999)

/**
 * Answered by somebody with the link: who they say they are, from where, and what they had before them. Without a number it
 * was the portal, where who has signed in needs no link.
 */
const byLink = z
  .object({
    link: link.nullable(),
    name: personal(line(120)),
    ip: personal(line(60)).nullable(),
    userAgent: personal(line(300)).nullable(),
    /** SHA-256, in hexadecimal, of all that stands on the document. */
    document: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .register(vocabulary, { id: 'AnsweredByLink' })
const answered = { byLink: byLink.optional() }

const person = subject('quote')

const events = {
  'quote.drafted': versioned(
    creates(offer.extend({ number: line(20), validUntil: day, ...versionOf, ...texts.partial().shape })),
    2,
    { 1: (data) => ({ ...fromTaxByLine(data), version: 1, replacesId: null }) },
  ),
  'quote.texts-changed': texts,
  'quote.lines-changed': versioned(priced, 2, { 1: fromTaxByLine }),
  /** That one of its lines was proposed, and why. */
  'quote.proposal-taken': z.object({ proposal }),
  'quote.validity-changed': z.object({ validUntil: day }),
  'quote.assigned': z.object({ ownerId: uuid }),
  'quote.approval-requested': approvalAsked,
  /** Of exactly these lines: others need it anew. */
  'quote.approved': z.object({
    discountPercent: percentage,
    reason: prose(500).nullable(),
    requestedBy: z.string(),
  }),
  'quote.approval-declined': z.object({ reason: prose(500), requestedBy: z.string() }),
  /** With the instant at which that day is over where the organisation is; earlier versions meant UTC's. */
  'quote.sent': versioned(
    z.object({ validUntil: day, expiresAt: instant, replacesId: versionOf.replacesId }),
    3,
    {
      1: (data) => ({ ...data, expiresAt: endOfDay(String(data.validUntil), 'UTC') }),
      2: (data) => ({ ...data, replacesId: null }),
    },
  ),
  /** Whoever has the link, which is made of this number and signed, sees the quote and may answer it. */
  'quote.link-made': z.object({ link }),
  'quote.link-withdrawn': z.object({ link }),
  /** The next version was sent: this one can be accepted no more. */
  'quote.replaced': z.object({ byId: uuid }),
  /** What was accepted, so that what follows from it needs no second look. */
  'quote.accepted': versioned(offer.extend({ ...answered, exchangeRate: usedRate.optional() }), 2, {
    1: fromTaxByLine,
  }),
  /** With the owner, who is to hear of it; quotes rejected before that was kept have none. */
  'quote.rejected': z.object({ reason: line(200).nullable(), ownerId: uuid.optional(), ...answered }),
  /** The rejection is taken back: it can be answered again, until then. */
  'quote.reopened': z.object({ expiresAt: instant }),
  'quote.expired': z.object({ validUntil: day }),
  ...person.events,
}

export const quoteStatuses = ['draft', 'sent', 'accepted', 'rejected', 'expired', 'replaced'] as const
export type QuoteStatus = (typeof quoteStatuses)[number]

export const approvalStatus = z
  .enum(['requested', 'approved', 'declined'])
  .register(vocabulary, { id: 'ApprovalStatus' })

interface Approval {
  status: z.output<typeof approvalStatus>
  /** Up to so much. */
  discountPercent: number
  requestedBy: string
}

export interface QuoteState
  extends AboutPerson,
    Omit<z.output<(typeof events)['quote.drafted']['schema']>, keyof z.output<typeof texts>>,
    z.output<typeof texts> {
  /** Whether it may give away what it does, as far as anybody was asked. */
  approval: Approval | null
  status: QuoteStatus
  /** Until when it can be accepted; null while it was not sent. */
  expiresAt: string | null
  /** The last link to it that was made; null: there never was one. */
  link: { number: number; withdrawn: boolean } | null
  /** Whether its next version was sent. */
  replaced: boolean
}

const lines = z.array(lineInput).max(200)

/** The deal it is for; null: there is none of that id that the asker may see. */
const opportunityFacts = z.object({
  accountId: uuid.nullable(),
  ownerId: uuid,
  status: z.enum(['open', 'won', 'lost']),
  lines: z.array(pricedLine).default([]),
})

/** The version before; null: it is the first, or there is none of that id that the asker may see. */
const replacedFacts = z.object({
  opportunityId: uuid,
  currency,
  /** That of the first one, which the next one's is made of, in full: `Q-7K3F9-XH04B-v2`. */
  number: z.string().regex(/^Q-[0-9A-Z-]{1,12}(-v[0-9]{1,4})?$/),
  version: count.min(1).max(9998),
  status: z.enum(quoteStatuses),
  lines: z.array(pricedLine),
  ...texts.partial().shape,
})

/** How much the actor may give away without anybody's word; null: as much as they like. */
const limit = percentage.nullable().default(null)

const acceptance = z.object({
  /** What was agreed to, as a confirmation: the app always asks for it, and another total is refused. */
  total: money.optional(),
  opportunity: opportunityFacts.pick({ status: true }).nullable().default(null),
  /** The number of another quote of this deal that was accepted. */
  accepted: line(20).nullable().default(null),
  /** The rate of the day, where it is not in the organisation's currency. */
  exchangeRate: usedRate.optional(),
})
const rejection = z.object({ reason: line(200).nullable().default(null) })

const commands = {
  'quote.draft': creates(
    z.object({
      opportunityId: uuid,
      currency,
      /** Left out: those of the version before, else those of the deal where they are in this currency. */
      lines: lines.optional(),
      validUntil: day.meta({ examples: ['2027-01-31', '2030-06-30'] }),
      replacesId: uuid.nullable().default(null),
      /** Left out: those of the version before. */
      ...texts.partial().shape,
      opportunity: opportunityFacts.nullable(),
      replaces: replacedFacts.nullable().default(null),
      timeZone,
    }),
  ),
  'quote.change-lines': z.object({ lines }),
  'quote.take-proposal': z.object({ proposal, proposedLine: lineInput }),
  'quote.change-validity': z.object({ validUntil: day, timeZone }),
  'quote.assign': z.object({ ownerId: uuid }),
  'quote.change-texts': texts.partial(),
  'quote.request-approval': z.object({ reason: prose(500), limit }),
  'quote.approve': z.object({ reason: prose(500).nullable().default(null), limit }),
  'quote.decline-approval': z.object({ reason: prose(500) }),
  'quote.send': z.object({ timeZone, limit }),
  'quote.make-link': nothing,
  'quote.withdraw-link': nothing,
  'quote.replace': z.object({ byId: uuid }),
  'quote.accept': acceptance,
  'quote.accept-by-link': acceptance.required({ total: true }).extend({ byLink }),
  'quote.reject': rejection,
  'quote.reject-by-link': rejection.extend({ byLink }),
  'quote.reopen': nothing,
  'quote.expire': nothing,
  ...person.commands,
}

const own = decider<QuoteState>()({
  name: 'quote',
  events,
  commands,
  evolve: {
    'quote.drafted': (_, { intro = null, terms = null, ...data }) => ({
      ...data,
      intro,
      terms,
      approval: null,
      status: 'draft',
      expiresAt: null,
      link: null,
      replaced: false,
    }),
    'quote.lines-changed': (state, data) => ({ ...state, ...data, approval: null }),
    'quote.proposal-taken': (state) => state,
    'quote.texts-changed': (state, data) => ({ ...state, ...data }),
    'quote.approval-requested': (state, { discountPercent }, { actor }) => ({
      ...state,
      approval: { status: 'requested', discountPercent, requestedBy: actor.id },
    }),
    'quote.approved': (state, { discountPercent, requestedBy }) => ({
      ...state,
      approval: { status: 'approved', discountPercent, requestedBy },
    }),
    'quote.approval-declined': (state, { requestedBy }) => ({
      ...state,
      approval: { status: 'declined', discountPercent: 0, requestedBy },
    }),
    'quote.validity-changed': (state, { validUntil }) => ({ ...state, validUntil }),
    'quote.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'quote.sent': (state, { expiresAt }) => ({ ...state, status: 'sent', expiresAt }),
    'quote.link-made': (state, { link: number }) => ({ ...state, link: { number, withdrawn: false } }),
    'quote.link-withdrawn': (state, { link: number }) => ({ ...state, link: { number, withdrawn: true } }),
    'quote.replaced': (state) => ({
      ...state,
      status: state.status === 'sent' ? 'replaced' : state.status,
      replaced: true,
    }),
    'quote.accepted': (state) => ({ ...state, status: 'accepted' }),
    'quote.rejected': (state) => ({ ...state, status: 'rejected' }),
    'quote.reopened': (state, { expiresAt }) => ({ ...state, status: 'sent', expiresAt }),
    'quote.expired': (state) => ({ ...state, status: 'expired' }),
    ...person.evolve,
  },
  decide: {
    ...person.decide,
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
      const ofDeal = opportunity.lines.filter(({ net }) => net.currency === input.currency)
      const standing = before?.lines ?? ofDeal
      const data = {
        number: version === 1 ? number : `${number}-v${version}`,
        version,
        replacesId: input.replacesId,
        opportunityId: input.opportunityId,
        accountId: opportunity.accountId,
        ownerId: opportunity.ownerId,
        currency: input.currency,
        validUntil: input.validUntil,
        ...textsOf({ ...before, ...defined({ intro: input.intro, terms: input.terms }) }),
        ...priceLines(input.lines ?? standing.map(asAsked), input.currency),
      }
      return [{ type: 'quote.drafted', data }]
    },
    'quote.change-lines': (state, input) => {
      checkDraft(state)
      const data = priceLines(input.lines, state.currency)
      return Object.keys(changed(state, data)).length > 0 ? [{ type: 'quote.lines-changed', data }] : []
    },
    'quote.take-proposal': (state, { proposal: taken, proposedLine }) => {
      checkDraft(state)
      if (state.lines.some(({ productId }) => productId === taken.productId)) return []
      const data = priceLines([...state.lines.map(asAsked), proposedLine], state.currency)
      return [
        { type: 'quote.lines-changed', data },
        { type: 'quote.proposal-taken', data: { proposal: taken } },
      ]
    },
    'quote.change-validity': (state, { validUntil, timeZone }, { at }) => {
      checkDraft(state)
      checkValidity({ validUntil, timeZone }, at)
      return state.validUntil === validUntil ? [] : [{ type: 'quote.validity-changed', data: { validUntil } }]
    },
    'quote.change-texts': (state, input) => {
      checkDraft(state)
      const { intro, terms } = { ...state, ...defined(input) }
      const isChanged = intro !== state.intro || terms !== state.terms
      return isChanged ? [{ type: 'quote.texts-changed', data: { intro, terms } }] : []
    },
    'quote.request-approval': (state, { reason, limit: own }) => {
      checkDraft(state)
      const discountPercent = discountOf(state.lines)
      if (own === null || discountPercent <= own)
        conflict(
          'quote.no-approval-needed',
          `This quote gives ${discountPercent} % away, which nobody has to approve.`,
        )
      if (isApproved(state)) return []
      return [{ type: 'quote.approval-requested', data: { discountPercent, reason } }]
    },
    'quote.approve': (state, { reason, limit: own }, { actor }) => {
      if (isApproved(state)) return []
      const { discountPercent, requestedBy } = requestOf(state)
      if (actor.id === requestedBy)
        conflict('quote.own-approval', 'Somebody else than who asked for it has to approve it.')
      if (own !== null && discountPercent > own)
        conflict(
          'quote.above-limit',
          `This quote gives ${discountPercent} % away; you may approve up to ${own} %.`,
        )
      return [{ type: 'quote.approved', data: { discountPercent, reason, requestedBy } }]
    },
    'quote.decline-approval': (state, { reason }) => {
      const { requestedBy } = requestOf(state)
      return [{ type: 'quote.approval-declined', data: { reason, requestedBy } }]
    },
    'quote.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'quote.assigned', data: { ownerId } }],
    'quote.send': (state, { timeZone, limit: own }, { at }) => {
      if (state.status === 'sent') return []
      checkDraft(state)
      if (state.lines.length === 0)
        refuse('quote.no-lines', 'A quote needs at least one line.', { field: 'lines' })
      const given = discountOf(state.lines)
      if (own !== null && given > own && !isApproved(state))
        conflict(
          'quote.approval-needed',
          `This quote gives ${given} % away. Up to ${own} % can be sent as it is; have it approved.`,
        )
      const { validUntil } = state
      const expiresAt = checkValidity({ validUntil, timeZone }, at)
      return [{ type: 'quote.sent', data: { validUntil, expiresAt, replacesId: state.replacesId } }]
    },
    'quote.make-link': (state, _, { at }) => {
      checkSent(state)
      checkNotOver(state, at)
      if (openLink(state) !== null) return []
      return [{ type: 'quote.link-made', data: { link: (state.link?.number ?? 0) + 1 } }]
    },
    'quote.withdraw-link': (state) => {
      const open = openLink(state)
      return open === null ? [] : [{ type: 'quote.link-withdrawn', data: { link: open } }]
    },
    // What was answered meanwhile stays answered.
    'quote.replace': (state, { byId }) =>
      state.status === 'sent' || (state.status === 'rejected' && !state.replaced)
        ? [{ type: 'quote.replaced', data: { byId } }]
        : [],
    'quote.accept': (state, input, { at }) => {
      if (state.status === 'accepted') return []
      checkAcceptable(state, input, at)
      return [
        {
          type: 'quote.accepted',
          data: { ...offerOf(state), ...(input.exchangeRate && { exchangeRate: input.exchangeRate }) },
        },
      ]
    },
    'quote.accept-by-link': (state, { byLink: by, ...input }, { at, actor }) => {
      checkLink(state, by.link, actor)
      if (state.status === 'accepted') return []
      checkAcceptable(state, input, at)
      return [
        {
          type: 'quote.accepted',
          data: {
            ...offerOf(state),
            ...(input.exchangeRate && { exchangeRate: input.exchangeRate }),
            byLink: by,
          },
        },
      ]
    },
    'quote.reject': (state, { reason }) => {
      if (state.status === 'rejected') return []
      checkSent(state)
      return [{ type: 'quote.rejected', data: { reason, ownerId: state.ownerId } }]
    },
    'quote.reject-by-link': (state, { byLink: by, reason }, { at, actor }) => {
      checkLink(state, by.link, actor)
      if (state.status === 'rejected') return []
      checkSent(state)
      checkNotOver(state, at)
      return [{ type: 'quote.rejected', data: { reason, ownerId: state.ownerId, byLink: by } }]
    },
    'quote.reopen': (state, _, { at }) => {
      if (state.status === 'sent') return []
      if (state.status !== 'rejected')
        conflict('quote.not-rejected', `This quote is ${state.status}; only a rejection can be taken back.`)
      if (state.replaced)
        conflict(
          'quote.already-replaced',
          'The next version of this quote was sent already; go on from that.',
        )
      checkNotOver(state, at)
      return [{ type: 'quote.reopened', data: { expiresAt: state.expiresAt ?? at } }]
    },
    'quote.expire': (state, _, { at }) =>
      state.status === 'sent' && isOver(state, at)
        ? [{ type: 'quote.expired', data: { validUntil: state.validUntil } }]
        : [],
  },
})

/** A formal offer for a deal. It is changed while a draft, and answered once after it was sent. */
export const quote = withLinks('quote', own, offer.pick({ accountId: true }))
/** Those of them that there are: an event of a quote without any is what it always was. */
const textsOf = ({
  intro = null,
  terms = null,
}: Record<string, unknown> & {
  intro?: string | null | undefined
  terms?: string | null | undefined
}) => ({
  ...(intro !== null && { intro }),
  ...(terms !== null && { terms }),
})

/** What was mentioned. */
const defined = <T extends object>(of: T) =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const isApproved = ({ approval }: QuoteState) => approval?.status === 'approved'

/** @throws DomainError unless somebody waits for a word. */
function requestOf(state: QuoteState): Approval {
  checkDraft(state)
  if (state.approval?.status !== 'requested')
    conflict('quote.no-approval-requested', 'Nobody has asked for an approval of this quote.')
  return state.approval
}

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

function offerOf({ opportunityId, accountId, ownerId, currency: code, lines: offered, totals }: QuoteState) {
  return { opportunityId, accountId, ownerId, currency: code, lines: offered, totals }
}

/** The link by which it can be answered; null: there is none. */
export const openLink = ({ link: last }: Pick<QuoteState, 'link'>): number | null =>
  last && !last.withdrawn ? last.number : null

function checkLink(state: QuoteState, asked: number | null, { kind }: Pick<Actor, 'kind'>): void {
  if (asked === null && kind === 'customer') return
  if (openLink(state) !== asked) conflict('quote.link-withdrawn', 'This link was withdrawn.')
}

/** @throws DomainError unless it can be accepted now, over this total. */
function checkAcceptable(
  state: QuoteState,
  { total, opportunity, accepted }: z.output<typeof acceptance>,
  at: string,
): void {
  checkSent(state)
  const { gross } = state.totals
  if (total && (total.amount !== gross.amount || total.currency !== gross.currency))
    refuse('quote.total-differs', `This quote comes to ${formatMoney(gross)}, not ${formatMoney(total)}.`, {
      field: 'total',
    })
  if (accepted !== null)
    conflict(
      'quote.other-accepted',
      `Quote ${accepted} of this deal was accepted already; what is sold beside it is another deal.`,
    )
  if (opportunity?.status === 'lost')
    conflict('quote.deal-lost', 'This deal is lost; reopen it, then accept the quote.')
  checkNotOver(state, at)
}

function checkNotOver(state: QuoteState, at: string): void {
  if (isOver(state, at)) conflict('quote.already-expired', `This quote was valid until ${state.validUntil}.`)
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
