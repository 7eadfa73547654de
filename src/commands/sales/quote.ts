import { z } from 'zod'
import { user } from '../../domain/identity/user.ts'
import { lineRequest } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { product } from '../../domain/sales/product.ts'
import { type QuoteState, quote } from '../../domain/sales/quote.ts'
import { defaultQuoteRules, limitOf, quotePolicy } from '../../domain/sales/quote-policy.ts'
import { currency } from '../../domain/values/money.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeReachable } from '../customers/channels.ts'
import { by } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { type Customer, withProducts } from './prices.ts'
import { quotePolicyId } from './quote-policy.ts'
import { rateOfTheDay } from './rate-sheet.ts'

const lines = z.array(lineRequest).max(200)
const draft = quote.commands['quote.draft'].schema
const { 'quote.accept': accept, 'quote.accept-by-link': acceptByLink } = quote.commands
const draftBody = draft.omit({ opportunity: true, replaces: true, timeZone: true }).extend({
  /** Left out: those of the version before, else those of the deal. */
  lines: lines.optional(),
  /** Left out, the currency of the version before, or of the deal's amount. */
  currency: currency.optional(),
  /** The quote whose next version this is. */
  replacesId: draft.shape.replacesId,
})

/** The claim on the one quote of a deal that is accepted. */
const acceptedClaim = (opportunityId: string) => ({ kind: 'quote-accepted', value: opportunityId })

/** The number of the quote of a deal that is accepted, unless it is this one. */
export async function acceptedOf(
  opportunityId: string,
  { holder, load }: Pick<Asking, 'holder' | 'load'>,
  butId?: string,
): Promise<string | null> {
  const id = await holder(acceptedClaim(opportunityId))
  const found = id !== undefined && id !== butId ? await load(quote, id) : undefined
  return found?.number ?? null
}

/** Held while a deal is decided on, so that it is not lost while a quote of it is accepted. */
export const dealAnswer = (opportunityId: string) => ({ kind: 'opportunity-answer', value: opportunityId })

export const quoteCommands = commandsOf(
  quote,
  (prepared) => ({
    ...subjectCommands('quote'),
    'quote.draft': {
      summary: 'Draft a quote for an opportunity',
      ...prepared(draftBody, async (body, asking) => {
        const [deal, before] = await Promise.all([
          visibleDeal(body.opportunityId, asking),
          visibleQuote(body.replacesId, asking),
        ])
        const code = body.currency ?? before?.currency ?? deal?.amount?.currency ?? 'USD'
        return {
          ...body,
          currency: code,
          lines: body.lines && (await withProducts(body.lines, customerOf(deal || undefined, code), asking)),
          replaces: before ?? null,
          opportunity: deal
            ? {
                accountId: deal.accountId,
                ownerId: deal.ownerId,
                status: deal.status,
                lines: [...deal.lines],
              }
            : null,
          timeZone: await asking.zone(),
        }
      }),
    },
    'quote.change-lines': {
      summary: 'Replace the lines of a draft',
      ...prepared(z.object({ lines }), async (body, asking) => ({
        lines: await withProducts(body.lines, await customerOfQuote(asking), asking),
      })),
    },
    'quote.take-proposal': {
      summary: 'Put what is often bought together on a draft, as a line at its price',
      permission: 'quote.change-lines',
      ...prepared(
        quote.commands['quote.take-proposal'].pick({ proposal: true }),
        async ({ proposal }, asking) => {
          await mustExist('quote', proposal, { productId: product, withProductId: product }, asking)
          const asked = lineRequest.parse({ productId: proposal.productId, quantity: 1 })
          const [line] = await withProducts([asked], await customerOfQuote(asking), asking)
          return { proposal, proposedLine: line ?? { ...asked, product: null } }
        },
      ),
    },
    'quote.change-validity': {
      summary: 'Change until when a draft will be valid',
      ...prepared(quote.commands['quote.change-validity'].omit({ timeZone: true }), withZone),
    },
    'quote.assign': {
      summary: 'Give a quote to the new owner of its deal',
      internal: true,
      ...prepared(quote.commands['quote.assign'], async (body, asking) => {
        await mustExist('quote', body, { ownerId: user }, asking)
        return body
      }),
    },
    'quote.change-texts': {
      summary: 'Change what a draft says before and after its lines',
    },
    'quote.request-approval': {
      summary: 'Ask somebody to approve what a draft gives away, saying why',
      ...prepared(quote.commands['quote.request-approval'].omit({ limit: true }), withLimit),
    },
    'quote.approve': {
      summary: 'Approve what a draft gives away, within one’s own limit',
      ...prepared(quote.commands['quote.approve'].omit({ limit: true }), withLimit),
    },
    'quote.decline-approval': { summary: 'Decline to approve what a draft gives away, saying why' },
    'quote.send': {
      summary: 'Send a quote',
      ...prepared(
        quote.commands['quote.send'].omit({ timeZone: true, limit: true }),
        async (body, asking) => {
          const deal = await asking.load(opportunity, asking.state.opportunityId)
          if (deal?.contactId)
            await mustBeReachable([{ model: 'contact', id: deal.contactId }], 'email', asking)
          return withLimit(await withZone(body, asking), asking)
        },
      ),
    },
    'quote.replace': {
      summary: 'Let the next version take the place of a quote',
      internal: true,
      ...prepared(quote.commands['quote.replace'], async (body, asking) => {
        await mustBeKnown('quote', body, { byId: quote }, asking)
        return body
      }),
    },
    'quote.make-link': {
      summary: 'Make a link by which whoever has it sees a sent quote and may answer it',
      inverse: by('quote.withdraw-link'),
    },
    'quote.withdraw-link': { summary: 'Withdraw the link to a quote: it leads nowhere any more' },
    'quote.accept': {
      summary: 'Accept a quote, with its total as a confirmation; the order follows by itself',
      alone: dealOf,
      ...prepared(accept.pick({ total: true }), withDeal),
    },
    'quote.accept-by-link': {
      summary: 'Accept a quote by the link to it',
      internal: true,
      alone: dealOf,
      ...prepared(acceptByLink.pick({ total: true, byLink: true }), withDeal),
    },
    'quote.reject': { summary: 'Reject a quote', inverse: by('quote.reopen') },
    'quote.reject-by-link': {
      summary: 'Reject a quote by the link to it',
      internal: true,
      inverse: by('quote.reopen'),
    },
    'quote.reopen': { summary: 'Take back the rejection of a quote: it can be answered again' },
    'quote.expire': { summary: 'End a quote whose validity is over', internal: true },
  }),
  {
    unique: ({ status, opportunityId }) => (status === 'accepted' ? [acceptedClaim(opportunityId)] : []),
  },
)

/** One answer of a deal at a time. */
async function dealOf(_: never, { id, load }: Pick<Asking, 'id' | 'load'>) {
  const found = await load(quote, id)
  return found && dealAnswer(found.opportunityId)
}

/** With how the deal stands. */
async function withDeal<B extends object>(body: B, asking: Asking<QuoteState>) {
  const { opportunityId } = asking.state
  const deal = await asking.load(opportunity, opportunityId)
  return {
    ...body,
    opportunity: deal ? { status: deal.status } : null,
    accepted: await acceptedOf(opportunityId, asking, asking.id),
    exchangeRate: await rateOfTheDay(asking.state.currency, asking),
  }
}

/** The zone whose days are meant. */
async function withZone<B extends object>(body: B, { zone }: Pick<Asking, 'zone'>) {
  return { ...body, timeZone: await zone() }
}

/** How much who asks may give away; what is brought along was approved elsewhere, and the machine gives nothing away. */
async function withLimit<B extends object>(body: B, { load, actor, principal }: Asking<QuoteState>) {
  const isOurs = actor.kind !== 'system' && principal.via.kind !== 'import'
  const rules = { ...defaultQuoteRules, ...(await load(quotePolicy, quotePolicyId)) }
  return { ...body, limit: isOurs ? limitOf(rules, actor.roles) : null }
}

/** A deal the asker may not see does not exist for them. */
async function visibleDeal(id: string, asking: Asking<unknown>) {
  return (await asking.access('opportunity', id)) && (await asking.load(opportunity, id))
}

/** The version before, where the asker may know of it. */
async function visibleQuote(id: string | null, asking: Asking<unknown>) {
  const found = id !== null && (await asking.access('quote', id)) && (await asking.load(quote, id))
  if (!found) return undefined
  const { opportunityId, currency: code, number, version, status, lines: offered, intro, terms } = found
  return { opportunityId, currency: code, number, version, status, lines: offered, intro, terms }
}

/** Whose prices hold: of whom the deal is, by the way it is sold. */
export const customerOf = (
  deal: { accountId: string | null; channel: string | null } | undefined,
  code: string,
): Customer => ({ accountId: deal?.accountId ?? null, channel: deal?.channel ?? null, currency: code })

async function customerOfQuote({ state, load }: Pick<Asking<QuoteState>, 'state' | 'load'>) {
  const { accountId, opportunityId, currency: code } = state
  return { ...customerOf(await load(opportunity, opportunityId), code), accountId }
}
