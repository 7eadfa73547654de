import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { once } from '../../platform/process/once.ts'
import { asyncApi } from '../live/asyncapi.ts'
import { headerRules, minPositionRule } from './asking.ts'
import { cookieName } from './authentication.ts'
import type { Endpoint } from './endpoint.ts'
import { ndjson } from './lines.ts'
import { promisedReply } from './masks.ts'
import { type ProblemCode, problemSchema, problems } from './problem.ts'
import { bodySchema, replySchema } from './schema.ts'
import type { Services } from './services.ts'

type Json = Record<string, unknown>
/** The fields of each model that a role may hide. */
type Maskable = Services['faces']['fields']

/** The OpenAPI 3.1 document, from the same values the routes are made of. */
export function openApi(
  endpoints: readonly Endpoint[],
  { version, faces }: Pick<Services, 'version'> & { faces: Pick<Services['faces'], 'fields'> },
): Json {
  const paths: Record<string, Json> = {}
  for (const one of endpoints) {
    const path = `/api${one.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one, faces.fields) }
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
      schemas: { Problem: replySchema(problemSchema) },
      responses: Object.fromEntries(
        Object.entries(byStatus()).map(([status, codes]) => [`Problem${status}`, problemResponse(codes)]),
      ),
    },
  }
}

function operation(one: Endpoint, maskable: Maskable): Json {
  const { permission } = one.access as { permission?: string }
  return {
    operationId: operationId(one),
    summary: one.summary,
    tags: [one.tag],
    ...(permission && { description: `Needs the permission \`${permission}\`.` }),
    ...(one.access === 'anyone' && { security: [] }),
    parameters: [...parametersOf(one), ...headersOf(one)],
    ...(one.method !== 'GET' && one.body && { requestBody: requestBody(one.body) }),
    ...(one.lines && { requestBody: requestBody(one.lines.asked, ndjson) }),
    responses: { [one.status]: success(one, maskable), ...refusals(one) },
  }
}

/** `POST /leads/:id/qualify` is `postLeadsIdQualify`: stable as long as the route is. */
function operationId({ method, path }: Endpoint): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function parametersOf({ parameters, path }: Endpoint): Json[] {
  const { properties = {} } = bodySchema(parameters) as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, schema]) => {
    const inPath = path.split('/').includes(`:${name}`)
    const optional = inPath || parameters.shape[name]?.safeParse(undefined).success
    return { name, in: inPath ? 'path' : 'query', required: inPath || !optional, schema }
  })
}

function headersOf({ headers }: Endpoint): Json[] {
  if (headers === 'none') return []
  const rules = headers === 'command' ? headerRules : { 'x-min-position': minPositionRule }
  return Object.entries(rules).map(([name, { note }]) => ({
    name: canonical(name),
    in: 'header',
    required: false,
    description: note,
    schema: { type: 'string' },
  }))
}

/** `if-match` as it is usually written. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

/** Of lines it is the schema of each. */
function requestBody(body: NonNullable<Endpoint['body']>, media = 'application/json'): Json {
  return { required: true, content: { [media]: { schema: bodySchema(body) } } }
}

function success({ reply, lines, media, headers, model, fields }: Endpoint, maskable: Maskable): Json {
  if (lines)
    return {
      description: 'An answer to each line, in their order',
      content: { [ndjson]: { schema: replySchema(lines.answered) } },
    }
  if (media) return { description: 'The answer', content: { [media]: { schema: { type: 'string' } } } }
  if (!reply) return { description: 'Done' }
  const schema = replySchema(reply)
  const masked = fields && model ? maskable.get(model) : undefined
  return {
    description: headers === 'command' ? 'Carried out; ETag is the new revision' : 'The answer',
    content: { 'application/json': { schema: masked ? promisedReply(masked, schema) : schema } },
  }
}

/** Which problems an operation can meet follows from what it is. */
function refusals({ access, headers, parameters, method, media }: Endpoint): Json {
  const statuses = new Set([400, 500, 503])
  if (access !== 'anyone') statuses.add(401)
  // Who is signed in may still lack the right to what a parameter names.
  if (access !== 'anyone') statuses.add(403)
  // Also what a body or a parameter names may not be there, and a session may end meanwhile.
  if (access !== 'anyone' || 'id' in parameters.shape) statuses.add(404)
  // What is handed out as a file may not be there to be handed out yet.
  if (media) statuses.add(409)
  if (method !== 'GET') for (const status of [409, 413, 415, 422]) statuses.add(status)
  if (headers === 'command') for (const status of [412, 428]) statuses.add(status)
  if (access === 'anyone') statuses.add(401)
  // What has to do with signing in is slowed down, and refused in many ways.
  if (access === 'anyone' || access === 'in-person')
    for (const status of [409, 422, 429]) statuses.add(status)
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  )
}

function byStatus(): Record<number, ProblemCode[]> {
  const grouped: Record<number, ProblemCode[]> = {}
  for (const [code, { status }] of Object.entries(problems)) {
    grouped[status] = [...(grouped[status] ?? []), code as ProblemCode]
  }
  return grouped
}

function problemResponse(codes: readonly ProblemCode[]): Json {
  return {
    description: codes.map((code) => `${problems[code].title} (\`/problems/${code}\`)`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
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
