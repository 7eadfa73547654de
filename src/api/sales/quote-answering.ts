import type { FastifyReply, FastifyRequest } from 'fastify'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError } from '../../domain/error.ts'
import { amountsOf } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { type QuoteState, quote } from '../../domain/sales/quote.ts'
import { privacyOf } from '../../domain/subject.ts'
import { line } from '../../domain/values/text.ts'
import { type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import { formOf } from '../http/public-form.ts'
import { languageFor, type PublicPage } from '../http/public-page.ts'
import type { Services } from '../http/services.ts'
import { originOf } from '../identity/browser.ts'
import { fingerprintOf, quoteFacts } from './quote-document.ts'
import {
  type Asked,
  acceptedPage,
  acceptPage,
  declinePage,
  offerPage,
  overPage,
  type Shown,
} from './quote-page.ts'
import { languages } from './quote-page-words.ts'

/** A customer at a quote: by the link to it, or signed in to the portal. */
export interface AtQuote {
  id: string
  state: QuoteState
  /** The number of the link; null: they have signed in. */
  link: number | null
  address: Shown['address']
  /** Somebody of the house looks at it, who answers in the app. */
  isOurs: boolean
  /** As whom it is answered. */
  principal: Principal
  /** What they are called, where that is known. */
  name?: string
}

export type Verb = 'accept' | 'reject'

const forms = { accept: acceptPage, reject: declinePage }

/** What a customer sees of a quote and how they answer it (QTC-05, COL-03), by whichever door they came. */
export function quoteAnswering(services: Services) {
  const { execute, clock } = services

  const factsOf = ({ id, state }: Pick<AtQuote, 'id' | 'state'>) =>
    quoteFacts(services, eyes, { ...state, ...amountsOf(state.totals), id, isSent: true })

  async function shownOf(at: AtQuote, request: FastifyRequest): Promise<Shown> {
    return {
      language: languageFor(languages, [await spokenBy(at.state), request.headers['accept-language']]),
      facts: await factsOf(at),
      address: at.address,
      isOurs: at.isOurs,
    }
  }

  /** The language of whom the deal is with, where that is known. */
  async function spokenBy({ opportunityId }: QuoteState): Promise<string | null> {
    const deal = await execute.load(opportunity, opportunityId)
    const found = deal?.contactId ? await execute.load(contact, deal.contactId) : undefined
    return found && !privacyOf(found).erased ? found.language : null
  }

  /** Why it cannot be answered any more; undefined: it can. */
  async function overOf({ status, expiresAt, opportunityId }: QuoteState) {
    if (status === 'rejected') return 'declined'
    if (status === 'replaced') return 'replaced'
    if (status === 'expired' || (expiresAt !== null && clock() >= expiresAt)) return 'expired'
    const deal = await execute.load(opportunity, opportunityId)
    return deal?.status === 'lost' ? 'refused' : undefined
  }

  async function receiptOf(id: string, shown: Shown): Promise<PublicPage> {
    const [event] = (await services.events(quote, id)).filter(({ type }) => type === 'quote.accepted')
    const { byLink } = quote.events['quote.accepted'].schema.parse(event?.data)
    return acceptedPage(shown, { at: event?.occurredAt ?? clock(), by: byLink?.name ?? null })
  }

  /** A page of a quote that can be answered; else how it stands. */
  async function standing<T>(
    at: AtQuote,
    request: FastifyRequest,
    then: (shown: Shown) => Promise<T> | T,
  ): Promise<T | PublicPage> {
    const shown = await shownOf(at, request)
    if (at.state.status === 'accepted') return receiptOf(at.id, shown)
    const over = await overOf(at.state)
    return over ? overPage(shown, over) : then(shown)
  }

  return {
    factsOf,
    overOf,

    opened: (at: AtQuote, request: FastifyRequest): Promise<PublicPage> => standing(at, request, offerPage),

    asked: (verb: Verb, at: AtQuote, request: FastifyRequest): Promise<PublicPage> =>
      standing(at, request, (shown) =>
        shown.isOurs
          ? offerPage(shown)
          : forms[verb](shown, {
              name: at.name ?? '',
              reason: '',
              fingerprint: fingerprintOf(shown.facts),
              missing: [],
            }),
      ),

    /** Answers in the name that was typed, where the form is filled in; then tells how it stands. */
    answered: (
      verb: Verb,
      at: AtQuote,
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<PublicPage | FastifyReply> =>
      standing<PublicPage | FastifyReply>(at, request, async (shown) => {
        if (shown.isOurs) return { ...offerPage(shown), status: 403 }
        const { name, reason, typed } = answerIn(request, shown, verb === 'accept')
        // What was shown is what is answered: of anything else, what there is now is shown first.
        if (name === undefined || typed.missing.length > 0 || formOf(request).document !== typed.fingerprint)
          return forms[verb](shown, typed)
        const { ip, userAgent } = originOf(request)
        const byLink = {
          link: at.link,
          name,
          ip: ip ?? null,
          userAgent: userAgent ?? null,
          document: typed.fingerprint,
        }
        const body = verb === 'accept' ? { byLink, total: at.state.totals.gross } : { byLink, reason }
        try {
          await execute({ command: `quote.${verb}-by-link`, id: at.id, body, principal: at.principal })
        } catch (error) {
          if (error instanceof DomainError) return overPage(shown, 'refused')
          throw error
        }
        return reply.redirect(shown.address(), 303)
      }),
  }
}

/** What was typed into a form, and what of it has to be put right. */
function answerIn(request: FastifyRequest, { facts }: Shown, isAcceptance: boolean) {
  const { name = '', reason = '', agreed } = formOf(request)
  const known = line(120).safeParse(name)
  const missing: Asked['missing'] = [
    ...(known.success ? [] : ['name' as const]),
    ...(isAcceptance && agreed !== 'yes' ? ['agreed' as const] : []),
  ]
  return {
    name: known.data,
    reason: line(200).safeParse(reason).data ?? null,
    typed: { name, reason, fingerprint: fingerprintOf(facts), missing },
  }
}

/** The page shows what the document says, whoever looks. */
const eyes = systemPrincipal('quote-link', { kind: 'link' })
