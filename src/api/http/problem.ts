import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  Contention,
  FieldsForbidden,
  Forbidden,
  InFlight,
  InvalidInput,
  type Issue,
  KeyReused,
  NotFound,
  PreconditionRequired,
  StaleRevision,
  Truncated,
} from '../../commands/errors.ts'
import { DomainError } from '../../domain/error.ts'
import { NewerEvent } from '../../domain/event.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import {
  CannotWrite,
  OtherLog,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
} from '../../platform/log/event-store.ts'
import { isAway } from '../../platform/pg/pg.ts'
import { RangeNotSatisfiable } from './ranges.ts'

/** Nobody is signed in, or not any more. */
export class Unauthorized extends Error {
  constructor(message = 'Sign in first.') {
    super(message)
    this.name = 'Unauthorized'
  }
}

/** What is sensitive needs a fresh proof of who is asking. */
export class Reauthenticate extends Error {
  constructor() {
    super('Prove again who you are: POST /me/reauthenticate.')
    this.name = 'Reauthenticate'
  }
}

/** Something this answer needs is not there for now; `retryAfter` in seconds. */
export class Unavailable extends Error {
  readonly code: ProblemCode
  readonly retryAfter: number
  constructor(code: ProblemCode, message: string, retryAfter = 1) {
    super(message)
    this.name = 'Unavailable'
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** It belongs to a module that this organisation does not use. */
export class SwitchedOff extends Error {
  constructor(module: string) {
    super(
      `${module} is switched off here. An administrator switches it on under Settings, Modules; what was in it is kept.`,
    )
    this.name = 'SwitchedOff'
  }
}

/** There is such a path, but not by this method; `allow` has those there are. */
export class MethodNotAllowed extends Error {
  readonly allow: readonly string[]
  constructor(method: string, allow: readonly string[]) {
    super(`This is not to be had by ${method}, but by ${allow.join(', ')}.`)
    this.name = 'MethodNotAllowed'
    this.allow = allow
  }
}

/** Too many attempts; `retryAfter` in seconds. */
export class TooMany extends Error {
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super(`Too many attempts; try again in ${retryAfter} s.`)
    this.name = 'TooMany'
    this.retryAfter = retryAfter
  }
}

/** @throws TooMany where somebody has to wait so many seconds first. */
export function mustWait(seconds: number): void {
  if (seconds > 0) throw new TooMany(seconds)
}

const issue = z
  .object({
    field: z.string().describe('A dotted path, the name of a parameter or of a header; empty: the whole.'),
    rule: z.string().describe('A stable name.'),
    message: z.string().describe('For people.'),
  })
  .register(vocabulary, { id: 'Issue' })

/** RFC 9457, with what was wrong where (`errors`) and, for a stale revision, what the other side did (`current`). */
const uninterpreted = z.record(z.string(), z.unknown())
const current = z
  .object({
    revision: z.int(),
    since: z.array(uninterpreted),
    earlier: z.int().describe('How many more there were before these; the history has them all.'),
  })
  .describe('The revision there is now, and the last events since the one that was named.')
  .register(vocabulary, { id: 'CurrentRevision' })
export const problemSchema = z
  .object({
    type: z
      .string()
      .describe('Stable: /problems/<code>.')
      .meta({ format: 'uri-reference', examples: ['/problems/stale-revision'] }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The id of the request, as the log has it.').optional(),
    errors: z.array(issue).optional(),
    details: uninterpreted.optional(),
    current: current.optional(),
  })
  .register(vocabulary, { id: 'Problem' })
export type Problem = z.output<typeof problemSchema>

/** The problems of the machine; the domain adds its own under 409 and 422. */
export const problems = {
  'invalid-input': { status: 400, title: 'The request is not well-formed' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'switched-off': { status: 403, title: 'Switched off here' },
  reauthenticate: { status: 403, title: 'Prove again who you are' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Not by this method' },
  conflict: { status: 409, title: 'Not possible in this state' },
  'in-flight': { status: 409, title: 'The first request with this key is not answered yet', retried: true },
  contention: { status: 409, title: 'Others are changing this at the same time', retried: true },
  'newer-version': { status: 409, title: 'Changed by a newer version' },
  truncated: { status: 409, title: 'The event store has let go of a part of this' },
  'stale-revision': { status: 412, title: 'Changed by someone else' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'Not JSON' },
  'range-not-satisfiable': { status: 416, title: 'There is nothing there' },
  refused: { status: 422, title: 'Refused by a rule' },
  'key-reused': { status: 422, title: 'The key was used for another request' },
  'precondition-required': { status: 428, title: 'If-Match is required' },
  'too-many-requests': { status: 429, title: 'Too many attempts', retried: true },
  internal: { status: 500, title: 'An error of ours' },
  unavailable: { status: 503, title: 'Not available for now', retried: true },
  'not-yet-visible': { status: 503, title: 'Not shown up to this position yet', retried: true },
  'read-model-stopped': {
    status: 503,
    title: 'A read model has stopped before this position',
    retried: true,
  },
  'not-yet-signed': { status: 503, title: 'No checkpoint proves this yet', retried: true },
} as const
export type ProblemCode = keyof typeof problems

interface Answer {
  problem: Problem
  retryAfter?: number
  headers?: Readonly<Record<string, string>>
}

/** What is said of an error where the answer as a whole is none: of one line of many. Undefined: an error of ours. */
export async function problemOf(error: unknown): Promise<Problem | undefined> {
  return (await answerTo(error, undescribed))?.problem
}

/** An error of ours, of which the log has more. */
export const internalProblem = (): Problem =>
  answer('internal', 'Something went wrong on our side; the log has it under this request id.').problem

function answer(code: ProblemCode, detail: string, more: Partial<Problem> = {}): Answer {
  const { status, title } = problems[code]
  return { problem: { type: `/problems/${code}`, title, status, detail, ...more } }
}

/** The one place where an error becomes an answer. Undefined: not ours, so an error of the program. */
function answerTo(error: unknown, describe: Describe): Answer | Promise<Answer> | undefined {
  if (error instanceof DomainError) return refusal(error)
  if (error instanceof InvalidInput) {
    return answer('invalid-input', error.message, { errors: [...error.issues] })
  }
  if (error instanceof Unauthorized) return answer('unauthorized', error.message)
  if (error instanceof Reauthenticate) return answer('reauthenticate', error.message)
  if (error instanceof SwitchedOff) return answer('switched-off', error.message)
  if (error instanceof Forbidden) {
    return answer('forbidden', error.message, { details: { permission: error.permission } })
  }
  if (error instanceof FieldsForbidden) {
    const message = 'Your role does not let you use this field this way.'
    const errors = error.fields.map((field) => ({ field, rule: 'masked', message }))
    return answer('forbidden', error.message, { errors, details: { fields: [...error.fields] } })
  }
  if (error instanceof MethodNotAllowed) {
    return { ...answer('method-not-allowed', error.message), headers: { allow: error.allow.join(', ') } }
  }
  if (error instanceof RangeNotSatisfiable) {
    const headers = { 'content-range': `bytes */${error.bytes}` }
    return { ...answer('range-not-satisfiable', error.message), headers }
  }
  if (error instanceof NotFound) return answer('not-found', error.message)
  if (error instanceof InFlight) return { ...answer('in-flight', error.message), retryAfter: 1 }
  if (error instanceof Contention) return { ...answer('contention', error.message), retryAfter: 1 }
  if (error instanceof NewerEvent) {
    return answer(
      'newer-version',
      'This was changed by a newer version of Hindsight; this version only shows it.',
    )
  }
  if (error instanceof KeyReused) return answer('key-reused', error.message)
  if (error instanceof PreconditionRequired) return answer('precondition-required', error.message)
  if (error instanceof TooMany) {
    return { ...answer('too-many-requests', error.message), retryAfter: error.retryAfter }
  }
  if (error instanceof Unavailable)
    return { ...answer(error.code, error.message), retryAfter: error.retryAfter }
  if (error instanceof StaleRevision) return stale(error, describe)
  if (error instanceof Truncated) {
    return answer('truncated', error.message, { details: { missing: error.missing } })
  }
  return byName(error)
}

function refusal({ kind, code, message, field, details }: DomainError): Answer {
  const errors: Issue[] = field ? [{ field, rule: code, message }] : []
  const { problem } = answer(kind === 'rule' ? 'refused' : 'conflict', message, {
    ...(errors.length > 0 && { errors }),
    ...(details && { details }),
  })
  return { problem: { ...problem, type: `/problems/${code}` } }
}

async function stale(error: StaleRevision, describe: Describe): Promise<Answer> {
  return answer('stale-revision', error.message, {
    current: { revision: error.current, ...(await describe(error)) },
  })
}

/** Errors of other layers and of Fastify, known by name or code: importing each would tie the layers together. */
function byName(error: unknown): Answer | undefined {
  if (!(error instanceof Error)) return undefined
  const { message } = error
  const { code, statusCode } = error as Partial<FastifyError>
  if (error instanceof CannotWrite) return { ...answer('unavailable', away(error)), retryAfter: 30 }
  if (error instanceof StoreUnavailable) return { ...answer('unavailable', away(error)), retryAfter: 1 }
  if (error instanceof StreamDeleted) return answer('truncated', message)
  if (error instanceof TooLarge) return answer('too-large', message)
  if (isAway(error)) {
    return { ...answer('unavailable', 'The database cannot be reached.'), retryAfter: 1 }
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return answer('too-large', message)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return answer(
      'unsupported-media-type',
      'Send application/json; application/x-ndjson where lines are asked for.',
    )
  }
  return statusCode && statusCode >= 400 && statusCode < 500 ? answer('invalid-input', message) : undefined
}

/** Why is for the log and for who runs this; what became of a request is for who made it. */
function away(error: StoreUnavailable): string {
  if (error instanceof OtherLog && error.outcome === 'none')
    return 'The event store is not the one this Hindsight works with; nothing was written. An administrator is needed.'
  if (error instanceof CannotWrite && error.outcome === 'none')
    return 'The event store cannot write: its disk is full or may only be read. Nothing was written; reading goes on. An administrator is needed.'
  return error.outcome === 'none'
    ? 'The event store cannot be reached now; nothing was written. Try again.'
    : 'The event store cannot be reached now, and whether this was written is not known. Try again with the same Idempotency-Key: it is not done twice.'
}

/** What happened since a stale revision, in words. */
export type Describe = (
  error: StaleRevision,
  request?: FastifyRequest,
) => Promise<{ since: Record<string, unknown>[]; earlier: number }>

const ofSuccess = ['content-disposition', 'content-length', 'etag', 'location']

const undescribed: Describe = async () => ({ since: [], earlier: 0 })

/** Writes a problem as whoever asked can read it. */
type Say = (reply: FastifyReply, problem: Problem) => FastifyReply

const asJson: Say = (reply, problem) =>
  reply
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ ...problem, instance: reply.request.id })

export function answerProblems(
  app: FastifyInstance,
  { describe = undescribed, say = asJson }: { describe?: Describe; say?: Say },
): void {
  app.setErrorHandler(async (error, request, reply) => {
    const known = await answerTo(error, (stale) => describe(stale, request))
    if (!known || known.problem.status >= 500) {
      request.log[known ? 'warn' : 'error']({ err: error }, 'request failed')
    }
    const { problem, retryAfter, headers }: Answer = known ?? { problem: internalProblem() }
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
    // Of the answer that did not come about: a refusal is nothing to save as a file.
    for (const name of ofSuccess) reply.removeHeader(name)
    if (headers) reply.headers(headers)
    // Cut at once, a sender of too much would not read why; `stopReading` ends the connection a moment later.
    if (problem.status === 413) reply.removeHeader('connection')
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
    return say(reply.status(problem.status), problem)
  })
}
