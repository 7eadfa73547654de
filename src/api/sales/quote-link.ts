import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError } from '../../domain/error.ts'
import { amountsOf } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { openLink, type QuoteState, quote } from '../../domain/sales/quote.ts'
import { privacyOf } from '../../domain/subject.ts'
import { instant } from '../../domain/values/instant.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { keyOf, systemPrincipal, visitor, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signed, Signing } from '../../platform/people/signing.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { whoAsks } from '../http/authentication.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { formOf } from '../http/public-form.ts'
import {
  addPublicPages,
  addressOf,
  languageFor,
  type PublicPage,
  parameterOf,
  withPageHeaders,
} from '../http/public-page.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { originOf } from '../identity/browser.ts'
import { fingerprintOf, quoteFacts } from './quote-document.ts'
import {
  type Asked,
  acceptedPage,
  acceptPage,
  declinePage,
  nowherePage,
  offerPage,
  overPage,
  type Shown,
} from './quote-page.ts'
import { languages } from './quote-page-words.ts'
import { quotePaper } from './quote-paper.ts'

/** The place of a link among those to its quote: whether it still holds, the quote says. */
const link = z.object({ id: uuid, number: z.int() })
type Link = z.output<typeof link>

const path = '/offer'

/** What is shown of who has opened it: that somebody has, not who, nor that they have read it. */
const opened = z.object({ times: z.int(), first: instant, last: instant })

/**
 * The link to a quote and where it leads: a page for a customer without an account, which shows what the document does,
 * and takes the answer (QTC-05). The address is in the query, which no log of ours keeps.
 */
export const quoteLink =
  ({ signing }: { signing: Signing }): Extension =>
  (app, services) => {
    const links = signing('quote', link)
    addPages(app, services, links)
    return [
      endpoint({
        name: 'getQuoteLink',
        method: 'GET',
        path: '/quotes/:id/link',
        summary:
          'The link to a quote, for who may make one, and when it was opened by somebody who is not signed in',
        tag: 'quotes',
        access: { permission: 'quote.make-link' },
        headers: 'read',
        parameters: z.object({ id: uuid }),
        reply: z.object({
          url: z.string().nullable().describe('Null: none was made, or it was withdrawn.'),
          opened: opened.nullable(),
        }),
        problems: ['not-found', 'not-yet-visible'],
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: [quoteTable.name] })
          const state = await services.execute.load(quote, id)
          const found = services.faces.commandOf('quote.make-link')
          if (!state || !found || !(await services.execute.sees(principal(), found, id, state)))
            throw new NotFound(`quote ${id}`)
          await services.access.flush()
          const seen = (await services.access.viewers(id)).find(({ actorId }) => actorId === visitor)
          const number = openLink(state)
          return {
            url:
              number === null
                ? null
                : addressOf(services, request, pathOf(links.tokenOf({ id, number }))).href,
            opened: seen
              ? { times: seen.times, first: instantAt(seen.first), last: instantAt(seen.last) }
              : null,
          }
        },
      }),
    ]
  }

const instantAt = (at: string) => new Date(at).toISOString()

const pathOf = (token: string, what?: string) => `${path}${what ? `/${what}` : ''}?link=${token}`

type Page = Promise<PublicPage | FastifyReply>

interface Open extends Link {
  token: string
  state: QuoteState
}

function addPages(app: FastifyInstance, services: Services, links: Signed<Link>): void {
  const { execute, clock } = services

  /** What a link leads to now; undefined: nowhere, for whatever reason. */
  async function follow(request: FastifyRequest): Promise<Open | undefined> {
    const token = parameterOf(request, 'link')
    const found = links.read(token)
    if (!token || !found) return undefined
    const state = await execute.load(quote, found.id)
    const isOpen = state && openLink(state) === found.number && !privacyOf(state).erased
    return isOpen ? { ...found, token, state } : undefined
  }

  const factsOf = ({ id, state }: Open) =>
    quoteFacts(services, eyes, { ...state, ...amountsOf(state.totals), id, isSent: true })

  async function shownOf(open: Open, request: FastifyRequest): Promise<Shown> {
    return {
      language: languageFor(languages, [await spokenBy(open), request.headers['accept-language']]),
      facts: await factsOf(open),
      address: (what) => pathOf(open.token, what),
      isOurs: whoAsks(request) !== undefined,
    }
  }

  /** The language of whom the deal is with, where that is known. */
  async function spokenBy({ state }: Open): Promise<string | null> {
    const deal = await execute.load(opportunity, state.opportunityId)
    const found = deal?.contactId ? await execute.load(contact, deal.contactId) : undefined
    return found && !privacyOf(found).erased ? found.language : null
  }

  /** Why it cannot be answered any more; undefined: it can. */
  async function overOf({ state }: Open) {
    if (state.status === 'rejected') return 'declined'
    if (state.status === 'replaced') return 'replaced'
    if (state.status === 'expired' || (state.expiresAt !== null && clock() >= state.expiresAt))
      return 'expired'
    const deal = await execute.load(opportunity, state.opportunityId)
    return deal?.status === 'lost' ? 'refused' : undefined
  }

  async function receiptOf(open: Open, shown: Shown): Promise<PublicPage> {
    const [event] = (await services.events(quote, open.id)).filter(({ type }) => type === 'quote.accepted')
    const { byLink } = quote.events['quote.accepted'].schema.parse(event?.data)
    return acceptedPage(shown, { at: event?.occurredAt ?? clock(), by: byLink?.name ?? null })
  }

  /** What an open link leads to, or why it leads there no more. */
  function opening(then: (open: Open, shown: Shown, request: FastifyRequest, reply: FastifyReply) => Page) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const open = await follow(request)
      if (!open) return nowherePage(languageFor(languages, [request.headers['accept-language']]))
      const shown = await shownOf(open, request)
      if (open.state.status === 'accepted') return receiptOf(open, shown)
      const over = await overOf(open)
      return over ? overPage(shown, over) : then(open, shown, request, reply)
    }
  }

  const asking = (form: typeof acceptPage) =>
    opening(async (_, shown) =>
      shown.isOurs
        ? offerPage(shown)
        : form(shown, { name: '', reason: '', fingerprint: fingerprintOf(shown.facts), missing: [] }),
    )

  /** Answers in the name that was typed, where the form is filled in; then tells how it stands. */
  const answering = (verb: 'accept' | 'reject', form: typeof acceptPage) =>
    opening(async (open, shown, request, reply) => {
      if (shown.isOurs) return { ...offerPage(shown), status: 403 }
      const { name, reason, typed } = answerIn(request, shown, verb === 'accept')
      // What was shown is what is answered: of anything else, what there is now is shown first.
      if (name === undefined || typed.missing.length > 0 || formOf(request).document !== typed.fingerprint)
        return form(shown, typed)
      const { ip, userAgent } = originOf(request)
      const byLink = {
        link: open.number,
        name,
        ip: ip ?? null,
        userAgent: userAgent ?? null,
        document: typed.fingerprint,
      }
      const body = verb === 'accept' ? { byLink, total: open.state.totals.gross } : { byLink, reason }
      try {
        await execute({ command: `quote.${verb}-by-link`, id: open.id, body, principal: visitorOf(open) })
      } catch (error) {
        if (error instanceof DomainError) return overPage(shown, 'refused')
        throw error
      }
      return reply.redirect(shown.address(), 303)
    })

  function note(request: FastifyRequest, open: Open): void {
    const known = whoAsks(request)
    const actor = known?.principal.actor ?? visitorOf(open).actor
    const { ip, userAgent } = originOf(request)
    services.access.note({
      at: clock(),
      actorId: actor.id,
      actorKind: actor.kind,
      roles: actor.roles,
      via: known?.sessionId ?? `link ${open.number}`,
      kind: 'view',
      model: quoteTable.name,
      records: [open.id],
      what: `GET ${path}`,
      parameters: [],
      asOf: null,
      requestId: request.id,
      ip: ip ?? null,
      userAgent: userAgent ?? null,
      count: 1,
    })
  }

  addPublicPages(app, [
    {
      method: 'GET',
      path,
      open: opening(async (open, shown, request) => {
        if (request.method === 'GET') note(request, open)
        return offerPage(shown)
      }),
    },
    { method: 'GET', path: `${path}/accept`, open: asking(acceptPage) },
    { method: 'POST', path: `${path}/accept`, open: answering('accept', acceptPage) },
    { method: 'GET', path: `${path}/decline`, open: asking(declinePage) },
    { method: 'POST', path: `${path}/decline`, open: answering('reject', declinePage) },
    {
      method: 'GET',
      path: `${path}/document`,
      async open(request, reply) {
        const open = await follow(request)
        if (!open || (open.state.status !== 'accepted' && (await overOf(open))))
          return reply.redirect(backTo(request))
        if (request.method === 'GET') note(request, open)
        return withPageHeaders(reply)
          .type('application/pdf')
          .header('content-disposition', attachment(`${open.state.number}.pdf`))
          .send(await quotePaper(await factsOf(open)))
      },
    },
  ])
}

/** Where it is told how a link stands. */
const backTo = (request: FastifyRequest) => pathOf(encodeURIComponent(parameterOf(request, 'link') ?? ''))

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

/** Who has the link may see this quote and answer it, and nothing else. */
const visitorOf = ({ id, number }: Link) =>
  visitorPrincipal(
    { kind: 'link', id: String(number) },
    ['quote.accept-by-link', 'quote.reject-by-link'],
    [keyOf.record(id), keyOf.edit(id)],
  )
