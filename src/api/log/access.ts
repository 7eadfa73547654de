import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { FieldsForbidden, Forbidden, NotFound } from '../../commands/errors.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { specOf } from '../../domain/event.ts'
import { personalPaths } from '../../domain/personal.ts'
import { instant, instantOf } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type AccessEntry, type AccessKind, accessKinds } from '../../platform/log/access-log.ts'
import { type Answered, type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Known } from '../http/known.ts'
import type { Services } from '../http/services.ts'
import { idCursor, numberCursor, oneOrMore, pageParameters } from '../lists/page.ts'
import { jobSchema } from '../operate/admin.ts'
import { noteShown, viewerOf } from './noting.ts'

const sensitiveOf = new WeakMap<readonly AnyDecider[], ReadonlySet<string>>()

/** Models whose events have personal fields: whoever reads one of their records leaves an entry. */
export function sensitiveModels(deciders: readonly AnyDecider[]): ReadonlySet<string> {
  const known = sensitiveOf.get(deciders)
  if (known) return known
  const isPersonal = ({ events }: AnyDecider) =>
    Object.values(events).some((event) => personalPaths(specOf(event).schema).length > 0)
  const found = new Set(deciders.filter(isPersonal).map(({ name }) => name))
  sensitiveOf.set(deciders, found)
  return found
}

/** Writes down who read what, and who was refused; called by the one loop that makes routes. */
export function accessObserver(services: Services): (answered: Answered) => void {
  const sensitive = sensitiveModels(services.faces.deciders)
  return ({ one, request, known, result, error }) => {
    const seen =
      error === undefined ? shownBy(one, request, result, sensitive) : refusedBy(one, request, error)
    if (!seen) return
    const asked = request.query as Readonly<Record<string, unknown>>
    noteShown(services, request, viewerOf(known), {
      what: `${one.method} ${one.path}`,
      parameters: Object.keys(asked),
      asOf: typeof asked.asOf === 'string' ? asked.asOf : null,
      ...seen,
    })
  }
}

/** Whoever follows a model with personal fields is shown every change of it from then on. */
export function noteFollowing(
  { access, clock, faces }: Services,
  { principal, sessionId }: Known,
  model: string,
  id: string | undefined,
): void {
  if (!sensitiveModels(faces.deciders).has(model)) return
  access.note({
    at: clock(),
    actorId: principal.actor.id,
    actorKind: principal.actor.kind,
    roles: principal.actor.roles,
    via: sessionId,
    kind: 'follow',
    model,
    records: idsIn(id),
    what: 'subscribe',
    parameters: [],
    asOf: null,
    requestId: '',
    ip: null,
    userAgent: null,
    count: id === undefined ? 0 : 1,
  })
}

type Seen = Pick<AccessEntry, 'kind' | 'model' | 'records'>

function shownBy(
  one: Endpoint,
  request: FastifyRequest,
  result: unknown,
  sensitive: ReadonlySet<string>,
): Seen | undefined {
  if (one.hands) return { kind: 'export', ...handed(request, result) }
  const { model } = one
  if (model === undefined) return inChain(result, sensitive) ?? named(request, result, sensitive)
  // A document goes out of the house, whatever it is of.
  if (!sensitive.has(model) && one.media === undefined) return undefined
  const { id } = request.params as { id?: string }
  if (id !== undefined)
    return { kind: one.path.endsWith('/history') ? 'history' : 'view', model, records: [id] }
  const { items = [] } = result as { items?: readonly { id?: unknown }[] }
  const records = items.flatMap((item) => (typeof item.id === 'string' ? [item.id] : []))
  return { kind: searching(request) ? 'search' : 'list', model, records }
}

const searching = ({ query }: FastifyRequest) => 'q' in (query as object)

/** The records whose events a chain of causes has shown. */
function inChain(result: unknown, sensitive: ReadonlySet<string>): Seen | undefined {
  const {
    chain = [],
    origin = [],
    followed = [],
  } = (result ?? {}) as Record<string, readonly Link[] | undefined>
  const links = [...chain, ...origin, ...followed].filter(({ aggregate }) => sensitive.has(aggregate))
  const [first] = links
  const records = [...new Set(links.map(({ aggregateId }) => aggregateId))]
  return first && { kind: 'history', model: first.aggregate, records }
}

/** The records that a list of something else has named. */
function named(request: FastifyRequest, result: unknown, sensitive: ReadonlySet<string>): Seen | undefined {
  const { items } = (result ?? {}) as { items?: unknown }
  if (!Array.isArray(items)) return undefined
  const records = (items as readonly ({ record?: Named | null } | null)[]).flatMap((item) => {
    const { model = '', id } = item?.record ?? {}
    return id !== undefined && sensitive.has(model) ? [{ model, id }] : []
  })
  const [first] = records
  return (
    first && {
      kind: searching(request) ? 'search' : 'list',
      model: first.model,
      records: [...new Set(records.map(({ id }) => id))],
    }
  )
}

interface Named {
  model?: string
  id?: string
}

interface Link {
  aggregate: string
  aggregateId: string
}

/** What an export was of, as far as it was one record. */
function handed({ body, params }: FastifyRequest, result: unknown): Pick<Seen, 'model' | 'records'> {
  const { query } = (body ?? {}) as { query?: { aggregate?: unknown; id?: unknown } }
  const { id } = params as { id?: string }
  const record = typeof query?.id === 'string' ? query.id : ((result as { id?: string })?.id ?? id)
  return {
    model: typeof query?.aggregate === 'string' ? query.aggregate : null,
    records: idsIn(record),
  }
}

function refusedBy(one: Endpoint, request: FastifyRequest, error: unknown): Seen | undefined {
  const kind = kindOf(error)
  if (!kind) return undefined
  const { id } = request.params as { id?: string }
  if (kind === 'missing' && id === undefined) return undefined
  const permission = typeof one.access === 'object' ? one.access.permission : undefined
  const model = one.model ?? permission?.split('.')[0] ?? null
  return { kind, model, records: idsIn(id) }
}

function kindOf(error: unknown): AccessKind | undefined {
  if (error instanceof Forbidden || error instanceof FieldsForbidden) return 'denied'
  return error instanceof NotFound ? 'missing' : undefined
}

function idsIn(text: unknown): string[] {
  const { data } = uuid.safeParse(text)
  return data === undefined ? [] : [data]
}

const accessKind = z.enum(accessKinds).register(vocabulary, { id: 'AccessKind' })
const entry = z.object({
  n: z.int(),
  at: instant,
  actor: z.object({ id: z.string(), kind: z.string(), name: z.string(), roles: z.array(z.string()) }),
  via: z.string(),
  kind: accessKind,
  model: z.string().nullable(),
  records: z.array(z.string()),
  count: z.int(),
  what: z.string(),
  parameters: z.array(z.string()).describe('Their names; what was searched for is not kept.'),
  asOf: instant.nullable(),
  requestId: uuid.nullable().describe('Null: none, a topic was followed on the live channel.'),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
})

const seen = z.object({
  times: z.int(),
  first: z.string(),
  last: z.string(),
  kinds: z.array(z.string()),
})
const viewer = seen.extend({ actorId: z.string(), name: z.string() })
const touched = seen.extend({ model: z.string(), recordId: uuid })

/** `GET /access-log`: who read what, and what was refused. Nothing here writes, and nothing anywhere changes it. */
export function accessEndpoints(services: Services): Endpoint[] {
  const { access, identity, jobs, readModels } = services
  const tag = 'access-log'
  const permission = 'accessLog.read'
  return [
    endpoint({
      method: 'GET',
      path: '/access-log',
      summary: 'Who read what, searched for what, took what out, and what was refused; newest first',
      tag,
      access: { permission },
      parameters: z.object({
        actorId: z.string().min(1).max(200).optional(),
        model: z.string().min(1).max(60).optional(),
        recordId: uuid.optional(),
        kind: oneOrMore(accessKind).optional(),
        from: instant.optional(),
        to: instant.optional().describe('Included.'),
        cursor: numberCursor.optional(),
        limit: pageParameters.shape.limit,
      }),
      reply: z.object({ items: z.array(entry), next: z.string().nullable() }),
      async run({ parameters: { kind, cursor, limit, ...filter }, principal }) {
        await access.flush()
        const found = await access.search({ ...filter, kinds: kind, below: cursor, limit: limit + 1 })
        const page = found.slice(0, limit)
        const names = await identity.names([...new Set(page.map(({ actorId }) => actorId))], principal())
        const items = page.map(({ actorId, actorKind, roles, requestId, asOf, ...rest }) => ({
          ...rest,
          // As it was asked, which need not have been an instant.
          asOf: (asOf !== null && instantOf(asOf)) || null,
          requestId: requestId || null,
          actor: { id: actorId, kind: actorKind, name: names.get(actorId) ?? actorId, roles },
        }))
        return { items, next: found.length > limit ? String(page.at(-1)?.n) : null }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/access-log/viewers',
      summary: 'Who viewed a record: by itself, in its history, in a list, a search or an export',
      tag,
      access: { permission },
      parameters: z.object({ recordId: uuid }),
      reply: z.object({ items: z.array(viewer) }),
      async run({ parameters: { recordId }, principal }) {
        await access.flush()
        const found = await access.viewers(recordId)
        const names = await identity.names(
          found.map(({ actorId }) => actorId),
          principal(),
        )
        return { items: found.map((one) => ({ ...one, name: names.get(one.actorId) ?? one.actorId })) }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/access-log/touched',
      summary: 'Whose records somebody was shown in a period: what to report after a breach of their account',
      tag,
      access: { permission },
      parameters: z.object({
        actorId: z.string().min(1).max(200),
        from: instant,
        to: instant.describe('Included.'),
        cursor: idCursor.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      reply: z.object({
        items: z.array(touched),
        wholesale: z
          .array(entry.pick({ n: true, at: true, kind: true, model: true, what: true }))
          .describe(
            'Exports and models followed live, which name no single record: what they held was seen too. The newest 200.',
          ),
        next: z.string().nullable(),
      }),
      async run({ parameters: { actorId, from, to, cursor, limit } }) {
        await access.flush()
        const found = await access.touched({ actorId, from, to, after: cursor, limit: limit + 1 })
        const taken = await access.search({ actorId, from, to, kinds: ['export', 'follow'], limit: 200 })
        const items = found.slice(0, limit)
        return {
          items,
          wholesale: taken
            .filter(({ model, records }) => model === null || records.length === 0)
            .map(({ n, at, kind, model, what }) => ({ n, at, kind, model, what })),
          next: found.length > limit ? (items.at(-1)?.recordId ?? null) : null,
        }
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/access-log/verify',
      summary:
        'Compute the chain of the access log anew and compare it with what was sealed in the log of events',
      tag,
      access: { permission: 'log.verify' },
      reply: jobSchema,
      status: 202,
      run: async ({ principal }) =>
        jobs.start('verify-access', principal().actor.id, async () => {
          await access.flush()
          const seals = await readModels.read({ keys: ['all:accessSeal'] }, {}, (db) =>
            db
              .selectFrom('accessSeal' as never)
              .select(['last', 'hash'] as never)
              .execute(),
          )
          const { entries, broken } = await access.verify(seals as never)
          return { entries, seals: seals.length, broken: broken ?? null }
        }),
    }),
  ]
}

/** How often the access log is sealed while it grows, and forgotten from its old end, in ms. */
const sealEvery = 600_000
const day = 86_400_000

/** Seals the access log in the log of events now and then and at the end. Returns how to stop. */
export function keepSealed(parts: {
  access: Services['access']
  seal: (seal: { last: number; hash: string }) => Promise<unknown>
  clock: Services['clock']
  keepDays: number
  log: Pick<Services['log'], 'warn'>
}): () => Promise<void> {
  const { access, seal, clock, keepDays, log } = parts
  let sealed = 0
  async function once(): Promise<void> {
    try {
      await access.flush()
      const end = await access.seal()
      if (end && end.last > sealed) {
        await seal(end)
        sealed = end.last
      }
      await access.prune(new Date(Date.parse(clock()) - keepDays * day).toISOString())
    } catch (error) {
      log.warn({ err: error }, 'the access log could not be sealed; it will be tried again')
    }
  }
  const timer = setInterval(() => void once(), sealEvery)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await once()
  }
}
