import { sql } from 'kysely'
import { z } from 'zod'
import { InvalidInput, NotFound } from '../../commands/errors.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal, seesAll } from '../../platform/people/permissions.ts'
import { snake } from '../../platform/pg/pg.ts'
import type { Located } from '../../projections/event-index.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { idsSeen } from '../lists/seen.ts'
import { humanised } from '../lists/titles.ts'
import {
  entriesOf,
  historyEntry,
  type Reading,
  type Resource,
  resourcesOf,
  type Step,
  seenHistory,
} from './history.ts'

const link = historyEntry
  .extend({ aggregate: z.string(), aggregateId: uuid })
  .register(vocabulary, { id: 'EventLink' })
const why = z.object({
  /** From the event asked for up to the first, which a person or the clock caused. */
  chain: z.array(link),
  /** On from there to the first of all: how its record began, what that was made of, and so on. */
  origin: z.array(link),
  followed: z.array(link),
  /** How many more there are that this reader may not see. */
  hidden: z.int(),
})

const moment = z.object({
  id: uuid,
  at: instant,
  position,
  type: z.string(),
  title: z.string(),
  model: z.string(),
  modelId: uuid,
  actor: z.object({ id: z.string(), name: z.string() }),
})

/** `GET /api/events/:id/why` walks the causes; `GET /api/timeline` is what the time bar steps through. */
export function eventEndpoints(services: Services): Endpoint[] {
  const resources = resourcesByModel(services)
  return [whyEndpoint(services, resources), timelineEndpoint(services, resources)]
}

export const resourcesByModel = (services: Pick<Services, 'faces'>): Resources =>
  new Map([...resourcesOf(services).values()].map((one) => [one.decider.name, one]))

export type Resources = ReadonlyMap<string, Resource>

function whyEndpoint(services: Services, resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/events/:id/why',
    summary:
      'Why an event happened: the chain of causes to the root, where its record came from, and what followed',
    tag: 'events',
    access: 'signed-in',
    headers: 'read',
    parameters: z.object({ id: uuid }),
    reply: why,
    async run({ parameters: { id }, principal, request }) {
      await caughtUp({ readModels: services.eventIndex }, request)
      const chain = await services.eventIndex.causes(id)
      const origin = await originOf(services, resources, chain)
      const followed = await services.eventIndex.effects(id)
      const all = [...chain, ...origin, ...followed]
      const steps = await stepsAt(services, resources, principal(), all)
      const [asked] = chain
      if (!asked || !steps.has(asked.id)) throw new NotFound(`event ${id}`)
      const shown = async (some: readonly Located[]) => {
        const visible = some.flatMap((one) => steps.get(one.id) ?? [])
        const entries = await entriesOf(services, principal(), visible)
        return entries.map((entry, index) => ({ ...entry, ...recordOf(visible[index]) }))
      }
      const hidden = new Set(all.map((one) => one.id)).size - steps.size
      return {
        chain: await shown(chain),
        origin: await shown(origin),
        followed: await shown(followed),
        hidden,
      }
    },
  })
}

/** A story is not followed further than this. */
const longest = 100

/** What lies before a chain of causes: each time one ends, it goes on from where the record of its root came from. */
async function originOf(
  services: Services,
  resources: Resources,
  chain: readonly Located[],
): Promise<Located[]> {
  const known = new Set(chain.map(({ id }) => id))
  const found: Located[] = []
  for (let root = chain.at(-1); root && found.length < longest; ) {
    const made = await madeBy(services, resources, root)
    const more = made === undefined ? [] : await services.eventIndex.causes(made)
    const fresh = more.filter(({ id }) => !known.has(id))
    for (const one of fresh) known.add(one.id)
    found.push(...fresh)
    root = fresh.at(-1)
  }
  return found
}

/** The event with which the record of an event began; for that one, the first of the record that it was made of. */
async function madeBy(
  services: Services,
  resources: Resources,
  { id, aggregate, aggregateId }: Located,
): Promise<string | undefined> {
  const first = await firstOf(services, resources, aggregate, aggregateId)
  if (!first || first.id !== id) return first?.id
  const origin = services.faces.origins[aggregate]
  const from = origin && (first.data as Readonly<Record<string, unknown>>)[origin.field]
  return origin && typeof from === 'string'
    ? (await firstOf(services, resources, origin.aggregate, from))?.id
    : undefined
}

async function firstOf(services: Services, resources: Resources, aggregate: string, id: string) {
  const resource = resources.get(aggregate)
  const { events, missing } = resource ? await services.history(resource.decider, id) : {}
  return missing ? undefined : events?.[0]
}

function recordOf(step: Step | undefined) {
  return { aggregate: step?.event.aggregate ?? '', aggregateId: step?.event.aggregateId ?? '' }
}

/** The steps at these places of the log that the reader may see, by event id; each stream is read once. */
export async function stepsAt(
  services: Reading,
  resources: Resources,
  principal: Principal,
  places: readonly Located[],
): Promise<Map<string, Step>> {
  const streams = groupBy(places, ({ aggregate, aggregateId }) => `${aggregate}-${aggregateId}`)
  const found = new Map<string, Step>()
  for (const [first, ...others] of streams.values()) {
    const resource = first && resources.get(first.aggregate)
    if (!resource || !allows(principal.may, `${first.aggregate}.read`)) continue
    const seen = await seenHistory(services, principal, resource, first.aggregateId)
    if (!seen) continue
    const byId = new Map(seen.steps.map((step) => [step.event.id, step]))
    for (const { id } of [first, ...others]) {
      const step = byId.get(id)
      if (step) found.set(id, step)
    }
  }
  return found
}

function timelineEndpoint(services: Services, resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/timeline',
    summary: 'The instants at which something changed, for stepping through time',
    tag: 'events',
    access: 'signed-in',
    headers: 'read',
    parameters: z.object({
      models: z.string().min(1).max(500).describe('Names of models, separated by commas.'),
      id: uuid.optional().describe('Only changes of this one record.'),
      basis: z.enum(['occurred', 'recorded']).default('occurred'),
      from: instant.optional(),
      to: instant.optional(),
      order: z.enum(['asc', 'desc']).default('desc').describe('Newest first unless told.'),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    reply: z.object({
      items: z.array(moment),
      first: z.string().nullable().describe('Where the story of these models begins.'),
    }),
    async run({ parameters: { models, id, ...range }, principal, request }) {
      const asked = models.split(',')
      const unknown = asked.filter((model) => !resources.has(model))
      if (unknown.length > 0) {
        const message = `There is no model ${unknown.join(', ')}.`
        throw new InvalidInput([{ field: 'models', rule: 'unknown', message }])
      }
      await caughtUp({ readModels: services.eventIndex }, request)
      const aggregates = [...new Set(asked)].filter((model) => allows(principal().may, `${model}.read`))
      const places = await services.eventIndex.timeline({ aggregates, aggregateId: id, ...range })
      const { basis } = range
      const beginnings = await Promise.all(
        aggregates.map((model) => beginningOf(services, resources, principal(), { model, id, basis })),
      )
      const visible = await visibleOf(services, resources, principal(), places)
      const names = await services.identity.names(
        [...new Set(visible.map(({ actorId }) => actorId))],
        principal(),
      )
      return {
        items: visible.map((place) => ({ ...momentOf(place, names), at: instantAt(place, basis) })),
        first: beginnings.flatMap((at) => at ?? []).sort()[0] ?? null,
      }
    },
  })
}

type Basis = 'occurred' | 'recorded'

function instantAt({ recordedAt, occurredAt }: Located, basis: Basis): string {
  return basis === 'recorded' ? recordedAt : occurredAt
}

/** Where the story begins of what this reader sees of a model; of anything else not even that is told. */
async function beginningOf(
  services: Services,
  resources: Resources,
  principal: Principal,
  { model, id, basis }: { model: string; id: string | undefined; basis: Basis },
): Promise<string | undefined> {
  const { eventIndex, readModels, faces } = services
  const hasTable = faces.models.includes(model)
  const whole = seesAll(principal.keys, model) && !faces.privateModels.has(model)
  if (id !== undefined || whole || !hasTable) {
    const about = { aggregates: [model], aggregateId: id, basis, order: 'asc', limit: 1 } as const
    const places = await eventIndex.timeline(about)
    const [first] = whole ? places : await visibleOf(services, resources, principal, places)
    return first && instantAt(first, basis)
  }
  const from = basis === 'recorded' ? sql`recorded_from` : sql`occurred_from`
  const history = sql.table(`${snake(model)}_history`)
  const { rows } = await readModels.read(principal, {}, (db) =>
    sql<{ at: string | null }>`select min(${from}) as at from ${history}`.execute(db),
  )
  const [begun] = rows
  return begun?.at ? new Date(begun.at).toISOString() : undefined
}

/**
 * Asks the read models, whose row-level security knows who sees what; of what has no table, the records themselves.
 */
async function visibleOf(
  { readModels, execute, faces }: Services,
  resources: Resources,
  principal: Principal,
  places: readonly Located[],
): Promise<Located[]> {
  const seen = new Set<string>()
  for (const [model, some] of groupBy(places, ({ aggregate }) => aggregate)) {
    const ids = [...new Set(some.map(({ aggregateId }) => aggregateId))]
    if (!faces.models.includes(model)) {
      const resource = resources.get(model)
      for (const id of resource ? ids : []) {
        const state = resource && (await execute.load(resource.decider, id))
        if (state !== undefined && resource && (await execute.sees(principal, resource, id, state)))
          seen.add(`${model}-${id}`)
      }
      continue
    }
    for (const id of await idsSeen(readModels, principal, model, ids)) seen.add(`${model}-${id}`)
  }
  return places.filter(({ aggregate, aggregateId }) => seen.has(`${aggregate}-${aggregateId}`))
}

function momentOf(place: Located, names: ReadonlyMap<string, string>): Omit<z.input<typeof moment>, 'at'> {
  return {
    id: place.id,
    position: String(place.position),
    type: place.type,
    title: humanised(place.type),
    model: place.aggregate,
    modelId: place.aggregateId,
    actor: { id: place.actorId, name: names.get(place.actorId) ?? place.actorId },
  }
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
