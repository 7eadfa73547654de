import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { organisationAt } from '../../../commands/settings/organisation.ts'
import { reportFormat } from '../../../domain/analytics/report-format.ts'
import { isOpen, type ReportLinkState, reportLink } from '../../../domain/analytics/report-link.ts'
import { user } from '../../../domain/identity/user.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { denialsIn, type Principal, visitorPrincipal } from '../../../platform/people/permissions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { reportLinkTable } from '../../../projections/analytics/report-link.ts'
import { whoAsks } from '../../http/authentication.ts'
import { attachment } from '../../http/download.ts'
import { endpoint } from '../../http/endpoint.ts'
import {
  addPublicPages,
  addressOf,
  languageFor,
  parameterOf,
  withPageHeaders,
} from '../../http/public-page.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { noteShown, viewerOf } from '../../log/noting.ts'
import { contentOf } from './file.ts'
import { fileOf, formats } from './formats.ts'
import { failedPage, languages, nowherePage, sharedPage } from './link-page.ts'
import { whyNotAsked } from './why-not-asked.ts'

/** Whether it is open, the record says. */
const signed = z.object({ id: uuid })

const path = '/shared-report'
const pathOf = (token: string, format?: string) => `${path}${format ? `/${format}` : ''}?link=${token}`

const opening = z.object({
  at: instant,
  /** Of who has an account. */
  by: z.string().nullable().describe('Null: somebody who is not signed in, or a program that follows links.'),
  as: z.enum(['page', 'file']),
})

/** No more of those who opened a link are told; the access log has them all. */
const mostOpenings = 100

interface LinkParts {
  signing: Signing
  identity: {
    names(ids: readonly string[], principal: Principal): Promise<ReadonlyMap<string, string>>
    reader(userId: string): Promise<Principal | undefined>
  }
}

/** The link to a report and the page behind it, for somebody without an account (REP-09). */
export const reportLinkPages =
  ({ signing, identity }: LinkParts): Extension =>
  (app, services) => {
    const { execute, clock, access } = services
    const links = signing('report', signed)

    /** What an open link leads to; it is over, too, as soon as who shared it is with us no longer. */
    async function follow(request: FastifyRequest) {
      const token = parameterOf(request, 'link')
      const found = links.read(token)
      const state = found && (await execute.load(reportLink, found.id))
      if (!token || !found || !state || !isOpen(state, clock())) return undefined
      const sharer = await identity.reader(state.sharerId)
      return sharer && { ...found, token, state, denied: denialsIn(sharer.may) }
    }
    const languageOf = (request: FastifyRequest) =>
      languageFor(languages, [request.headers['accept-language']])

    type Open = NonNullable<Awaited<ReturnType<typeof follow>>>

    /** Of an open link what it leads to; of what cannot be asked any more that this is so; of all else nothing. */
    const opened =
      (
        then: (
          open: Open,
          request: FastifyRequest,
          reply: FastifyReply,
        ) => Promise<FastifyReply | Awaited<ReturnType<typeof sharedPage>>>,
      ) =>
      async (request: FastifyRequest, reply: FastifyReply) => {
        const open = await follow(request)
        if (!open) return nowherePage(languageOf(request))
        try {
          return await then(open, request, reply)
        } catch (error) {
          if (whyNotAsked(error) !== undefined) return failedPage(languageOf(request))
          throw error
        }
      }

    addPublicPages(app, [
      {
        method: 'GET',
        path,
        open: opened(async ({ id, token, state, denied }, request) => {
          const { name, purpose, definition, expiresAt, files } = state
          const content = await contentOf(services, definition, askedThrough(id, state, denied))
          if (request.method === 'GET') note(services, request, { id, kind: 'view' })
          return sharedPage({
            language: languageOf(request),
            name,
            purpose,
            by: await showsIt(services, state),
            at: state.asOf ?? clock(),
            expiresAt,
            content,
            files: files
              ? reportFormat.options.map((format) => ({ format, address: pathOf(token, format) }))
              : [],
          })
        }),
      },
      ...reportFormat.options.map((format) => ({
        method: 'GET' as const,
        path: `${path}/${format}`,
        open: opened(async ({ id, state, denied }, request, reply) => {
          if (!state.files) return nowherePage(languageOf(request))
          const { name: title, definition } = state
          const asking = askedThrough(id, state, denied)
          const { bytes } = await fileOf(services, definition, { format, title, ...asking })
          if (request.method === 'GET') note(services, request, { id, kind: 'export' })
          return withPageHeaders(reply)
            .type(formats[format].media)
            .header('content-disposition', attachment(`${title}.${format}`))
            .send(bytes)
        }),
      })),
    ])

    return [
      endpoint({
        name: 'getReportLinkAddress',
        method: 'GET',
        path: '/report-links/:id/address',
        summary: 'Where the link to a report leads, for who made it, and who has opened it when',
        tag: 'report-links',
        access: { permission: 'reportLink.make' },
        headers: 'read',
        parameters: z.object({ id: uuid }),
        reply: z.object({
          url: z.string().nullable().describe('Null: it is over or was withdrawn.'),
          openings: z.array(opening).describe(`The newest ${mostOpenings}, newest first.`),
        }),
        problems: ['not-found', 'not-yet-visible'],
        async run({ parameters: { id }, principal, request, reply }) {
          await caughtUp(services, request, { reply, reads: [reportLinkTable.name] })
          const state = await execute.load(reportLink, id)
          const found = services.faces.commandOf('reportLink.make')
          if (!state || !found || !(await execute.sees(principal(), found, id, state)))
            throw new NotFound(`reportLink ${id}`)
          await access.flush()
          const seen = (await access.search({ recordId: id, kinds: ['view', 'export'], limit: mostOpenings }))
            // Who looked at the record of the link in the app has not opened it.
            .filter(({ what }) => what.startsWith(`GET ${path}`))
          const names = await identity.names(
            seen.flatMap(({ actorId, actorKind }) => (actorKind === 'user' ? actorId : [])),
            principal(),
          )
          return {
            url: isOpen(state, clock())
              ? addressOf(services, request, pathOf(links.tokenOf({ id }))).href
              : null,
            openings: seen.map(({ at, actorId, kind }) => ({
              at: new Date(at).toISOString(),
              by: names.get(actorId) ?? null,
              as: kind === 'export' ? ('file' as const) : ('page' as const),
            })),
          }
        },
      }),
    ]
  }

/**
 * With the eyes of whoever shared it, as they were then; what came to be theirs since is not in it, nor what is taken away from
 * everybody now (133).
 */
function askedThrough(id: string, { sight, asOf }: ReportLinkState, denied: readonly string[]) {
  const { keys, hidden } = sight
  const may = [...sight.may, ...denied]
  const masks = { hidden, readOnly: {} }
  return {
    principal: { ...visitorPrincipal({ kind: 'link', id }, may, keys), masks },
    at: asOf === null ? {} : { asOf },
  }
}

/** The organisation that shows it, else the person. */
async function showsIt({ execute, clock }: Services, { sharerId }: ReportLinkState): Promise<string> {
  const organisation = await organisationAt(execute.load, clock())
  return organisation?.legalName ?? (await execute.load(user, sharerId))?.name ?? ''
}

function note(
  services: Services,
  request: FastifyRequest,
  { id, kind }: { id: string; kind: 'view' | 'export' },
): void {
  const known = whoAsks(request)
  const viewer = known
    ? viewerOf(known)
    : { actor: visitorPrincipal({ kind: 'link', id }, [], []).actor, via: `link ${id}` }
  noteShown(services, request, viewer, {
    kind,
    model: reportLinkTable.name,
    records: [id],
    what: `GET ${path}`,
  })
}
