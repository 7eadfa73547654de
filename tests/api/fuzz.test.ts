import { randomUUID } from 'node:crypto'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, people, type TestApp, testApp } from '../support/app.ts'
import { fromJson, type JsonSchema } from '../support/arbitrary.ts'
import { seed as chance, times } from '../support/chance.ts'
import { resolved } from '../support/described.ts'

/** Requests sent; HINDSIGHT_FUZZ for more or fewer, HINDSIGHT_FUZZ_SEED to see the same ones again. */
const wanted = Number(process.env.HINDSIGHT_FUZZ ?? times(3_000, 30_000))
const seed = Number(process.env.HINDSIGHT_FUZZ_SEED ?? chance)
const together = 20

interface Operation {
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[]
  requestBody?: {
    content: { 'application/json'?: { schema: JsonSchema }; 'application/octet-stream'?: object }
  }
}
interface Document {
  paths: Record<string, Record<string, Operation>>
}

/** An operation with what checks and makes its requests. */
interface Target {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  operation: Operation
  body: ValidateFunction | undefined
  query: ValidateFunction
}

interface Sent {
  target: Target
  who: Person | undefined
  path: Record<string, string>
  query: Record<string, string>
  body: unknown
  headers: Record<string, string>
  /** What is wrong with it for sure, beside what the schemas say. */
  wrong: boolean
}

let t: TestApp
let targets: Target[]
const pools = new Map<string, string[]>()
const tokens = new Map<Person, string>()
beforeAll(async () => {
  t = await testApp()
  for (const who of people) tokens.set(who, t.tokens[who])
  await furnish()
  const document = resolved<Document>((await t.anonymous.get('/api/openapi.json')).json())
  const checker = () => new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  const [ajv, coercing] = [
    checker(),
    new Ajv2020({ strict: false, validateFormats: false, coerceTypes: true }),
  ]
  targets = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const query = operation.parameters.filter((one) => one.in === 'query')
      const body = operation.requestBody?.content['application/json']?.schema
      return {
        method: method.toUpperCase() as Target['method'],
        path,
        operation,
        body: body && ajv.compile(body),
        query: coercing.compile({
          type: 'object',
          properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
          required: query.filter(({ required }) => required).map(({ name }) => name),
          additionalProperties: false,
        }),
      }
    }),
  )
})
afterAll(() => t.close())

/** Makes work that goes on by itself, hashes a password, or closes the door behind it: asked, but seldom. */
const heavy =
  /settings\/modules$|exports$|imports$|verify$|rebuild$|password|sign-in|recovery|second-factor|oidc/

const strange = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'a\u0000b',
  '💥'.repeat(50),
  'x'.repeat(3000),
  "'; drop table rm.lead; --",
  '../../etc/passwd',
  '{{7*7}}',
  '__proto__',
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  true,
  [],
  {},
  [[[[[[]]]]]],
  { $ref: '#/a' },
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '0000-00-00T00:00:00Z',
)

type Breaking = (
  body: Record<string, unknown>,
  key: string,
  odd: unknown,
) => { body: unknown; wrong: boolean }
const breakings: readonly Breaking[] = [
  (body) => ({ body, wrong: false }),
  (body, key) => ({
    body: Object.fromEntries(Object.entries(body).filter(([name]) => name !== key)),
    wrong: false,
  }),
  (body, key, odd) => ({ body: { ...body, [key]: odd }, wrong: false }),
  (body) => ({ body: { ...body, noSuchField: 1 }, wrong: true }),
  (_body, _key, odd) => ({ body: odd, wrong: false }),
]

const headersOf = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Record<string, string>>({}) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'if-match',
          'idempotency-key',
          'x-reason',
          'x-reason-code',
          'x-occurred-at',
          'x-min-position',
        ),
        fc.constantFrom(
          '"0"',
          '"1"',
          'W/"1"',
          '*',
          'soon',
          '%E0%A4%A',
          '2020-01-01T00:00:00Z',
          '0',
          'k1',
          'a b',
        ),
      )
      .map(([name, value]) => ({ [name]: value })),
  },
)

function requestOf(target: Target): fc.Arbitrary<Sent> {
  const at = (place: string) => target.operation.parameters.filter((one) => one.in === place)
  const pool = pools.get(target.path.split('/')[2] ?? '') ?? []
  const anId = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pool, randomUUID()) },
    { weight: 1, arbitrary: fc.constantFrom('nonsense', '1', '%00', randomUUID().toUpperCase()) },
  )
  const path = fc.record(Object.fromEntries(at('path').map(({ name }) => [name, anId])))
  const query = fc.record(
    Object.fromEntries(
      at('query').map(({ name, schema }) => [
        name,
        fc
          .oneof({ weight: 6, arbitrary: fromJson(schema, {}) }, { weight: 1, arbitrary: strange })
          .map(asText),
      ]),
    ),
    { requiredKeys: at('query').flatMap(({ name, required }) => (required ? [name] : [])) },
  )
  const schema = target.operation.requestBody?.content['application/json']?.schema
  // Whatever is in a file, it has no fields that there could not be.
  const isFile = target.operation.requestBody?.content['application/octet-stream'] !== undefined
  const whole = schema ? fromJson(schema, schema.$defs ?? {}) : fc.constant({})
  const broken = fc
    .tuple(
      whole,
      fc.constantFrom(...breakings, ...breakings.slice(0, 1), ...breakings.slice(0, 1)),
      strange,
      fc.nat(20),
    )
    .map(([body, breaking, odd, nth]) => {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return { body, wrong: false }
      const keys = Object.keys(body)
      const known = real(body) as Record<string, unknown>
      return breaking(known, keys[nth % Math.max(1, keys.length)] ?? 'field', odd)
    })
  const who = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Person | undefined>('admin') },
    { weight: 4, arbitrary: fc.constantFrom<Person | undefined>(...people, undefined) },
  )
  return fc
    .tuple(
      who,
      path,
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: query }),
      broken,
      headersOf,
    )
    .map(([asker, places, asked, { body, wrong }, headers]) => ({
      target,
      who: asker,
      path: places as Record<string, string>,
      query: asked as Record<string, string>,
      body: target.method === 'GET' ? undefined : body,
      headers: headers as Record<string, string>,
      wrong: wrong && !isFile && target.method !== 'GET',
    }))
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Ids of the generator in the place of which real ones are of more use. */
function real(value: unknown): unknown {
  const known = ['users', 'accounts', 'teams', 'pipelines'].map(
    (name) => pools.get(name)?.[0] ?? randomUUID(),
  )
  const text = JSON.stringify(value).replace(
    /00000000-0000-4000-8000-00000000000([0-3])/g,
    (_, n: string) => known[Number(n)] ?? '',
  )
  return JSON.parse(text)
}

async function send({ target, who, path, query, body, headers }: Sent): Promise<LightMyRequestResponse> {
  const url = target.path.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => encode(path[name] ?? ''))
  // What goes on for as long as it is read is asked for what there is: nobody would end it.
  const goesOn = target.path.endsWith('/changes') && (query.follow ?? 'true') === 'true'
  const given = goesOn ? { ...query, follow: 'false' } : query
  const asked = Object.entries(given).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const token = who && tokens.get(who)
  return t.app.inject({
    method: target.method,
    url: asked.length > 0 ? `${url}?${asked.join('&')}` : url,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(target.method !== 'GET' && { 'content-type': 'application/json' }),
      ...((target.method === 'PATCH' || demandsMatch(target)) && { 'if-match': '*' }),
      ...headers,
    },
    ...(target.method !== 'GET' && { payload: JSON.stringify(body) ?? '' }),
  })
}

const demandsMatch = ({ operation }: Target) =>
  operation.parameters.some(({ name, required }) => name === 'If-Match' && required)

/** A lone surrogate cannot stand in an address. */
function encode(text: string): string {
  return text === '%00' ? text : encodeURIComponent(Buffer.from(text).toString())
}

/** What is amiss with an answer beside its form, which is looked at in every test; undefined: nothing. */
function faultOf(sent: Sent, { statusCode: status }: LightMyRequestResponse): string | undefined {
  const { target, query, body, wrong } = sent
  if (status >= 500) return `answers ${status}`
  if (status >= 400) return undefined
  if (wrong) return 'takes a field that there is not'
  if (target.body && !target.body(body ?? {}))
    return `takes a body that is none: ${JSON.stringify(target.body.errors)}`
  if (!target.query({ ...query }))
    return `takes parameters that are none: ${JSON.stringify(target.query.errors)}`
  return undefined
}

/** Requests may end sessions, their own among them. */
async function renew(who: Person): Promise<void> {
  tokens.set(who, (await t.sessions.open(randomUUID(), t.ids[who])).token)
}

describe('INT-07 SEC-02 every endpoint under any request', () => {
  it(`has no answer 5xx, no reply outside its schema, and takes nothing invalid (seed ${seed})`, async () => {
    const light = targets.filter(({ path }) => !heavy.test(path))
    const seldom = targets.filter(({ path }) => heavy.test(path))
    const one = fc.oneof(
      { weight: 300, arbitrary: fc.oneof(...light.map(requestOf)) },
      { weight: 1, arbitrary: fc.oneof(...seldom.map(requestOf)) },
    )
    const statuses = new Map<number, number>()
    const reached = new Set<string>()
    const faults = new Map<string, string>()
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: together, maxLength: together }), async (requests) => {
        await Promise.all(
          requests.map(async (sent) => {
            const reply = await send(sent)
            const { statusCode: status } = reply
            statuses.set(status, (statuses.get(status) ?? 0) + 1)
            if (status < 300) reached.add(`${sent.target.method} ${sent.target.path}`)
            if (status === 401 && sent.who) await renew(sent.who)
            const fault = faultOf(sent, reply)
            if (fault === undefined) return
            const { target, who, path, query, body, headers } = sent
            const key = `${target.method} ${target.path} ${fault.slice(0, 120)}`
            if (!faults.has(key))
              faults.set(
                key,
                `${JSON.stringify({ who, path, query, body, headers })} => ${reply.body.slice(0, 400)}`,
              )
          }),
        )
      }),
      { numRuns: Math.ceil(wanted / together), seed, endOnFailure: true },
    )
    if (process.env.HINDSIGHT_FUZZ_TELL) {
      console.log(JSON.stringify(Object.fromEntries(statuses)), reached.size, 'of', targets.length)
    }
    expect([...faults].map(([key, example]) => `${key}\n  ${example}`)).toEqual([])
    // A fuzzer that is turned away at the door proves nothing.
    if (wanted >= 3_000) expect(reached.size).toBeGreaterThan(targets.length / (wanted >= 10_000 ? 2 : 8))
  }, 1_800_000)
})

/** A value of a schema's edge: the last that it takes, or the first that it does not. */
interface Edge {
  place: readonly string[]
  value: unknown
  past: boolean
}

/** The edges of texts, numbers and lists in a schema, wherever they stand; `open` hears of what has no end. */
function edgesOf(
  schema: JsonSchema,
  open: (place: readonly string[]) => void,
  place: readonly string[] = [],
): Edge[] {
  const at = (value: unknown): Edge => ({ place, value, past: false })
  const past = (value: unknown): Edge => ({ place, value, past: true })
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (options) {
    const edges = options.flatMap((inner) => edgesOf(inner, open, place))
    // What one alternative does not take another may.
    return options.filter(({ type }) => type !== 'null').length > 1
      ? edges.filter((edge) => !edge.past)
      : edges
  }
  if (schema.const !== undefined || schema.enum) return [past('no-such-choice')]
  switch (schema.type) {
    case 'string': {
      const { maxLength, format, pattern } = schema
      if (maxLength === undefined && !['uuid', 'date', 'date-time', 'uri'].includes(format ?? '') && !pattern)
        open(place)
      const most = maxLength ?? 40
      return [
        at('x'.repeat(most)),
        at('\u{10348}'.repeat(most / 2)),
        ...(maxLength === undefined ? [] : [past('x'.repeat(maxLength + 1))]),
        ...[
          '0001-01-01',
          '9999-12-31',
          '0000-01-01',
          '0001-01-01T00:00:00+05:00',
          '9999-12-31T23:59:59-12:00',
        ].map(at),
        past('a\0b'),
      ]
    }
    case 'integer':
    case 'number': {
      const { minimum, maximum, exclusiveMaximum } = schema
      if (maximum === undefined && exclusiveMaximum === undefined) open(place)
      return [
        ...[minimum, maximum].filter((edge) => edge !== undefined).map(at),
        ...(minimum === undefined ? [] : [past(minimum - 1)]),
        ...(maximum === undefined ? [] : [past(maximum + 1)]),
        past(1e308),
      ]
    }
    case 'array':
      return schema.items ? edgesOf(schema.items, open, [...place, '0']) : []
    case 'object':
      return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
        edgesOf(inner, open, [...place, name]),
      )
    case undefined:
    default:
      return []
  }
}

function withEdge(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (key === '0') return [withEdge((whole as unknown[] | undefined)?.[0], rest, value)]
  const of = (typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {}) as Record<
    string,
    unknown
  >
  return { ...of, [key]: withEdge(of[key], rest, value) }
}

it('FAULTS 1, 2: every parameter and every field of a body is taken up to its bound and refused past it, at every endpoint', async () => {
  // Chance may have switched modules off, whose endpoints would refuse everything.
  await renew('admin')
  const headers = { authorization: `Bearer ${tokens.get('admin') ?? ''}`, 'if-match': '*' }
  const on = { method: 'PATCH', url: '/api/settings/modules', headers, payload: { off: [] } } as const
  expect((await t.app.inject(on)).statusCode).toBe(200)
  const faults: string[] = []
  const open: string[] = []
  let asked = 0
  let taken = 0
  let refused = 0
  for (const target of targets) {
    const { method, path, operation } = target
    const schema = operation.requestBody?.content['application/json']?.schema
    const known: Record<string, string> = {}
    for (const { name } of operation.parameters.filter((one) => one.in === 'path'))
      known[name] = pools.get(path.split('/')[2] ?? '')?.[0] ?? randomUUID()
    const whole = schema
      ? (real(fc.sample(fromJson(schema, schema.$defs ?? {}), { seed, numRuns: 1 })[0]) as object)
      : undefined
    const tell = (kind: string) => (place: readonly string[]) =>
      open.push(`${method} ${path} ${kind} ${place.join('.')}`)
    const cases = [
      ...operation.parameters
        .filter((one) => one.in === 'query')
        .flatMap(({ name, schema: of }) =>
          edgesOf(of, tell('parameter'), [name]).map((edge) => ({
            ...edge,
            query: { [name]: asText(edge.value) },
            body: whole,
          })),
        ),
      ...(schema
        ? edgesOf(schema, tell('body')).map((edge) => ({
            ...edge,
            query: {},
            body: withEdge(whole, edge.place, edge.value),
          }))
        : []),
    ].filter(({ past }) => past || !heavy.test(path))
    for (const { query, body, past, place, value } of cases) {
      const sent: Sent = {
        target,
        who: 'admin',
        path: known,
        query: query as Record<string, string>,
        body,
        headers: {},
        wrong: false,
      }
      const reply = await send(sent)
      asked++
      const { statusCode: status } = reply
      if (status === 401) await renew('admin')
      if (status < 300) taken++
      if (status === 400) refused++
      const what = `${method} ${path} ${place.join('.')} = ${JSON.stringify(value).slice(0, 40)}: ${status}`
      if (status >= 500) faults.push(`${what} ${reply.body.slice(0, 300)}`)
      // Who may not ask, or asks for what is not there, is told that first.
      else if (
        past &&
        status !== 400 &&
        !(status === 401 || status === 403 || status === 404 || status === 409 || status === 429)
      )
        faults.push(what)
    }
  }
  console.log(`${asked} requests at bounds: ${taken} taken, ${refused} refused with 400`)
  expect(faults).toStrictEqual([])
  expect(open).toStrictEqual([])
  expect(taken).toBeGreaterThan(targets.length)
  // What was taken is shown: no read model stopped at it.
  await t.settled()
  expect((await t.anonymous.get('/health/ready')).json()).toMatchObject({ status: 'ready' })
}, 1_800_000)

/** Something behind every kind of address. */
async function furnish(): Promise<void> {
  const make = async (resource: string, body: unknown) => {
    const reply = await t.as('admin').post(`/api/${resource}`, body)
    if (reply.statusCode !== 201) throw new Error(`${resource}: ${reply.body}`)
    const { id } = reply.json<{ id: string }>()
    pools.set(resource, [...(pools.get(resource) ?? []), id])
    return id
  }
  pools.set('users', [t.ids.agent, t.ids.rep2])
  pools.set('teams', [t.ids.team])
  const stages = ['open', 'won', 'lost'].map((kind, n) => ({
    id: randomUUID(),
    name: kind,
    kind,
    probability: [0.1, 1, 0][n],
  }))
  await make('pipelines', { name: 'Fuzz', currency: 'EUR', isDefault: true, stages })
  const accountId = await make('accounts', { name: 'Fuzz' })
  await make('contacts', { name: { first: 'Ada', last: 'Fuzz' }, accountId })
  for (let n = 0; n < 3; n++) {
    await make('leads', { name: { first: 'Ada', last: `Fuzz ${n}` }, source: 'web', company: `Company ${n}` })
    const deal = await make('opportunities', {
      name: `Deal ${n}`,
      accountId,
      ownerId: t.ids.rep,
      amount: { amount: 100, currency: 'EUR' },
    })
    await make('quotes', { opportunityId: deal, currency: 'EUR', lines: [], validUntil: '2099-01-31' })
    await make('tickets', { subject: `Help ${n}`, priority: 'normal', channel: 'web' })
  }
  await make('products', { name: 'Fuzz', code: 'F1', price: { amount: 100, currency: 'EUR' } })
  await make('roles', {
    name: 'Fuzz',
    may: [],
    seesAll: [],
    seesMembers: false,
    queues: [],
    hidden: {},
    readOnly: {},
  })
  await t.settled()
  const events = (await t.as('admin').get('/api/audit?limit=20')).json<{ items: { id: string }[] }>()
  pools.set(
    'events',
    events.items.map(({ id }) => id),
  )
}
