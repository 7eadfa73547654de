import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { modulesOff } from '../../commands/settings/modules.ts'
import type { Module } from '../../domain/settings/modules.ts'
import { allows } from '../../platform/people/permissions.ts'
import { BoundedMap } from '../../platform/process/bounded-map.ts'
import { once } from '../../platform/process/once.ts'
import { type CustomFieldsNow, customFieldsNow } from '../lists/custom-values.ts'
import { asyncApi } from '../live/asyncapi.ts'
import { answerHeaders, responsesOf } from './answers.ts'
import { headerRules, minPositionRule } from './asking.ts'
import { cookieName, whoAsks } from './authentication.ts'
import { Components, pascal } from './components.ts'
import { withFieldsDescribed } from './described-fields.ts'
import type { Endpoint } from './endpoint.ts'
import { ndjson } from './lines.ts'
import { promise } from './masks.ts'
import { problemSchema } from './problem.ts'
import { type JsonSchema, SchemaWriter } from './schema.ts'
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
  components.prune(schemas)
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
    tags: tagsOf(endpoints),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookieName },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas,
      ...shared.made(),
      headers: endpoints.some(({ deprecated }) => deprecated) ? answerHeaders : lastingHeaders,
    },
  }
}

const { Deprecation: _, Sunset: __, ...lastingHeaders } = answerHeaders

/** What is about no kind of record, in the words of who looks for it. */
const rooms: Readonly<Record<string, string>> = {
  access: 'Who may see what, and why',
  admin: 'What keeps the machine running',
  'content-offers': 'What of the library is for somebody',
  customers: 'Everything about one customer in one call',
  events: 'Single events: why they happened, and that they are in the log',
  exports: 'Signed bundles of events that can be checked offline',
  help: 'Help for what is on screen',
  histories: 'Whole lives of records, taken over from elsewhere',
  identity: 'Signing in, and what is one’s own',
  imports: 'Records taken over from elsewhere',
  live: 'What changes, as it changes',
  log: 'The tree over the log, and its signed checkpoints',
  notices: 'What one is told of',
  privacy: 'What people may ask for by law',
  search: 'Whatever has a name or a number, by what somebody types',
  security: 'Alerts of what may be an attack, and checks of ourselves',
  settings: 'What holds for the whole organisation',
  system: 'Whether all parts keep up',
}

/** Kinds of records in the words of their lists. A tag that has none is found by the linter. */
function tagsOf(endpoints: readonly Endpoint[]): Json[] {
  const lists = new Map(
    endpoints.filter(({ method }) => method === 'GET').map(({ path, summary }) => [path, summary]),
  )
  return [...new Set(endpoints.map(({ tag }) => tag))].sort().map((name) => {
    const past = lists.has(`/${name}/:id/history`)
      ? `What happened to ${name.replaceAll('-', ' ')}`
      : undefined
    const description = rooms[name] ?? lists.get(`/${name}`) ?? past
    return { name, ...(description !== undefined && { description }) }
  })
}

/** What would get a name by chance, and has to be given one: see `Components`. */
export function unnamedIn(endpoints: readonly Endpoint[]): readonly string[] {
  const components = named(endpoints)
  components.make()
  return components.unnamed
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
    components.addParts('input', one.parameters, pascal(id.replace(/^get/, '')))
    // As the words of the operation go: `captureLead` is asked with a `CaptureLead`, `postExports` with a `PostExports`.
    if (one.body) components.add('input', one.body, pascal(id))
    if (one.lines?.asked) components.add('input', one.lines.asked, `${pascal(id)}Line`)
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
    ...(permission && { 'x-permission': permission }),
    ...(one.deprecated && { deprecated: true }),
    ...(one.access === 'anyone' && { security: [] }),
    parameters: [...parametersOf(one, components), ...headersOf(one)].map((each) =>
      shared.use(
        'parameters',
        `${String(each.name)}${each.name === 'If-Match' && each.required ? '-Required' : ''}`,
        each,
      ),
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

const operationIds = new WeakMap<Endpoint, string>()

/** Its name, or for what has none `POST /sign-in/enrol` as `postSignInEnrol`: stable as long as the route is. */
function operationId(one: Endpoint): string {
  const { name, method, path } = one
  // `/jobs/:id/cancel` is of jobs, `/jobs/:id` is one of them.
  const words = () => path.replace(/\/:id(?=\/)/g, '').replace(/\/:/g, '/by-')
  const id = name ?? operationIds.get(one) ?? method.toLowerCase() + pascal(words())
  operationIds.set(one, id)
  return id
}

function parametersOf({ parameters, path }: Endpoint, components: Components): Json[] {
  const places = path.split('/')
  return Object.entries<z.ZodType>(parameters.shape).map(([name, field]) =>
    parameterOf(name, places.includes(`:${name}`) ? 'path' : 'query', field, components.parameter(field)),
  )
}

/** By the schema that they have in a document: the same parameter of many operations is the same object. */
const parametersBySchema = new WeakMap<object, Map<string, Json>>()

function parameterOf(name: string, place: 'path' | 'query', field: z.ZodType, written: JsonSchema): Json {
  const known = parametersBySchema.get(written) ?? new Map<string, Json>()
  parametersBySchema.set(written, known)
  const key = `${place} ${name}`
  const parameter = known.get(key) ?? made(name, place, field, written)
  known.set(key, parameter)
  return parameter
}

function made(
  name: string,
  place: 'path' | 'query',
  field: z.ZodType,
  { description, ...schema }: JsonSchema,
): Json {
  const required = place === 'path' || field._zod.optin === undefined
  return {
    name,
    in: place,
    ...(required && { required }),
    ...(description !== undefined && { description }),
    ...(schema.type === 'array' && { style: 'form', explode: false }),
    schema,
  }
}

function headersOf({ headers, demandsMatch, status, ranges }: Endpoint): readonly Json[] {
  if (headers === 'none') return []
  if (headers === 'read') return ranges ? [...readHeaders, ...rangeHeaders] : readHeaders
  // What is not there yet has no revision.
  return status === 201 ? makingHeaders : demandsMatch ? changeHeaders : commandHeaders
}

const headerWriter = new SchemaWriter('input')
/** An instant has a pattern in the place of its format: NSwag's code for one that may be left out does not compile. */
function headerSchema(rule: z.ZodType): JsonSchema {
  const { format, ...schema } = headerWriter.write(rule)
  return format === 'date-time'
    ? { ...schema, ...instantText }
    : { ...schema, ...(format !== undefined && { format }) }
}
const instantText = {
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$',
  examples: ['2026-11-29T10:30:00Z'],
}
const readHeaders = parametersFor({ 'x-min-position': minPositionRule })
const rangeHeaders = parametersFor({
  range: { rule: z.string().meta({ examples: ['bytes=0-1023'] }), note: 'Which bytes: one range of them.' },
  'if-range': {
    rule: z.string(),
    note: 'The ETag that was read: of another content, all of it is the answer.',
  },
})
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
    schema: headerSchema(rule),
  }))
}

/** `if-match` as it is usually written. */
function canonical(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

/** `/api/openapi.json`, `/api/asyncapi.json`, and the page that makes it readable: Swagger UI's own files, from here and nowhere else. */
export function addDocument(app: FastifyInstance, services: Services, endpoints: readonly Endpoint[]): void {
  const baseOf = async (off: readonly Module[]) =>
    openApi(
      endpoints.filter(({ module }) => !module || !off.includes(module)),
      services,
    )
  serve(app, '/api/openapi.json', async (request) => {
    // What an organisation keeps of its records is not for strangers to read.
    const principal = request && whoAsks(request)?.principal
    const reads = principal && allows(principal.may, 'fieldSet.read')
    const fields = reads ? await customFieldsNow(services.execute) : none
    const off = await modulesOff(services.execute)
    return {
      version: JSON.stringify([[...fields], off]),
      make: async () => withFieldsDescribed(await baseOf(off), fields),
    }
  })
  serve(app, '/api/asyncapi.json', async () => ({ version: '', make: async () => asyncApi(services) }))
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

/** How long after the start it is made, if nobody has asked by then, in ms: who starts has other things to do. */
const aWhile = 1000

const none: CustomFieldsNow = new Map()

/** The versions of a document that are kept: what strangers are told, what people here are, and what they just were. */
const mostKept = 3

/** A document that is made and compressed once for each version there is of it, and known again by its ETag. */
function serve(
  app: FastifyInstance,
  url: string,
  current: (request?: FastifyRequest) => Promise<{ version: string; make: () => Promise<object> }>,
): void {
  const kept = new BoundedMap<string, () => Promise<{ plain: Buffer; packed: Buffer; etag: string }>>(
    mostKept,
  )
  const made = async (request?: FastifyRequest) => {
    const { version, make } = await current(request)
    const known =
      kept.get(version) ??
      once(async () => {
        const plain = Buffer.from(JSON.stringify(await make()))
        const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
        return { plain, packed: gzipSync(plain), etag }
      })
    kept.set(version, known)
    return known()
  }
  app.addHook('onListen', async () => {
    setTimeout(() => void made().catch(() => {}), aWhile).unref()
  })
  app.get(url, async (request, reply) => {
    const { plain, packed, etag } = await made(request)
    const vary = 'accept-encoding, authorization, cookie'
    reply.headers({ etag, 'cache-control': 'no-cache', vary }).type('application/json')
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

const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#document', deepLinking: true, docExpansion: 'none', showExtensions: true })
`
