import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { openLink, type QuoteState, quote } from '../../domain/sales/quote.ts'
import { privacyOf } from '../../domain/subject.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { keyOf, visitor, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signed, Signing } from '../../platform/people/signing.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { whoAsks } from '../http/authentication.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
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
import { noteShown, viewerOf } from '../log/noting.ts'
import { type AtQuote, quoteAnswering, type Verb } from './quote-answering.ts'
import { nowherePage } from './quote-page.ts'
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
  const { execute } = services

  /** What a link leads to now; undefined: nowhere, for whatever reason. */
  async function follow(request: FastifyRequest): Promise<Open | undefined> {
    const token = parameterOf(request, 'link')
    const found = links.read(token)
    if (!token || !found) return undefined
    const state = await execute.load(quote, found.id)
    const isOpen = state && openLink(state) === found.number && !privacyOf(state).erased
    return isOpen ? { ...found, token, state } : undefined
  }

  const { factsOf, overOf, opened, asked, answered } = quoteAnswering(services)

  /** Who has the link, at the quote. */
  const at = ({ id, number, state, token }: Open, request: FastifyRequest): AtQuote => ({
    id,
    state,
    link: number,
    address: (what) => pathOf(token, what),
    isOurs: whoAsks(request) !== undefined,
    principal: visitorOf({ id, number }),
  })

  /** What an open link leads to; of one that is none nothing is said. */
  const opening =
    (then: (open: Open, request: FastifyRequest, reply: FastifyReply) => Page) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const open = await follow(request)
      return open
        ? then(open, request, reply)
        : nowherePage(languageFor(languages, [request.headers['accept-language']]))
    }
  const asking = (verb: Verb) => opening((open, request) => asked(verb, at(open, request), request))
  const answering = (verb: Verb) =>
    opening((open, request, reply) => answered(verb, at(open, request), request, reply))

  function note(request: FastifyRequest, open: Open): void {
    const known = whoAsks(request)
    const viewer = known ? viewerOf(known) : { actor: visitorOf(open).actor, via: `link ${open.number}` }
    noteShown(services, request, viewer, {
      kind: 'view',
      model: quoteTable.name,
      records: [open.id],
      what: `GET ${path}`,
    })
  }

  addPublicPages(app, [
    {
      method: 'GET',
      path,
      open: opening(async (open, request) => {
        const isOver = open.state.status === 'accepted' || (await overOf(open.state))
        if (request.method === 'GET' && !isOver) note(request, open)
        return opened(at(open, request), request)
      }),
    },
    { method: 'GET', path: `${path}/accept`, open: asking('accept') },
    { method: 'POST', path: `${path}/accept`, open: answering('accept') },
    { method: 'GET', path: `${path}/decline`, open: asking('reject') },
    { method: 'POST', path: `${path}/decline`, open: answering('reject') },
    {
      method: 'GET',
      path: `${path}/document`,
      async open(request, reply) {
        const open = await follow(request)
        if (!open || (open.state.status !== 'accepted' && (await overOf(open.state))))
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

/** Who has the link may see this quote and answer it, and nothing else. */
const visitorOf = ({ id, number }: Link) =>
  visitorPrincipal(
    { kind: 'link', id: String(number) },
    ['quote.accept-by-link', 'quote.reject-by-link'],
    [keyOf.record(id), keyOf.edit(id)],
  )
