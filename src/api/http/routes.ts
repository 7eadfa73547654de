import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type CommandDefinition, routeOf } from '../../commands/command.ts'
import { NotFound, PreconditionRequired } from '../../commands/errors.ts'
import type { Outcome } from '../../commands/execute.ts'
import { organisationAt, organisationZone } from '../../commands/settings/organisation.ts'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import { DomainError } from '../../domain/error.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { choicesNow } from '../lists/choices.ts'
import { type AskedCriterion, asked } from '../lists/criteria.ts'
import { customFieldsNow, withCustomFields } from '../lists/custom-values.ts'
import { namesOf } from '../lists/names.ts'
import { partsOf } from '../lists/parts.ts'
import type { QueryDefinition } from '../lists/query.ts'
import { headersOf, timeParameters } from './asking.ts'
import { knownOf } from './authentication.ts'
import { pascal } from './components.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { refuseMaskedParameters } from './masks.ts'
import { Unavailable } from './problem.ts'
import type { Services } from './services.ts'

/** What every command answers. `repeated`: this is the answer to an earlier request with the same key. */
export const outcomeSchema = z
  .object({
    id: z.uuid(),
    revision: z.int(),
    position,
    events: z.array(z.string()),
    repeated: z.boolean(),
  })
  .register(vocabulary, { id: 'CommandResult' })

/** The REST surface of the registry: each command that is not internal, and each query. */
export function registryEndpoints(services: Services): Endpoint[] {
  const { commands, queries } = services.faces
  return [
    ...commands.filter(({ internal }) => !internal).map((command) => commandEndpoint(services, command)),
    ...queries.map((query) => queryEndpoint(services, query)),
  ]
}

function commandEndpoint(services: Services, command: CommandDefinition): Endpoint {
  const { execute } = services
  const { method, path } = routeOf(command)
  // What is changed field by field was read before: nobody's change of meanwhile may be lost.
  const demandsMatch = method === 'PATCH' || command.ifMatch === 'required'
  return endpoint({
    name: operationOf(command.type),
    method,
    path,
    summary: command.summary,
    tag: command.resource,
    module: command.module,
    access: { permission: command.permission },
    headers: 'command',
    demandsMatch,
    ...(!command.creates && { parameters: z.object({ id: uuid }) }),
    body: command.body,
    bodyPassedOn: true,
    reply: outcomeSchema,
    status: command.creates ? 201 : 200,
    async run({ request, reply, parameters, body }) {
      const { id } = parameters as { id?: string }
      if (demandsMatch && headersOf(request).ifMatch === undefined) throw new PreconditionRequired()
      const sent = askedBy(request, command.type, id)
      const outcome = await execute({
        ...sent,
        command: command.type,
        ...(id !== undefined && { id }),
        body,
      }).catch(async (error: unknown) => {
        throw await withHolder(services, command, sent.principal, error)
      })
      if (command.creates) reply.header('location', `/api${path}/${outcome.id}`)
      return answer(reply, outcome)
    },
  })
}

/** What says that a value is taken says by whom, with their name, to who sees them; to anybody else only that it is. */
async function withHolder(
  { faces, readModels }: Services,
  { decider }: CommandDefinition,
  principal: Principal,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof DomainError) || !error.code.endsWith('-taken')) return error
  const { id, ...details } = error.details ?? {}
  const table = faces.searched.find(({ name }) => name === decider.name)
  if (typeof id !== 'string' || !table) return error
  const names = allows(principal.may, `${decider.name}.read`)
    ? await readModels.read(principal, {}, (db) => namesOf(db as never, [{ ...table, ids: [id] }]))
    : new Map<string, string>()
  const candidates = [...names].map(([holder, name]) => ({ id: holder, name }))
  const about = candidates.length > 0 ? { ...details, id, candidates } : details
  const { kind, code, message, field } = error
  return new DomainError(kind, code, message, { ...(field !== undefined && { field }), details: about })
}

/** `lead.retry-conversion` is `retryLeadConversion`. */
export function operationOf(command: string): string {
  const [aggregate = '', verb = ''] = command.split('.')
  const [first = '', ...rest] = verb.split('-')
  return first + pascal(aggregate) + pascal(rest.join('-'))
}

/** What every command carries, from headers and connection. A key is its caller's own, for one command on one record. */
export function askedBy(request: FastifyRequest, command: string, id = '') {
  const { principal } = knownOf(request)
  const { idempotencyKey, minPosition: _, ...headers } = headersOf(request)
  const userAgent = request.headers['user-agent']?.slice(0, 300)
  return {
    ...headers,
    principal,
    ip: request.ip,
    ...(userAgent && { userAgent }),
    ...(idempotencyKey !== undefined && {
      commandId: derivedId(principal.actor.id, idempotencyKey, command, id),
    }),
  }
}

export function answer(reply: FastifyReply, outcome: Outcome): z.input<typeof outcomeSchema> {
  reply.header('etag', `"${outcome.revision}"`)
  return { ...outcome, events: [...outcome.events], position: String(outcome.position) }
}

function queryEndpoint(services: Services, query: QueryDefinition): Endpoint {
  const { readModels } = services
  const [model = ''] = query.permission.split('.')
  return endpoint({
    name: `get${pascal(query.name)}`,
    method: 'GET',
    path: query.path,
    summary: query.summary,
    tag: query.path.split('/')[1] ?? query.name,
    module: query.module,
    access: { permission: query.permission },
    headers: 'read',
    model,
    fields: true,
    parameters: query.parameters.extend(timeParameters.shape),
    reply: query.reply,
    async run({ request, reply, parameters: { asOf, basis, ...parameters }, principal }) {
      await caughtUp(services, request, { reply, reads: query.reads })
      const at = timeParameters.parse({ asOf, basis })
      refuseMaskedParameters(principal(), model, request.query as Record<string, unknown>)
      const found = await ask(services, query, { parameters, principal: principal(), at })
      if (found === undefined) throw new NotFound(nameOf(query, request))
      const { revision, items } = found as { revision?: unknown; items?: unknown }
      if (typeof revision === 'number') reply.header('etag', `"${revision}"`)
      const marked = markIncomplete(found, readModels.incomplete(model))
      return Array.isArray(items) ? { ...marked, asOf: at.asOf ?? null } : marked
    },
  })
}

/** What a query answers to one reader, by parameters that its schema has checked. */
export async function ask(
  { readModels, clock, faces, execute }: Pick<Services, 'readModels' | 'clock' | 'faces' | 'execute'>,
  query: QueryDefinition,
  of: { parameters: unknown; principal: Principal; at?: z.output<typeof timeParameters> },
): Promise<unknown> {
  const { parameters, principal, at = {} } = of
  const now = clock()
  const { asked: hold, criteria, zone, organisation } = askingAt({ clock, faces, execute }, { principal, at })
  return readModels.read(principal, at, (db) =>
    query.run({
      db,
      parameters: parameters as never,
      principal,
      asOf: at.asOf,
      basis: at.basis ?? 'occurred',
      scope: {
        instant: [at.asOf, at.basis],
        keys: principal.keys,
        fields: async (name) => (await criteria()).vocabularies.get(name)?.fields,
      },
      now,
      asked: (of, name) => hold(db, of, name),
      zone,
      organisation,
    }),
  )
}

/** What a question is asked with, of one reader as of an instant: criteria, the zone of days, the organisation. */
export function askingAt(
  { clock, faces, execute }: Pick<Services, 'clock' | 'faces' | 'execute'>,
  { principal, at }: { principal: Principal; at: z.output<typeof timeParameters> },
) {
  const instant = at.asOf ?? clock()
  const zone = () => organisationZone(execute.load, instant)
  const criteria = async () => withCustomFields(faces.criteria, await customFieldsNow(execute))
  return {
    zone,
    criteria,
    organisation: () => organisationAt(execute.load, instant),
    /** @throws InvalidInput, Forbidden */
    asked: async (
      db: Kysely<never>,
      of: Criterion,
      model: string,
      parameter?: string,
    ): Promise<AskedCriterion> =>
      asked(
        of,
        model,
        await criteria(),
        {
          principal,
          now: instant,
          zone: await zone(),
          choices: await choicesNow(execute),
          parts: await partsOf(db, of, faces.criteria.vocabularies),
        },
        parameter,
      ),
  }
}

/** Rows and records of these ids say that they lack something. */
function markIncomplete(found: unknown, ids: ReadonlySet<string>): object {
  const whole = found as { id?: unknown; items?: readonly { id?: unknown }[] }
  if (ids.size === 0) return whole
  const mark = <Row extends { id?: unknown }>(row: Row) =>
    typeof row.id === 'string' && ids.has(row.id) ? { ...row, incomplete: true } : row
  return Array.isArray(whole.items) ? { ...whole, items: whole.items.map(mark) } : mark(whole)
}

/** How long a read waits for the position it names before it says so, in ms. */
const patience = 5000

/** A read that names a position is never older than it. @throws Unavailable when that takes too long. */
export async function caughtUp(
  {
    readModels,
  }: { readModels: Pick<Services['readModels'], 'waitFor'> & Partial<Pick<Services['readModels'], 'stale'>> },
  request: FastifyRequest,
  of?: { reply: FastifyReply; reads: readonly string[] },
): Promise<void> {
  const { minPosition } = headersOf(request)
  const stale = (of && readModels.stale?.(of.reads)) ?? []
  if (stale.length > 0) {
    // A list of RFC 9651: each model with the position up to which it is shown.
    of?.reply.header(
      'x-stale',
      stale.map(({ model, position }) => `${model};position=${position}`).join(', '),
    )
    const behind = stale.find(({ position }) => minPosition !== undefined && position < minPosition)
    if (behind) {
      const message = `The read model ${behind.model} does not get to position ${minPosition}: it stands at ${behind.position}.`
      throw new Unavailable('read-model-stopped', message, 30)
    }
  }
  if (minPosition === undefined || (await readModels.waitFor(minPosition, patience))) return
  throw new Unavailable('not-yet-visible', `The read models have not reached position ${minPosition} yet.`)
}

function nameOf(query: QueryDefinition, request: FastifyRequest): string {
  const { id } = request.params as { id?: string }
  return id ? `${query.permission.split('.')[0]} ${id}` : 'such resource'
}
