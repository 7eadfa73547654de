import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { DomainError } from '../../domain/error.ts'
import { trackedSite } from '../../domain/marketing/tracked-site.ts'
import { product } from '../../domain/sales/product.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { keyOf, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signing } from '../../platform/people/signing.ts'
import type { Visits } from '../../platform/people/visits.ts'
import { createdId, derivedId, isUuid } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { isMachine } from '../http/machines.ts'
import { formOf } from '../http/public-form.ts'
import { addPublicPages, withPageHeaders } from '../http/public-page.ts'
import type { Extension } from '../http/services.ts'
import { mailingLinks } from './mailing-links.ts'
import { trackerScript } from './tracker-script.ts'

interface TrackerParts {
  signing: Signing
  visits: Visits
}

/** So often a minute one address may tell of pages: somebody who reads fast, and many behind one. */
const perMinute = 240

const told = z.object({
  p: line(300).refine((path) => path.startsWith('/')),
  r: uuid.optional().catch(undefined),
  c: line(100).optional().catch(undefined),
  h: z.string().max(500).optional(),
})

/**
 * The script that stands in the pages of tracked sites, and what it tells: each visit is counted, nobody's; of whoever came by a
 * link of their own it is noted which pages they looked at (MKT-14).
 */
export const tracker =
  ({ signing, visits }: TrackerParts): Extension =>
  (app, services) => {
    const { execute, clock } = services
    const links = mailingLinks(signing)
    const nothing = (reply: FastifyReply, status: number) => withPageHeaders(reply).status(status).send()

    async function noted(siteId: string, of: z.output<typeof told>): Promise<void> {
      const whom = links.visitor.read(of.h)
      if (!whom) return
      const commandId = derivedId('web-visitor', siteId, whom.model, whom.id)
      const id = createdId(commandId)
      const principal = visitorPrincipal(
        { kind: 'link', id: siteId },
        ['webVisitor.identify', 'webVisitor.view'],
        [keyOf.record(id), keyOf.edit(id)],
      )
      try {
        const body = { siteId, model: whom.model, personId: whom.id }
        await execute({ command: 'webVisitor.identify', commandId, body, principal })
        const productId = of.r && (await execute.load(product, of.r)) ? of.r : null
        const seen = { path: of.p, productId, campaign: of.c ?? null }
        await execute({ command: 'webVisitor.view', id, body: seen, principal })
      } catch (error) {
        // They are gone, or want nothing noted.
        if (!(error instanceof DomainError)) throw error
      }
    }

    async function takenFrom(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const { site: siteId } = request.params as { site: string }
      const site = isUuid(siteId) ? await execute.load(trackedSite, siteId) : undefined
      // A browser says of which site its page is.
      if (!site || site.archived || !site.sites.includes(request.headers.origin ?? ''))
        return nothing(reply, 404)
      const read = told.safeParse(formOf(request))
      if (!read.success) return nothing(reply, 400)
      const of = read.data
      const isTold = isMachine(request)
      const on = dayOf(clock(), await organisationZone(execute.load, clock()))
      await visits.noteAt(siteId, on, isTold ? 'machines' : 'people', [
        { kind: 'page', name: of.p },
        ...(of.r ? [{ kind: 'product', name: of.r }] : []),
        ...(of.c ? [{ kind: 'campaign', name: of.c }] : []),
      ])
      if (!isTold) await noted(siteId, of)
      return nothing(reply, 204)
    }

    addPublicPages(
      app,
      [
        {
          method: 'GET',
          path: '/t.js',
          open: async (_request, reply) =>
            withPageHeaders(reply)
              .header('cache-control', 'public, max-age=3600')
              .header('cross-origin-resource-policy', 'cross-origin')
              .type('text/javascript; charset=utf-8')
              .send(trackerScript),
        },
        { method: 'POST', path: '/t/:site', open: takenFrom },
      ],
      perMinute,
    )
    return []
  }

const ranked = z
  .object({ name: z.string(), people: z.int(), machines: z.int() })
  .register(vocabulary, { id: 'RankedVisits' })

const ranks = z
  .object({
    pages: z.array(ranked),
    products: z.array(ranked.extend({ productId: uuid }).register(vocabulary, { id: 'RankedProduct' })),
    campaigns: z.array(ranked),
    method: z.string(),
  })
  .register(vocabulary, { id: 'SiteRanks' })

const method =
  'Visits of browsers whose visitors have allowed it; programs that say what they are are counted apart, and in no rank. Who comes twice is ' +
  'two. Nothing is kept of anybody who is not known by a link of their own.'

/** What of a site is looked at most: pages, products, and the campaigns that people came by (MKT-14). */
export const siteRanks =
  ({ visits }: Pick<TrackerParts, 'visits'>): Extension =>
  (_app, { execute }) => [
    endpoint({
      method: 'GET',
      path: '/tracked-sites/:id/ranks',
      summary: 'What of a web site is looked at most: pages, products, campaigns',
      tag: 'tracked-sites',
      access: { permission: 'trackedSite.read' },
      headers: 'read',
      parameters: z.object({
        id: uuid,
        from: day,
        to: day,
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      reply: ranks,
      problems: ['not-found'],
      async run({ parameters: { id, ...of } }) {
        if (!(await execute.load(trackedSite, id))) throw new NotFound(`trackedSite ${id}`)
        const all = await visits.ranks(id, of)
        const ofKind = (wanted: string) =>
          all
            .filter(({ kind }) => kind === wanted)
            .map(({ name, people, machines }) => ({ name, people, machines }))
        const products = await Promise.all(
          ofKind('product').map(async (one) => ({
            ...one,
            productId: one.name,
            name: (await execute.load(product, one.name))?.name,
          })),
        )
        return {
          pages: ofKind('page'),
          // A page can name any id: only products of ours are told.
          products: products.flatMap(({ name, ...one }) => (name === undefined ? [] : [{ ...one, name }])),
          campaigns: ofKind('campaign'),
          method,
        }
      },
    }),
  ]
