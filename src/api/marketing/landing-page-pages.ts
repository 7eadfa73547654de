import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { landingPageClaim } from '../../commands/marketing/landing-page.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { landingPage } from '../../domain/marketing/landing-page.ts'
import { dayOf } from '../../domain/values/day.ts'
import { formLanguages } from '../../domain/values/form-language.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Signing } from '../../platform/people/signing.ts'
import type { Visits } from '../../platform/people/visits.ts'
import { timeParameters } from '../http/asking.ts'
import { endpoint } from '../http/endpoint.ts'
import { isMachine } from '../http/machines.ts'
import { refuseHidden } from '../http/masks.ts'
import { addPublicPages, addressOf, languageFor, withPageHeaders } from '../http/public-page.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { unknownPage } from '../sales/lead-form-page.ts'
import { originOf, shownToken } from '../sales/submission.ts'
import { landingPageShown } from './landing-page-page.ts'

interface Parts {
  signing: Signing
  visits: Visits
}

/** Landing pages as anybody sees them; that one was fetched is counted, without a cookie and without saying of whom (MKT-12). */
export const landingPages =
  ({ signing, visits }: Parts): Extension =>
  (app, services) => {
    const { execute, clock } = services

    async function opened(request: FastifyRequest) {
      const { slug } = request.params as { slug: string }
      const id = await execute.holder(landingPageClaim(slug))
      const state = id === undefined ? undefined : await execute.load(landingPage, id)
      const content = state?.published ? state.versions.at(-1) : undefined
      return id !== undefined && state && content ? { id, state, content } : undefined
    }
    const nowhere = (request: FastifyRequest) =>
      unknownPage(languageFor(formLanguages, [request.headers['accept-language']]))

    async function counted(id: string, request: FastifyRequest): Promise<void> {
      const isAhead = /prefetch|prerender/.test(String(request.headers['sec-purpose'] ?? ''))
      const zone = await organisationZone(execute.load, clock())
      const by = isAhead || isMachine(request) ? 'machines' : 'people'
      await visits.note(id, dayOf(clock(), zone), by)
    }

    addPublicPages(app, [
      {
        method: 'GET',
        path: '/p/:slug',
        async open(request) {
          const found = await opened(request)
          if (!found) return nowhere(request)
          const { id, state, content } = found
          // Nobody waits for a count, nor misses a page because of one.
          await counted(id, request).catch((error: unknown) =>
            request.log.warn({ err: error, landingPage: id }, 'a visit was not counted'),
          )
          const origin = originOf(services, request, addressOf(services, request, `/p/${state.slug}`).href)
          return landingPageShown(content, execute, {
            pictureAt: (place) => `/p/${state.slug}/${state.versions.length}/${place}`,
            tokenOf: (formId, form) =>
              shownToken(signing, { id: formId, form }, { ...origin, landingPageId: id, at: clock() }),
          })
        },
      },
      {
        method: 'GET',
        path: '/p/:slug/:version/:place',
        async open(request, reply) {
          const { version, place } = request.params as { version: string; place: string }
          const block = (await opened(request))?.state.versions[Number(version) - 1]?.blocks[Number(place)]
          if (block?.is !== 'picture') return nowhere(request)
          return sentPicture(reply, block.picture)
        },
      },
    ])
    return []
  }

/** A version never changes: whoever has its picture need not ask again. */
function sentPicture(reply: FastifyReply, source: string): FastifyReply {
  const [, media = 'image/png', data = ''] = /^data:(image\/\w+);base64,(.*)$/.exec(source) ?? []
  return withPageHeaders(reply, { found: true })
    .header('cache-control', 'public, max-age=31536000, immutable')
    .type(media)
    .send(Buffer.from(data, 'base64'))
}

const results = z
  .object({
    visits: z.int().describe('Times that it was fetched by a browser.'),
    machines: z.int().describe('Times that it was fetched by a program that says that it is one.'),
    fills: z.int().describe('Forms that were sent from it.'),
    leads: z.int().describe('Leads of these that nobody has disqualified, nor found not to be genuine.'),
    won: z.int().describe('Deals of these leads that were won.'),
    method: z.string(),
  })
  .register(vocabulary, { id: 'LandingPageResults' })

const method =
  'Visits are counted where the page is served, without a cookie: who comes twice is two, and a program that calls itself a browser ' +
  'is one, too. The page’s days are those of the organisation. Leads and deals are of those you may see.'

/** What came of a page: visits, forms that were sent, leads, won deals (MKT-13). */
export const landingPageResults =
  ({ visits }: Pick<Parts, 'visits'>): Extension =>
  (_app, services) => [
    endpoint({
      method: 'GET',
      path: '/landing-pages/:id/results',
      summary: 'What came of a page: visits, forms that were sent, leads, won deals',
      tag: 'landing-pages',
      access: { permission: 'landingPage.read' },
      headers: 'read',
      parameters: timeParameters.extend({ id: uuid }),
      reply: results,
      problems: ['not-found'],
      async run({ parameters: { id, ...at }, principal, request }) {
        await caughtUp(services, request)
        const asker = principal()
        refuseHidden(asker, { lead: ['status', 'review'], opportunity: ['status', 'leadId'] })
        if (!(await services.execute.load(landingPage, id))) throw new NotFound(`landingPage ${id}`)
        const now = services.clock()
        const zone = await organisationZone(services.execute.load, now)
        const { people, machines } = await visits.of(id, dayOf(at.asOf ?? now, zone))
        const counts = await services.readModels.read(asker, at, async (db) => {
          const { rows } = await sql<{ fills: number; leads: number; won: number }>`
            select count(*)::integer as fills,
              count(*) filter (where status <> 'disqualified' and review is distinct from 'not-genuine')::integer
                as leads,
              coalesce(sum((select count(*) from opportunity as deal
                where deal.lead_id = lead.id and deal.status = 'won')), 0)::integer as won
            from lead where landing_page_id = ${id}::uuid`.execute(db as never as Kysely<never>)
          return rows[0] ?? { fills: 0, leads: 0, won: 0 }
        })
        return { visits: people, machines, ...counts, method }
      },
    }),
  ]
