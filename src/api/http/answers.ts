import type { z } from 'zod'
import { type Components, pascal } from './components.ts'
import type { Endpoint } from './endpoint.ts'
import { ndjson } from './lines.ts'
import { type ProblemCode, problemSchema, problems } from './problem.ts'
import type { Shared } from './shared.ts'

type Json = Record<string, unknown>

const text = { type: 'string' }
/** The headers of answers that mean something to a program. */
export const answerHeaders = {
  ETag: {
    description: 'The revision of the record, in double quotes, for If-Match.',
    required: true,
    schema: { ...text, pattern: '^"\\d+"$', examples: ['"3"'] },
  },
  Location: {
    description: 'Where it is: the record that was made, or the list it is in; the job that was begun.',
    required: true,
    schema: { ...text, format: 'uri-reference' },
  },
  'Content-Disposition': {
    description: 'The name to save it under (RFC 6266).',
    schema: text,
  },
  'Content-ETag': {
    description: 'What it is: of another content it is another one. For If-Range and If-None-Match.',
    required: true,
    schema: { ...text, pattern: '^"[0-9a-f]{64}"$' },
  },
  'Content-Range': {
    description: 'Which bytes of how many these are (RFC 9110, section 14.4).',
    schema: { ...text, examples: ['bytes 0-1023/146515'] },
  },
  'Retry-After': {
    description: 'After how many seconds to try again.',
    schema: { type: 'integer', format: 'int32', minimum: 0 },
  },
  'X-Stale': {
    description:
      'The read models that have stopped, each with the position it shows (RFC 9651); absent: none has.',
    schema: text,
  },
  Deprecation: {
    description: 'Since when something else should be used (RFC 9745).',
    required: true,
    schema: { ...text, pattern: '^@\\d+$', examples: ['@1798761600'] },
  },
  Sunset: { description: 'When it ends (RFC 8594); absent: nobody knows yet.', schema: text },
  'WWW-Authenticate': { description: 'By which scheme to sign in.', schema: text },
}
type AnswerHeader = keyof typeof answerHeaders

/** The answers of an operation: what it gives, and what it may be refused for, which is many statuses and one form. */
export function responsesOf(one: Endpoint, components: Components, shared: Shared): Json {
  const success = successOf(one, components)
  const [, name = 'Done'] = /schemas\/(\w+)/.exec(JSON.stringify(success)) ?? []
  const how = { 201: 'Made', 202: 'Begun' }[one.status] ?? ''
  return {
    [one.status]: shared.use('responses', name + how, success),
    ...(one.ranges && {
      206: shared.use('responses', `${name}Range`, rangeOf(success)),
      304: { description: 'It is what `If-None-Match` names', headers: contentTag },
    }),
    default: shared.use('responses', refusalName(one), refusal(problemsOf(one), components)),
  }
}

function successOf(one: Endpoint, components: Components): Json {
  const { reply, lines, media, status } = one
  const headers = headersOf(one)
  const described = { description: descriptionOf(one), ...(headers && { headers }) }
  if (lines)
    return { ...described, content: { [ndjson]: { schema: components.reference('output', lines.answered) } } }
  if (media) {
    const [type = media] = media.split(';')
    return { ...described, content: { [type]: { schema: fileSchemaOf(type) } } }
  }
  if (!reply || status === 204) return described
  return { ...described, content: { 'application/json': { schema: components.reference('output', reply) } } }
}

/** Of a file whose form others have published. */
function fileSchemaOf(type: string): Json {
  if (type.endsWith('+json')) return { type: 'object' }
  return { type: 'string', ...(!type.startsWith('text/') && { format: 'binary' }) }
}

const contentTag: Json = { ETag: { $ref: '#/components/headers/Content-ETag' } }

function rangeOf(success: Json): Json {
  const headers = { ...(success.headers as Json | undefined), ...headersAt('Content-Range') }
  return { ...success, description: 'Some bytes of it, which `Range` asked for', headers }
}

function descriptionOf({ headers, status, reply, lines, media }: Endpoint): string {
  if (lines) return lines.asked ? 'An answer to each line, in their order' : 'Lines, as they come'
  if (status === 201) return 'Made'
  if (status === 202) return 'Begun'
  if (status === 303) return 'Go on there'
  if (headers === 'command') return 'Carried out'
  if (media) return 'The file'
  return reply ? 'The answer' : 'Done'
}

function headersOf({
  status,
  headers,
  media,
  ranges,
  lines,
  reply,
  path,
  deprecated,
}: Endpoint): Json | undefined {
  const { revision } = (reply as Partial<z.ZodObject> | undefined)?.shape ?? {}
  const names: AnswerHeader[] = [
    ...(revision && (headers === 'command' || path.includes(':id')) ? (['ETag'] as const) : []),
    ...([201, 202, 303].includes(status) ? (['Location'] as const) : []),
    ...(media && !lines ? (['Content-Disposition'] as const) : []),
    ...(headers === 'read' ? (['X-Stale'] as const) : []),
    ...(deprecated ? (['Deprecation', 'Sunset'] as const) : []),
  ]
  const described = {
    ...headersAt(...names),
    ...(ranges && contentTag),
  }
  return Object.keys(described).length > 0 ? described : undefined
}

const headersAt = (...names: AnswerHeader[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** Which problems an operation can meet follows from what it is, and from what it says of itself. */
export function problemsOf(one: Endpoint): ProblemCode[] {
  const { access, headers, parameters, method, media, demandsMatch } = one
  const codes = new Set<ProblemCode>([
    'invalid-input',
    'unauthorized',
    'internal',
    'unavailable',
    ...one.problems,
  ])
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code)
  }
  // Who is signed in may still lack the right to what a parameter names; a session may end meanwhile.
  if (access !== 'anyone') add('forbidden', 'not-found')
  else if ('id' in parameters.shape || one.module) add('not-found')
  if (one.module && access !== 'anyone') add('switched-off')
  // What is handed out as a file may not be there to be handed out yet.
  if (media) add('conflict')
  if (one.ranges) add('range-not-satisfiable')
  if (method !== 'GET') {
    add('conflict', 'contention', 'in-flight', 'newer-version', 'truncated')
    add('too-large', 'unsupported-media-type', 'refused')
  }
  if (headers === 'command') add('key-reused')
  if (headers === 'command' && one.status !== 201) add('stale-revision')
  if (demandsMatch) add('precondition-required')
  if (headers === 'read') add('not-yet-visible', 'read-model-stopped', 'truncated')
  // What has to do with signing in is slowed down, and refused in many ways.
  if (access === 'anyone' || access === 'in-person') {
    add('forbidden', 'reauthenticate', 'not-found')
    add('conflict', 'refused', 'too-many-requests')
  }
  return [...codes]
}

/** By what `problemsOf` makes it of, so that the same name is always the same refusal. */
function refusalName({
  access,
  headers,
  method,
  media,
  ranges,
  status,
  demandsMatch,
  module,
  problems: more,
}: Endpoint): string {
  const what =
    headers === 'command'
      ? status === 201
        ? 'Creation'
        : demandsMatch
          ? 'Change'
          : 'Command'
      : headers === 'read'
        ? 'Query'
        : method === 'GET'
          ? 'Request'
          : 'Action'
  const who = access === 'anyone' || access === 'in-person' ? 'Personal' : ''
  return [
    who,
    what,
    media ? 'File' : '',
    ranges ? 'Range' : '',
    module && access !== 'anyone' ? 'Module' : '',
    ...more.map(pascal),
    'Refused',
  ].join('')
}

/** There are few kinds of refusal, and an answer of each in every operation. */
const refusals = new Map<string, Json>()

function refusal(codes: readonly ProblemCode[], components: Components): Json {
  const schema = components.reference('output', problemSchema)
  const key = [schema.$ref, ...codes].join()
  const made = refusals.get(key) ?? refusalOf(codes, schema)
  refusals.set(key, made)
  return made
}

function refusalOf(codes: readonly ProblemCode[], schema: Json): Json {
  const statuses = [...new Set(codes.map((code) => problems[code].status))].sort((a, b) => a - b)
  const byStatus = Object.fromEntries(
    statuses.map((status) => [
      status,
      codes.filter((code) => problems[code].status === status).map((code) => `/problems/${code}`),
    ]),
  )
  const headers: AnswerHeader[] = [
    ...(codes.some((code) => 'retried' in problems[code]) ? (['Retry-After'] as const) : []),
    ...(codes.includes('unauthorized') ? (['WWW-Authenticate'] as const) : []),
    ...(codes.includes('read-model-stopped') ? (['X-Stale'] as const) : []),
  ]
  return {
    description:
      'Refused: `x-problems` has the types of problems by status; rules of records have types of their own.',
    ...(headers.length > 0 && { headers: headersAt(...headers) }),
    content: { 'application/problem+json': { schema } },
    'x-problems': byStatus,
  }
}
