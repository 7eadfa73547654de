import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { History } from '../../commands/aggregates.ts'
import type { Visibility } from '../../commands/command.ts'
import { NotFound, type StaleRevision } from '../../commands/errors.ts'
import { type AnyDecider, evolveOne } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type Principal, sees, seesAll } from '../../platform/people/permissions.ts'
import { timeParameters } from '../http/asking.ts'
import { knownOf } from '../http/authentication.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { hiddenOf, maskedState } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { numberCursor, pageParameters } from '../lists/page.ts'
import { idsSeen } from '../lists/seen.ts'
import { humanised, titleOf } from '../lists/titles.ts'
import { changesBetween, fieldChange } from './difference.ts'

export const historyParameters = timeParameters.extend({
  limit: pageParameters.shape.limit,
  cursor: numberCursor.optional(),
})

export const historyEntry = z
  .object({
    id: uuid,
    type: z.string(),
    title: z.string(),
    text: z.string().nullable().describe('What somebody wrote, where no field of the record keeps it.'),
    actor: z
      .object({ kind: z.string(), id: z.string(), name: z.string() })
      .register(vocabulary, { id: 'EventActor' }),
    via: z
      .object({ kind: z.string(), id: z.string().optional(), rule: z.string().optional() })
      .register(vocabulary, { id: 'EventVia' }),
    command: z.object({ id: uuid, type: z.string() }).register(vocabulary, { id: 'EventCommand' }),
    reason: z
      .object({ code: z.string().optional(), text: z.string().optional() })
      .register(vocabulary, { id: 'EventReason' })
      .nullable(),
    source: z
      .object({ system: z.string(), id: z.string(), by: z.string().nullable() })
      .register(vocabulary, { id: 'EventSource' })
      .nullable()
      .describe('Of what was imported: from where, and who did it there; the actor is who imported it.'),
    occurredAt: instant,
    recordedAt: instant,
    revision: z.int(),
    position,
    correlationId: z.string(),
    causationId: z.string(),
    changes: z.array(fieldChange),
    undoable: z
      .boolean()
      .describe('Whether what its command did can be taken back, unless the same was changed since.'),
  })
  .register(vocabulary, { id: 'HistoryEntry' })
export type HistoryEntry = z.output<typeof historyEntry>

export const historyPage = z
  .object({
    items: z.array(historyEntry),
    next: z.string().nullable(),
    missing: z
      .object({ from: z.int(), to: z.int().nullable() })
      .nullable()
      .describe(
        'Revisions, the first and the last, that an operator of the event store has let go of: nobody can say what ' +
          'happened then, nor what later events changed. `to` is null when none is left.',
      ),
  })
  .register(vocabulary, { id: 'HistoryPage' })

/** An event with the state it happened to and the one it led to. */
export interface Step {
  event: RecordedEvent
  before: unknown
  after: unknown
}

/**
 * Folds a stream, keeping every step. Before and after are never stored: they are what folding gives. From what a newer
 * version of this program wrote on, nobody here can tell what becomes of it, and it stays as it was; where the beginning
 * is `missing`, of all that is left.
 */
export function stepsOf(
  of: AnyDecider,
  events: readonly RecordedEvent[],
  missing?: History['missing'],
): Step[] {
  let state: unknown
  let isKnown = missing === undefined
  return events.map((event) => {
    const before = state
    isKnown &&= !event.newer
    if (isKnown) state = evolveOne(of, before, event)
    return { event, before, after: state }
  })
}

/** `GET /<resource>/:id/history` of every aggregate: each event with who, when, why, before and after; newest first. */
export function historyEndpoints(services: Services): Endpoint[] {
  return [...resourcesOf(services)].map(([resource, { decider, ...visibility }]) =>
    endpoint({
      method: 'GET',
      path: `/${resource}/:id/history`,
      summary: 'Every event of one record: who, when, why, before and after',
      tag: resource,
      access: { permission: `${decider.name}.read` },
      headers: 'read',
      model: decider.name,
      parameters: historyParameters.extend({ id: uuid }),
      reply: historyPage,
      async run({ parameters, principal, request }) {
        const { id, limit } = parameters
        await caughtUp(services, request)
        const seen = await seenHistory(services, principal(), { decider, ...visibility }, id)
        if (!seen) throw new NotFound(`${decider.name} ${id}`)
        const { missing } = seen
        const steps = upTo(seen.steps, parameters)
        if (steps.length === 0 && !missing) throw new NotFound(`${decider.name} ${id}`)
        const below = parameters.cursor ?? steps.length
        const page = steps.slice(Math.max(0, below - limit), below).reverse()
        const items = await entriesOf(services, principal(), page)
        return { items, next: below > limit ? String(below - limit) : null, missing: missing ?? null }
      },
    }),
  )
}

/** An aggregate as the API shows it, and who may see it. */
export type Resource = Visibility

/** What it takes to read what was. */
export type Reading = Pick<Services, 'history' | 'execute' | 'readModels' | 'faces'> & {
  identity: Pick<Services['identity'], 'names'>
}

/** By the plural in the path. */
export function resourcesOf({ faces }: Pick<Services, 'faces'>): ReadonlyMap<string, Resource> {
  return new Map(
    faces.commands.map(({ resource, decider, grants, seenWith }) => [
      resource,
      { decider, grants, seenWith },
    ]),
  )
}

/** Those of that instant: what had happened by then, or was known then. */
export function upTo(
  steps: readonly Step[],
  { asOf, basis }: z.output<typeof timeParameters>,
): readonly Step[] {
  if (asOf === undefined) return steps
  return steps.filter(({ event }) => (basis === 'recorded' ? event.recordedAt : event.occurredAt) <= asOf)
}

/**
 * The steps of a record; undefined where this reader does not see it. Rights are those of today, for what was before too;
 * where the log no longer says whose it is, the row that was made of it does, or else only who sees all may read what is left.
 */
export async function seenHistory(
  services: Reading,
  principal: Principal,
  resource: Resource,
  id: string,
): Promise<{ steps: readonly Step[]; missing: History['missing'] } | undefined> {
  const { decider } = resource
  const { events, missing } = await services.history(decider, id)
  const steps = stepsOf(decider, events, missing)
  const state = steps.at(-1)?.after
  const isSeen = missing
    ? await seesRow(services, principal, decider.name, id)
    : state !== undefined && (await services.execute.sees(principal, resource, id, state))
  return isSeen ? { steps, missing } : undefined
}

/** Whether this reader sees the row that was made of a record, or all of its kind. */
export async function seesRow(
  { readModels, faces }: Pick<Services, 'readModels' | 'faces'>,
  principal: Principal,
  model: string,
  id: string,
): Promise<boolean> {
  if (!faces.privateModels.has(model) && seesAll(principal.keys, model)) return true
  if (!faces.models.includes(model)) return false
  return (await idsSeen(readModels, principal, model, [id])).has(id)
}

/** Steps as this reader may read them. */
export async function entriesOf(
  services: Reading,
  principal: Principal,
  steps: readonly Step[],
): Promise<HistoryEntry[]> {
  const ids = [...new Set(steps.map(({ event }) => event.metadata.actor.id))]
  const names = await services.identity.names(ids, principal)
  return steps.map(({ event, before, after }) =>
    entryOf(services, principal, { event, before, after }, names),
  )
}

function entryOf(
  services: Reading,
  principal: Principal,
  { event, before, after }: Step,
  names: ReadonlyMap<string, string>,
): HistoryEntry {
  const hidden = hiddenOf(principal, event.aggregate)
  return {
    id: event.id,
    type: event.type,
    title: titleFor(services, hidden, event, before),
    text: textOf(services, principal, event),
    actor: actorOf(event, names),
    via: event.metadata.via,
    command: { id: event.metadata.command.id, type: event.metadata.command.type },
    reason: event.metadata.reason ?? null,
    source: sourceOf(event),
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    revision: event.revision,
    position: String(event.position),
    correlationId: event.metadata.$correlationId,
    causationId: event.metadata.$causationId,
    changes: changesBetween(maskedState(hidden, before), maskedState(hidden, after)),
    undoable: isUndoable(services, event),
  }
}

/** Its record did not begin with it, and its command says its inverse. */
function isUndoable({ faces }: Reading, { revision, newer, metadata: { command } }: RecordedEvent): boolean {
  return revision > 0 && !newer && faces.commandOf(command.type)?.inverse !== undefined
}

/**
 * A title may speak of any field; one that looks at a hidden one is not for this reader, whatever it finds there: "no
 * amount" says something of the amount too. So is one that reads otherwise without them.
 */
function titleFor(
  { faces: { titles } }: Reading,
  hidden: ReadonlySet<string>,
  event: RecordedEvent,
  before: unknown,
): string {
  if (event.newer) return 'Changed by a newer version of Hindsight'
  // What it happened to is missing, and words that compare would say what nobody knows.
  if (before === undefined && event.revision > 0) return humanised(event.type)
  const title = titleOf(titles, event, before)
  if (hidden.size === 0) return title
  let looked = false
  const watched = (state: unknown): unknown =>
    typeof state !== 'object' || state === null
      ? state
      : new Proxy(state, {
          get(target, name) {
            if (typeof name === 'string' && hidden.has(name)) looked = true
            const value: unknown = Reflect.get(target, name)
            return name === 'changes' ? watched(value) : value
          },
        })
  const data = watched(maskedState(hidden, event.data))
  const without = titleOf(titles, { type: event.type, data }, watched(maskedState(hidden, before)))
  return without === title && !looked ? title : humanised(event.type)
}

/** As the read model would show it in which it stands. */
function textOf({ faces: { said } }: Reading, principal: Principal, event: RecordedEvent): string | null {
  const { field, row } = said[event.type] ?? {}
  if (field === undefined || event.newer) return null
  const data = event.data as Readonly<Record<string, unknown>>
  const masked = hiddenOf(principal, event.aggregate).has(field)
  if (masked || typeof data[field] !== 'string') return null
  if (!row) return data[field]
  const fold = row.on[event.type]?.fold
  const folded = fold?.(undefined as never, event as never, event.id)
  const seen =
    folded && sees(principal.keys, row.name, event.id, row.grants({ ...folded, id: event.id } as never))
  return seen && !hiddenOf(principal, row.name).has(field) ? data[field] : null
}

export function actorOf({ metadata: { actor } }: RecordedEvent, names: ReadonlyMap<string, string>) {
  return { kind: actor.kind, id: actor.id, name: names.get(actor.id) ?? actor.id }
}

function sourceOf({ metadata: { source } }: RecordedEvent) {
  return source ? { ...source, by: source.by ?? null } : null
}

/** The most events of the other side that one reply tells. */
const toldSince = 20

/** The other side's change: the last of what happened after the revision that was named, and how much was before that. */
export async function describeStale(
  services: Services,
  error: StaleRevision,
  request: FastifyRequest | undefined,
): Promise<{ since: HistoryEntry[]; earlier: number }> {
  const [first] = error.since
  const of = first && services.faces.deciders.find(({ name }) => name === first.aggregate)
  if (!of || !request) return { since: [], earlier: 0 }
  const steps = stepsOf(of, await services.events(of, first.aggregateId)).slice(first.revision)
  const told = steps.slice(-toldSince)
  const entries = await entriesOf(services, knownOf(request).principal, told)
  // It is for what both have changed, and what was said meanwhile is no field that anybody could.
  const since = entries.map((entry) => ({ ...entry, text: null }))
  return { since, earlier: steps.length - told.length }
}
