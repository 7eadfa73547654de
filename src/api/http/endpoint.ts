import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Forbidden, InvalidInput, NotFound } from '../../commands/errors.ts'
import { parseInput } from '../../commands/parse.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { type Module, moduleLabels } from '../../domain/settings/modules.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { pathId } from './asking.ts'
import { knownOf, whoAsks } from './authentication.ts'
import type { Known } from './known.ts'
import { type Lines, ndjson } from './lines.ts'
import { hiddenOf, maskedReply } from './masks.ts'
import { type ProblemCode, SwitchedOff } from './problem.ts'
import { replySchema } from './schema.ts'

/**
 * Who may call: everybody; whoever is signed in; a person in a session of their own, not a program with a key; or who
 * holds a permission, or another one that will do for a part of it, which the operation itself sees to.
 */
export type Access = 'anyone' | 'signed-in' | 'in-person' | { permission: string; or?: string }

/** Which headers mean something here beside the credentials. */
export type HeaderKind = 'command' | 'read' | 'none'

/** A request whose rights and shape are checked. */
export interface Asked<Parameters = Record<string, unknown>, Body = unknown> {
  /** From the path and the query string. */
  parameters: Parameters
  body: Body
  /** Who asks. @throws Unauthorized when nobody is signed in, which only `anyone` endpoints can meet. */
  known: () => Known
  principal: () => Principal
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * One operation of the API as a value. Commands, queries and everything else become endpoints, so that one loop makes
 * the routes and one function the document: neither can know what the other does not.
 */
export interface Endpoint {
  /** What it is called in the document, `captureLead`; undefined: after its path. */
  name: string | undefined
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under `/api`, in Fastify's form: `/leads/:id/qualify`. */
  path: string
  summary: string
  /** Groups operations in the document. */
  tag: string
  access: Access
  headers: HeaderKind
  /** Whether it is refused without If-Match (428). */
  demandsMatch: boolean
  /** The problems it may meet beside those that follow from what it is. */
  problems: readonly ProblemCode[]
  parameters: z.ZodObject
  body: z.ZodType | undefined
  /** The body is passed on as it came, because `execute` checks it, for every door alike. */
  bodyPassedOn: boolean
  /** The body is lines, read as they come and only by who may send them; so is the answer. */
  lines: Lines | undefined
  /** The body is a file, of any kind, read as it comes and only by who may send it. */
  file: boolean
  /** In bytes, where it is not what everything else takes; of a file, whoever reads it sees to that. */
  bodyLimit: number | undefined
  reply: z.ZodType | undefined
  /** Whose records the reply shows. */
  model: string | undefined
  /** Whether the reply is made of the model's fields, so that what a role hides is left out of it by its name. */
  fields: boolean
  /** Whether it hands out data that leave the product. */
  hands: boolean
  /** Of a reply that is no JSON. */
  media: string | undefined
  /** Whether some bytes of it can be asked for (RFC 9110, section 14). */
  ranges: boolean
  status: number
  /** Since which day something else should be used, and on which it ends; undefined: it stays. */
  deprecated: Deprecated | undefined
  /** The setting it reads, for the tree of all of them. */
  setting?: { decider: AnyDecider; id: string; defaults: object }
  /** The module it is a part of, which may be switched off; undefined: it is always there. */
  module?: Module | undefined
  run: (asked: Asked) => Promise<unknown>
}

export interface Deprecated {
  since: string
  until?: string
}

/** What came of a request: an answer, or why there is none. */
export interface Answered {
  one: Endpoint
  request: FastifyRequest
  known: Known
  result?: unknown
  error?: unknown
}

declare module 'fastify' {
  interface FastifyInstance {
    /** All operations there are. */
    endpoints: readonly Endpoint[]
  }
}

const nothing = z.object({})

/** The largest body of somebody who need not be known, in bytes. */
const strangersBodyLimit = 16 * 1024

export function endpoint<
  P extends z.ZodObject = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(definition: {
  name?: string
  method: Endpoint['method']
  path: string
  summary: string
  tag: string
  access: Access
  headers?: HeaderKind
  demandsMatch?: boolean
  problems?: readonly ProblemCode[]
  parameters?: P
  body?: B
  bodyPassedOn?: true
  lines?: Lines
  file?: true
  bodyLimit?: number
  reply?: z.ZodType
  model?: string
  fields?: true
  hands?: true
  media?: string
  ranges?: true
  status?: number
  deprecated?: Deprecated
  module?: Module | undefined
  setting?: { decider: AnyDecider; id: string; defaults: object }
  run: (asked: Asked<z.output<P>, z.output<B>>) => Promise<unknown>
}): Endpoint {
  return {
    headers: 'none',
    status: definition.reply || definition.media || definition.lines ? 200 : 204,
    ...definition,
    name: definition.name,
    demandsMatch: definition.demandsMatch ?? false,
    problems: definition.problems ?? [],
    parameters: definition.parameters ?? nothing,
    body: definition.body,
    bodyPassedOn: definition.bodyPassedOn ?? false,
    lines: definition.lines,
    file: definition.file ?? false,
    bodyLimit: definition.bodyLimit,
    reply: definition.reply,
    model: definition.model,
    fields: definition.fields ?? false,
    hands: definition.hands ?? false,
    media: definition.lines ? ndjson : definition.media,
    ranges: definition.ranges ?? false,
    deprecated: definition.deprecated,
    run: definition.run as Endpoint['run'],
  }
}

/**
 * The one loop that makes routes; `observe` hears what came of each request of somebody who is known, `fields` are those of
 * each model, `isOff` says of a module whether it is switched off.
 */
export function addEndpoints(
  app: FastifyInstance,
  endpoints: readonly Endpoint[],
  observe: (answered: Answered) => void,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
  isOff: (module: Module) => Promise<boolean>,
): void {
  for (const one of endpoints) {
    const taken = one.lines?.asked ? ndjson : one.file ? '*' : undefined
    if (taken) app.register(async (scope) => addRoute(leavingUnread(scope, taken), one))
    else addRoute(app, one)
  }

  function addRoute(on: FastifyInstance, one: Endpoint): void {
    const note = (request: FastifyRequest, result: unknown, error?: unknown) => {
      const known = whoAsks(request)
      if (known) observe({ one, request, known, result, error })
    }
    const bodyLimit = one.bodyLimit ?? (one.access === 'anyone' ? strangersBodyLimit : undefined)
    on.route({
      method: one.method,
      url: `/api${one.path}`,
      ...(bodyLimit !== undefined && { bodyLimit }),
      // After the hook that tells who asks, and before a byte of the body is read.
      async onRequest(request) {
        try {
          if (one.module && (await isOff(one.module))) refuseOff(one.module, one.access, request)
          admit(one.access, request)
        } catch (error) {
          note(request, undefined, error)
          throw error
        }
      },
      async handler(request, reply) {
        const result = await carryOut(one, request, reply).catch((error: unknown) => {
          note(request, undefined, error)
          throw error
        })
        note(request, result)
        if (one.deprecated) reply.headers(deprecation(one.deprecated))
        if (reply.sent) return reply
        if (reply.statusCode === 200) reply.status(one.status)
        // Long work: the answer is the job, unless it says otherwise, and this is where it is followed and cancelled.
        if (one.status === 202 && !reply.hasHeader('location'))
          reply.header('location', `/api/jobs/${(result as { id: string }).id}`)
        // What has no address of its own is in the list it was added to.
        if (one.status === 201 && !reply.hasHeader('location')) reply.header('location', `/api${one.path}`)
        // A file says itself what it is.
        if (one.media && !reply.hasHeader('content-type')) reply.type(one.media)
        if (!one.reply || reply.statusCode !== one.status) return reply.send(result)
        // Fastify leaves this to whoever names a serialiser.
        reply.type('application/json; charset=utf-8')
        const schema = replySchema(one.reply)
        const ofModel = one.fields && one.model && fields.get(one.model)
        const hidden = one.model && ofModel && hiddenOf(knownOf(request).principal, one.model)
        if (hidden && hidden.size > 0)
          return reply.serializer(JSON.stringify).send(maskedReply(hidden, ofModel, result, schema))
        // Compiled when it is first needed: most are not, for long, and all of them would be much of a start.
        return reply.serializer(reply.compileSerializationSchema(schema)).send(result)
      },
    })
  }
}

/** As RFC 9745 and RFC 8594 have it. */
function deprecation({ since, until }: Deprecated): Record<string, string> {
  return {
    deprecation: `@${Date.parse(since) / 1000}`,
    ...(until !== undefined && { sunset: new Date(until).toUTCString() }),
  }
}

/** The body stays what it is, a stream that nobody has read of. */
function leavingUnread(scope: FastifyInstance, contentType: string): FastifyInstance {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(contentType, (_request, _body, done) => done(null))
  return scope
}

async function carryOut(one: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const parameters = parametersOf(one, request)
  const body = bodyOf(one, request)
  const known = () => knownOf(request)
  const principal = () => known().principal
  return one.run({ parameters, body, known, principal, request, reply })
}

/** What it is that is not used here is for those to know who are. */
function refuseOff(module: Module, access: Access, request: FastifyRequest): never {
  if (access === 'anyone') throw new NotFound(request.url.split('?', 1)[0] ?? '')
  knownOf(request)
  throw new SwitchedOff(moduleLabels[module])
}

/** Rights come before shape: who may not ask learns nothing of the rules, and no body of theirs is read. */
function admit(access: Access, request: FastifyRequest): void {
  if (access === 'anyone') return
  const { principal } = knownOf(request)
  if (access === 'in-person' && principal.via.kind !== 'session') throw new Forbidden('in-person')
  if (typeof access !== 'object' || allows(principal.may, access.permission)) return
  if (access.or === undefined || !allows(principal.may, access.or)) throw new Forbidden(access.permission)
}

function parametersOf({ parameters }: Endpoint, request: FastifyRequest): Record<string, unknown> {
  const path = request.params as Record<string, string>
  const asked = request.query as Record<string, unknown>
  if ('id' in path) path.id = pathId(request)
  const twice = Object.keys(path).filter((name) => name in asked)
  if (twice.length > 0) {
    throw new InvalidInput(
      twice.map((field) => ({ field, rule: 'unknown', message: 'There is no such parameter.' })),
    )
  }
  return parseInput(parameters, { ...asked, ...path })
}

function bodyOf({ method, body, bodyPassedOn, lines, file }: Endpoint, request: FastifyRequest): unknown {
  if (method === 'GET' || lines || file) return undefined
  const asked = request.body ?? {}
  return bodyPassedOn ? asked : parseInput(body ?? nothing, asked)
}
