import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { once } from '../../platform/process/once.ts'
import { asyncApi } from '../live/asyncapi.ts'
import { headerRules, minPositionRule } from './asking.ts'
import { cookieName } from './authentication.ts'
import { Components, pascal, unnamedKey } from './components.ts'
import type { Endpoint } from './endpoint.ts'
import { promise } from './masks.ts'
import { type ProblemCode, problemSchema, problems } from './problem.ts'
import { tidy } from './schema.ts'
import type { Services } from './services.ts'

type Json = Record<string, unknown>
/** The fields of each model that a role may hide. */
type Maskable = Services['faces']['fields']

/** The OpenAPI 3.1 document, from the same values the routes are made of. */
export function openApi(
  endpoints: readonly Endpoint[],
  { version, faces }: Pick<Services, 'version'> & { faces: Pick<Services['faces'], 'fields'> },
): Json {
  const { schemas, components } = schemasOf(endpoints, faces.fields)
  const shared = new Shared()
  const paths: Record<string, Json> = {}
  for (const one of endpoints) {
    const path = pathOf(one)
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one, components, shared) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hindsight',
      version,
      description:
        'An event-sourced CRM. Every change is an event; every GET answers now or, with `asOf`, as of any past instant.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { bearer: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookieName },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas,
      parameters: shared.parameters(paths),
      responses: shared.responses,
      headers: answerHeaders,
    },
  }
}

/** What would get a name by chance, and has to be given one: see `Components`. */
export function unnamedIn(endpoints: readonly Endpoint[]): readonly string[] {
  return named(endpoints).unnamed
}

function named(endpoints: readonly Endpoint[]): Components {
  const components = new Components()
  components.add('output', problemSchema, 'Problem')
  for (const one of endpoints) {
    const id = operationId(one)
    components.addParameters(unnamedKey + id, one.parameters)
    // As the words of the operation go: `captureLead` is asked with a `CaptureLead`, `postExports` with a `PostExports`.
    if (one.body) components.add('input', one.body, pascal(id))
    if (one.reply)
      components.add(
        'output',
        one.reply,
        `${pascal(id.replace(/^get/, ''))}${one.method === 'GET' ? '' : 'Answer'}`,
      )
  }
  return components
}

function schemasOf(endpoints: readonly Endpoint[], maskable: Maskable) {
  const components = named(endpoints)
  const schemas = components.make()
  for (const { fields, model, reply } of endpoints) {
    const hideable = fields && model ? maskable.get(model) : undefined
    if (hideable && reply) promise(hideable, components.reference('output', reply), schemas)
  }
  return { components, schemas }
}

function pathOf({ path }: Endpoint): string {
  return `/api${path.replace(/:([a-zA-Z]+)/g, '{$1}')}`
}

function operation(one: Endpoint, components: Components, shared: Shared): Json {
  const { permission } = one.access as { permission?: string }
  const body = one.method !== 'GET' && one.body && components.reference('input', one.body)
  return {
    operationId: operationId(one),
    summary: one.summary,
    tags: [one.tag],
    ...(permission && { description: `Needs the permission \`${permission}\`.` }),
    ...(one.access === 'anyone' && { security: [] }),
    parameters: [...parametersOf(one, components), ...headersOf(one)],
    ...(body &&
      '$ref' in body && {
        requestBody: { required: true, content: { 'application/json': { schema: body } } },
      }),
    responses: { [one.status]: success(one, components), ...shared.refusals(one) },
  }
}

/** Its name, or for what has none `POST /sign-in/enrol` as `postSignInEnrol`: stable as long as the route is. */
function operationId({ name, method, path }: Endpoint): string {
  return name ?? method.toLowerCase() + pascal(path)
}

function parametersOf(one: Endpoint, components: Components): Json[] {
  const { parameters, path } = one
  return Object.entries(components.parameters(unnamedKey + operationId(one))).map(
    ([name, { description, ...schema }]) => {
      const inPath = path.split('/').includes(`:${name}`)
      const required = inPath || !parameters.shape[name]?.safeParse(undefined).success
      const list = schema.type === 'array' && { style: 'form', explode: false }
      return {
        name,
        in: inPath ? 'path' : 'query',
        required,
        ...(description !== undefined && { description }),
        ...list,
        schema,
      }
    },
  )
}

function headersOf({ headers, demandsMatch }: Endpoint): Json[] {
  if (headers === 'none') return []
  const rules = headers === 'command' ? headerRules : { 'x-min-position': minPositionRule }
  return Object.entries(rules).map(([name, { note, rule }]) => ({
    name: canonical(name),
    in: 'header',
    required: name === 'if-match' && demandsMatch,
    description: note,
    schema: tidy(z.toJSONSchema(rule, { io: 'input' })),
  }))
}

/** `if-match` as it is usually written. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

function success(one: Endpoint, components: Components): Json {
  const { reply, media, status } = one
  const names = headersOfSuccess(one)
  const described = {
    description: descriptionOf(one),
    ...(names.length > 0 && { headers: Object.fromEntries(names.map((name) => [name, headerAt(name)])) }),
  }
  if (media) {
    const [type = media] = media.split(';')
    const text = type.startsWith('text/')
    return {
      ...described,
      content: { [type]: { schema: { type: 'string', ...(!text && { format: 'binary' }) } } },
    }
  }
  if (!reply || status === 204 || status === 303) return described
  return { ...described, content: { 'application/json': { schema: components.reference('output', reply) } } }
}

function descriptionOf({ headers, status, reply, media }: Endpoint): string {
  if (status === 201) return 'Made; ETag is its revision, Location where it is'
  if (status === 202) return 'Begun; Location is the job that does it'
  if (status === 303) return 'Go on there'
  if (headers === 'command') return 'Carried out; ETag is the new revision'
  if (media) return 'The file'
  return reply ? 'The answer' : 'Done'
}

function headersOfSuccess({ status, headers, media, reply, path }: Endpoint): (keyof typeof answerHeaders)[] {
  const { revision } = (reply as Partial<z.ZodObject> | undefined)?.shape ?? {}
  return [
    ...(headers === 'command' || (revision && path.includes(':id')) ? (['ETag'] as const) : []),
    ...([201, 202, 303].includes(status) ? (['Location'] as const) : []),
    ...(media ? (['Content-Disposition'] as const) : []),
    ...(headers === 'read' ? (['X-Stale'] as const) : []),
  ]
}

const text = { type: 'string' }
/** The headers of answers that mean something to a program. */
const answerHeaders = {
  ETag: {
    description: 'The revision of the record, in double quotes, for If-Match.',
    schema: { ...text, pattern: '^"\\d+"$', examples: ['"3"'] },
  },
  Location: {
    description: 'Where it is: the record that was made, the job that was begun.',
    schema: { ...text, format: 'uri-reference' },
  },
  'Content-Disposition': { description: 'The name to save it under (RFC 6266).', schema: text },
  'Retry-After': {
    description: 'After how many seconds to try again.',
    schema: { type: 'integer', format: 'int32', minimum: 0 },
  },
  'X-Stale': {
    description:
      'The read models that have stopped, each with the position it shows (RFC 9651); absent: none has.',
    schema: text,
  },
  'WWW-Authenticate': { description: 'By which scheme to sign in.', schema: text },
}
const headerAt = (name: keyof typeof answerHeaders) => ({ $ref: `#/components/headers/${name}` })

/** Which problems an operation can meet follows from what it is, and from what it says of itself. */
export function problemsOf({
  access,
  headers,
  parameters,
  method,
  media,
  problems: own,
  demandsMatch,
}: Endpoint): ProblemCode[] {
  const codes = new Set<ProblemCode>(['invalid-input', 'unauthorized', 'internal', 'unavailable', ...own])
  const add = (...more: ProblemCode[]) => {
    for (const code of more) codes.add(code)
  }
  // Who is signed in may still lack the right to what a parameter names; a session may end meanwhile.
  if (access !== 'anyone') add('forbidden', 'not-found')
  else if (Object.keys(parameters.shape).includes('id')) add('not-found')
  // What is handed out as a file may not be there to be handed out yet.
  if (media) add('conflict')
  if (method !== 'GET')
    add(
      'conflict',
      'contention',
      'in-flight',
      'newer-version',
      'truncated',
      'too-large',
      'unsupported-media-type',
      'refused',
    )
  if (headers === 'command') add('stale-revision', 'key-reused')
  if (demandsMatch) add('precondition-required')
  if (headers === 'read') add('not-yet-visible', 'read-model-stopped', 'truncated')
  // What has to do with signing in is slowed down, and refused in many ways.
  if (access === 'anyone' || access === 'in-person')
    add('conflict', 'refused', 'forbidden', 'reauthenticate', 'not-found', 'too-many-requests')
  return [...codes]
}

/** What many operations have in common stands once. */
class Shared {
  readonly responses: Record<string, Json> = {}

  refusals(one: Endpoint): Json {
    const byStatus = new Map<number, ProblemCode[]>()
    for (const code of problemsOf(one)) {
      const { status } = problems[code]
      byStatus.set(status, [...(byStatus.get(status) ?? []), code])
    }
    return Object.fromEntries(
      [...byStatus]
        .sort(([a], [b]) => a - b)
        .map(([status, codes]) => [status, this.#response(codes.sort())]),
    )
  }

  #response(codes: readonly ProblemCode[]): Json {
    const name = codes.map(pascal).join('')
    this.responses[name] ??= problemResponse(codes)
    return { $ref: `#/components/responses/${name}` }
  }

  /** Puts what stands in three places or more into one, and returns it by its name. */
  parameters(paths: Record<string, Json>): Json {
    const found = new Map<string, { parameter: Json; places: Json[][] }>()
    for (const path of Object.values(paths))
      for (const { parameters } of Object.values(path) as { parameters: Json[] }[])
        for (const parameter of parameters) {
          const key = JSON.stringify(parameter)
          const one = found.get(key) ?? { parameter, places: [] }
          one.places.push(parameters)
          found.set(key, one)
        }
    const shared: Json = {}
    for (const { parameter, places } of [...found.values()].sort(
      (a, b) => b.places.length - a.places.length,
    )) {
      const name = String(parameter.name)
      if (places.length < 3 || shared[name]) continue
      shared[name] = parameter
      const key = JSON.stringify(parameter)
      for (const list of places)
        list.splice(
          0,
          list.length,
          ...list.map((one) =>
            JSON.stringify(one) === key ? { $ref: `#/components/parameters/${name}` } : one,
          ),
        )
    }
    return shared
  }
}

function problemResponse(codes: readonly ProblemCode[]): Json {
  const retried = codes.some((code) => 'retried' in problems[code])
  return {
    description: codes.map((code) => `${problems[code].title} (\`/problems/${code}\`)`).join('; '),
    ...((retried || codes.includes('unauthorized')) && {
      headers: {
        ...(retried && { 'Retry-After': headerAt('Retry-After') }),
        ...(codes.includes('unauthorized') && { 'WWW-Authenticate': headerAt('WWW-Authenticate') }),
      },
    }),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    'x-problems': codes.map((code) => `/problems/${code}`),
  }
}

/** `/api/openapi.json`, `/api/asyncapi.json`, and the page that makes it readable: Swagger UI's own files, from here and nowhere else. */
export function addDocument(app: FastifyInstance, services: Services, endpoints: readonly Endpoint[]): void {
  // Made for whoever asks first: it takes long, and seldom does anybody.
  const rest = once(async () => JSON.stringify(openApi(endpoints, services)))
  const live = once(async () => JSON.stringify(asyncApi(services)))
  app.get('/api/asyncapi.json', async (_, reply) => reply.type('application/json').send(await live()))
  app.get('/api/openapi.json', async (_, reply) => reply.type('application/json').send(await rest()))
  const assets = join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static')
  app.register(fastifyStatic, {
    root: assets,
    prefix: '/api/docs/assets/',
    decorateReply: false,
    index: false,
  })
  app.get('/api/docs', async (_, reply) => reply.type('text/html').send(page))
  app.get('/api/docs/start.js', async (_, reply) => reply.type('text/javascript').send(start))
}

const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Hindsight API</title>
  <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
  <body>
    <div id="document"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#document', deepLinking: true, docExpansion: 'none' })
`
