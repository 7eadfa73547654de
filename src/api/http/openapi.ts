import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { once } from '../../platform/process/once.ts'
import { asyncApi } from '../live/asyncapi.ts'
import { answerHeaders, responsesOf } from './answers.ts'
import { headerRules, minPositionRule } from './asking.ts'
import { cookieName } from './authentication.ts'
import { Components, pascal, unnamedKey } from './components.ts'
import type { Endpoint } from './endpoint.ts'
import { ndjson } from './lines.ts'
import { promise } from './masks.ts'
import { problemSchema } from './problem.ts'
import { tidy } from './schema.ts'
import type { Services } from './services.ts'
import { Shared } from './shared.ts'

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
      ...shared.made(),
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
  // What is read names what is asked for: a list is filtered by the `LeadStatus` of its leads.
  for (const one of endpoints) {
    const reply = one.lines?.answered ?? one.reply
    if (reply) components.add('output', reply, answerName(one))
  }
  for (const one of endpoints) {
    const id = operationId(one)
    components.addParameters(unnamedKey + id, one.parameters, pascal(id.replace(/^get/, '')))
    // As the words of the operation go: `captureLead` is asked with a `CaptureLead`, `postExports` with a `PostExports`.
    if (one.body) components.add('input', one.body, pascal(id))
    if (one.lines) components.add('input', one.lines.asked, `${pascal(id)}Line`)
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
  // Of lines it is the schema of each.
  const asked = one.lines?.asked ?? one.body
  const body = one.method !== 'GET' && asked && components.reference('input', asked)
  return {
    operationId: operationId(one),
    summary: one.summary,
    tags: [one.tag],
    ...(permission && { description: `Needs the permission \`${permission}\`.` }),
    ...(one.access === 'anyone' && { security: [] }),
    parameters: [...parametersOf(one, components), ...headersOf(one)].map((each) =>
      shared.use('parameters', String(each.name), each),
    ),
    ...(body &&
      '$ref' in body && {
        requestBody: {
          required: true,
          content: { [one.lines ? ndjson : 'application/json']: { schema: body } },
        },
      }),
    ...(one.file && { requestBody: { required: true, content: { 'application/octet-stream': {} } } }),
    responses: responsesOf(one, components, shared),
  }
}

function answerName(one: Endpoint): string {
  return pascal(operationId(one).replace(/^get/, '')) + (one.method === 'GET' ? '' : 'Answer')
}

/** Its name, or for what has none `POST /sign-in/enrol` as `postSignInEnrol`: stable as long as the route is. */
function operationId({ name, method, path }: Endpoint): string {
  // `/jobs/:id/cancel` is of jobs, `/jobs/:id` is one of them.
  const words = path.replace(/\/:id(?=\/)/g, '').replace(/\/:/g, '/by-')
  return name ?? method.toLowerCase() + pascal(words)
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
        ...(required && { required }),
        ...(description !== undefined && { description }),
        ...list,
        schema,
      }
    },
  )
}

function headersOf({ headers, demandsMatch, status }: Endpoint): readonly Json[] {
  if (headers === 'none') return []
  if (headers === 'read') return readHeaders
  // What is not there yet has no revision.
  return status === 201 ? makingHeaders : demandsMatch ? changeHeaders : commandHeaders
}

const readHeaders = parametersFor({ 'x-min-position': minPositionRule })
const commandHeaders = parametersFor(headerRules)
const makingHeaders = commandHeaders.filter(({ name }) => name !== 'If-Match')
const changeHeaders = commandHeaders.map((one) =>
  one.name === 'If-Match' ? { ...one, required: true } : one,
)

function parametersFor(rules: Readonly<Record<string, { rule: z.ZodType; note: string }>>): Json[] {
  return Object.entries(rules).map(([name, { note, rule }]) => ({
    name: canonical(name),
    in: 'header',
    description: note,
    schema: tidy(z.toJSONSchema(rule, { io: 'input' }), 'input'),
  }))
}

/** `if-match` as it is usually written. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

/** `/api/openapi.json`, `/api/asyncapi.json`, and the page that makes it readable: Swagger UI's own files, from here and nowhere else. */
export function addDocument(app: FastifyInstance, services: Services, endpoints: readonly Endpoint[]): void {
  // Made for whoever asks first, once: seldom does anybody.
  serveOnce(app, '/api/openapi.json', () => openApi(endpoints, services))
  serveOnce(app, '/api/asyncapi.json', () => asyncApi(services))
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

/** A document that stays as it is while the process runs: compressed once, and known again by its ETag. */
function serveOnce(app: FastifyInstance, url: string, make: () => Json): void {
  const made = once(async () => {
    const plain = Buffer.from(JSON.stringify(make()))
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    return { plain, packed: gzipSync(plain), etag }
  })
  app.get(url, async (request, reply) => {
    const { plain, packed, etag } = await made()
    reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' }).type('application/json')
    if (request.headers['if-none-match']?.includes(etag)) return reply.status(304).send()
    const packs = /\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(String(request.headers['accept-encoding']))
    return packs ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(plain)
  })
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
