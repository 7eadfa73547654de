import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../src/api/http/endpoint.ts'
import { unnamedIn } from '../../src/api/http/openapi.ts'
import { operationOf } from '../../src/api/http/routes.ts'
import { messages } from '../../src/api/live/messages.ts'
import { routeOf } from '../../src/commands/command.ts'
import { vocabulary } from '../../src/domain/values/vocabulary.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { checkerOf, resolved } from '../support/described.ts'

type Operation = {
  operationId: string
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  responses: Record<string, object>
}
interface Schema {
  type?: string | string[]
  format?: string
  properties?: Record<string, Schema>
  items?: Schema
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  discriminator?: object
}
type Served = Omit<Document, 'components'> & {
  components: { schemas: Record<string, Schema>; responses: object; parameters: Record<string, object> }
}
type Refusal = { 'x-problems': Record<string, string[]> }
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: object; responses: object }
}

let t: TestApp
/** As it is served, and with what its references lead to. */
let served: Served
let document: Document
beforeAll(async () => {
  t = await testApp()
  served = (await t.anonymous.get('/api/openapi.json')).json()
  document = resolved(served)
})
afterAll(() => t.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** All `$ref`s anywhere in a value. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : references(part)))
}

describe('INT-07 the OpenAPI document', () => {
  it('is 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    for (const reference of references(served)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], served)
      expect(found, reference).toBeDefined()
    }
  })

  it('has every command and query of the registry', () => {
    const { commands, queries } = t.services.faces
    const has = (method: string, path: string) =>
      document.paths[`/api${path.replace(/:([a-zA-Z]+)/g, '{$1}')}`]?.[method.toLowerCase()] !== undefined
    for (const command of commands.filter(({ internal }) => !internal)) {
      const { method, path } = routeOf(command)
      expect([command.type, has(method, path)]).toEqual([command.type, true])
    }
    for (const { name, path } of queries) expect([name, has('get', path)]).toEqual([name, true])
    const names = new Set(operations().map(({ operation }) => operation.operationId))
    // Where one is sent by an endpoint of its own, that has another name.
    for (const { type } of commands.filter(({ internal }) => internal))
      expect([type, names.has(operationOf(type))]).toEqual([type, false])
  })

  it('names operations uniquely, and describes each with its parameters and problems', () => {
    const all = operations()
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length)
    for (const { path, method, operation } of all) {
      const where = `${method} ${path}`
      expect(operation.summary, where).not.toBe('')
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
      const named = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(named.map(({ name }) => name).sort(), where).toEqual(inPath.sort())
      expect(
        named.every(({ required }) => required),
        where,
      ).toBe(true)
      expect(Object.keys(operation.responses), where).toEqual(expect.arrayContaining(['default']))
      for (const { name, schema } of operation.parameters)
        expect(Object.keys(schema).length, `${where} ${name}`).toBeGreaterThan(0)
    }
  })

  it('has a body schema for every operation that takes fields', () => {
    const create = document.paths['/api/teams']?.post
    const schema = create?.requestBody?.content['application/json']?.schema
    expect(schema).toMatchObject({ type: 'object', required: ['name'] })
  })

  it('offers asOf and basis on every read of the registry', () => {
    for (const { path } of t.services.faces.queries) {
      const operation = document.paths[`/api${path.replace(/:([a-zA-Z]+)/g, '{$1}')}`]?.get
      const names = operation?.parameters.map(({ name }) => name) ?? []
      expect([path, names]).toEqual([path, expect.arrayContaining(['asOf', 'basis'])])
    }
  })

  it('has a page that needs nothing from elsewhere', async () => {
    const page = await t.anonymous.get('/api/docs')
    expect(page.statusCode).toBe(200)
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(sources.length).toBeGreaterThan(2)
    for (const source of sources) {
      expect(source).toMatch(/^\/api\/docs\//)
      expect([source, (await t.anonymous.get(source)).statusCode]).toEqual([source, 200])
    }
  })

  it('stands beside an AsyncAPI document of the live channel', async () => {
    const live = (await t.anonymous.get('/api/asyncapi.json')).json()
    expect(live.asyncapi).toBe('3.0.0')
    expect(Object.keys(live.components.messages)).toEqual(
      expect.arrayContaining(['subscribe', 'unsubscribe', 'changes', 'error', 'progress']),
    )
    for (const { schema, examples } of Object.values({ ...messages.client, ...messages.server }))
      for (const example of examples) expect(schema.parse(example)).toEqual(example)
  })
})

/** Every schema in the document with where it stands: of components, and of the parameters of operations. */
function* schemasIn(of: Served): Generator<{ where: string; name: string; schema: Schema; inline: boolean }> {
  function* within(
    where: string,
    name: string,
    schema: Schema,
    inline: boolean,
  ): ReturnType<typeof schemasIn> {
    yield { where, name, schema, inline }
    for (const [key, part] of Object.entries(schema.properties ?? {}))
      yield* within(`${where}.${key}`, key, part, true)
    for (const part of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
      if (part) yield* within(where, name, part, true)
  }
  for (const [name, schema] of Object.entries(of.components.schemas)) yield* within(name, '', schema, false)
  for (const { path, method, operation } of operations())
    for (const { name, schema } of operation.parameters)
      yield* within(`${method} ${path}?${name}`, name, schema, true)
}

describe('INT-07 what generators of clients need', () => {
  it('names everything that has parts or choices, once, and nothing by chance', () => {
    expect(unnamedIn(t.app.endpoints)).toEqual([])
    const nameless = [...schemasIn(served)]
      .filter(
        ({ inline, schema, where }) =>
          inline && !where.includes('?') && (schema.properties || (schema.enum?.length ?? 0) > 1),
      )
      .map(({ where }) => where)
    expect(nameless).toEqual([])
    for (const name of [
      'Lead',
      'LeadPage',
      'Money',
      'PersonName',
      'CommandResult',
      'Problem',
      'CaptureLead',
      'Job',
    ])
      expect(Object.keys(served.components.schemas)).toContain(name)
    // The twins of generators: LeadStatus2, and so on.
    expect(Object.keys(served.components.schemas).filter((name) => /[^\d]\d$/.test(name))).toEqual([])
  })

  it('gives ids, instants, days, positions and numbers their forms wherever they stand', () => {
    const wrong: string[] = []
    const forms: [RegExp, (schema: Schema & { $ref?: string }) => boolean][] = [
      [/(^at|[a-z]At|^asOf)$/, ({ format }) => format === 'date-time'],
      [/^(closeDate|dueOn|validUntil)$/, ({ format }) => format === 'date'],
      [
        /^position$/,
        ({ $ref, pattern }: Schema & { $ref?: string; pattern?: string }) =>
          $ref?.endsWith('Position') === true || pattern !== undefined,
      ],
      [
        /^(currency)$/,
        ({ $ref, pattern }: Schema & { $ref?: string; pattern?: string }) =>
          $ref !== undefined || pattern !== undefined,
      ],
      [
        /^(?!actor|causation|correlation|grantee|request|aggregate|tax)\w+Id$/,
        ({ format }) => format === 'uuid',
      ],
    ]
    for (const { where, name, schema } of schemasIn(served)) {
      // Or `none`: those of nobody.
      if (/^get .api.(tickets|activities).assigneeId$/.test(where)) continue
      const [only] = (schema.oneOf ?? schema.anyOf ?? []).filter(({ type }) => type !== 'null')
      const meant = only ?? schema
      for (const [called, right] of forms)
        if (called.test(name) && JSON.stringify(meant.type ?? '').includes('string') && !right(meant))
          wrong.push(where)
      if (JSON.stringify(schema.type ?? '').includes('integer') && !schema.format)
        wrong.push(`${where} has no size`)
      if (schema.anyOf && !schema.discriminator) wrong.push(`${where} is a bare union`)
    }
    expect(wrong).toEqual([])
  })

  it('has a boolean for what is true or false, and lists whatever takes few values', () => {
    for (const { path, operation } of operations())
      for (const { name, schema } of operation.parameters as { name: string; schema: Schema }[]) {
        expect(
          schema.enum?.every((one) => one === 'true' || one === 'false') ?? false,
          `${path} ${name}`,
        ).toBe(false)
        if (name === 'total' || name === 'archived')
          expect([path, name, schema.type]).toEqual([path, name, 'boolean'])
      }
  })

  it('says a file is one, and gives it with a name', () => {
    const pdf = document.paths['/api/quotes/{id}/document']?.get?.responses['200']
    expect(pdf).toMatchObject({
      headers: { 'Content-Disposition': {} },
      content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
    })
  })

  it('says which problems each operation can give, and demands If-Match where something is overwritten', async () => {
    const types = (path: string, method: string, status: number) =>
      (document.paths[path]?.[method]?.responses.default as Refusal | undefined)?.['x-problems'][status] ?? []
    expect(types('/api/leads', 'get', 503)).toEqual(
      expect.arrayContaining(['/problems/not-yet-visible', '/problems/read-model-stopped']),
    )
    for (const { path, method, operation } of operations()) {
      const match = operation.parameters.find(({ name }) => name === 'If-Match')
      expect([path, types(path, method, 400)]).toEqual([path, ['/problems/invalid-input']])
      expect([path, types(path, method, 500)]).toEqual([path, ['/problems/internal']])
      if (match?.required)
        expect([path, types(path, method, 428)]).toEqual([path, ['/problems/precondition-required']])
      if (method === 'patch' && path.endsWith('{id}')) expect([path, match?.required]).toEqual([path, true])
    }
    const path = `/api/teams/${t.ids.team}`
    const patch = (headers: Record<string, string>) =>
      t.app.inject({
        method: 'PATCH',
        url: path,
        headers: { authorization: `Bearer ${t.tokens.admin}`, ...headers },
        payload: { region: 'West' },
      })
    expect((await patch({})).statusCode).toBe(428)
    expect((await patch({ 'if-match': '*' })).statusCode).toBe(200)
    expect((await patch({ 'if-match': '"0"' })).statusCode).toBe(412)
  })

  it('is what every answer of every test is held to', async () => {
    const check = checkerOf(served)
    const reply = await t.as('admin').get(`/api/teams/${t.ids.team}`)
    const { headers, body } = reply
    const answer = { path: '/api/teams/{id}', method: 'GET', status: 200, headers, body }
    expect(check(answer)).toBeUndefined()
    const { etag: _, ...without } = headers
    const problem = { title: 'No', status: 404, detail: 'No.' }
    for (const [change, said] of [
      [{ path: '/api/teams/{id}/secrets' }, 'the operation'],
      [{ status: 418 }, 'the status'],
      [{ headers: without }, 'no header etag'],
      [{ headers: { ...headers, etag: '3' } }, 'the header etag: 3'],
      [{ headers: { ...headers, location: '/' } }, 'the header location'],
      [{ headers: { ...headers, 'content-type': 'text/html' } }, 'the media type text/html'],
      [{ body: JSON.stringify({ ...reply.json(), createdAt: 'soon' }) }, 'must match format "date-time"'],
      [
        {
          status: 404,
          headers: { 'content-type': 'application/problem+json' },
          body: JSON.stringify({ ...problem, type: '/problems/lost' }),
        },
        'the problem /problems/lost',
      ],
    ] as const)
      expect(check({ ...answer, ...change }) ?? 'nothing').toContain(said)
  })

  it('tells where a new record is, and answers a known path by another method with 405', async () => {
    const made = await t.as('admin').post('/api/teams', { name: 'Harbour' })
    expect(made.headers.location).toBe(`/api/teams/${made.json<{ id: string }>().id}`)
    for (const [method, url, allow] of [
      ['DELETE', '/api/teams', 'GET, HEAD, POST'],
      ['PUT', `/api/teams/${t.ids.team}`, 'GET, HEAD, PATCH'],
      ['GET', '/api/sign-in', 'POST'],
    ] as const) {
      const reply = await t.app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${t.tokens.admin}` },
      })
      expect([method, url, reply.statusCode, reply.headers.allow]).toEqual([method, url, 405, allow])
      expect(reply.json()).toMatchObject({ type: '/problems/method-not-allowed' })
    }
    expect((await t.as('admin').get('/api/no-such-thing')).statusCode).toBe(404)
  })

  it('says of an operation that it is deprecated, there and in each answer, and of others nothing', async () => {
    const old = endpoint({
      method: 'GET',
      path: '/old-ways',
      summary: 'As it was done once',
      tag: 'system',
      access: 'anyone',
      deprecated: { since: '2027-01-01', until: '2027-07-01' },
      reply: z.object({ way: z.string() }).register(vocabulary, { id: 'OldWay' }),
      run: async () => ({ way: 'old' }),
    })
    const other = await testApp({
      change: (services) => ({ ...services, extensions: [...services.extensions, () => [old]] }),
    })
    const { headers } = await other.anonymous.get('/api/old-ways')
    expect(headers).toMatchObject({ deprecation: '@1798761600', sunset: 'Thu, 01 Jul 2027 00:00:00 GMT' })
    const { paths, components } = (await other.anonymous.get('/api/openapi.json')).json()
    expect(paths['/api/old-ways'].get).toMatchObject({
      deprecated: true,
      responses: { 200: { headers: { Deprecation: {}, Sunset: {} } } },
    })
    expect(components.headers).toHaveProperty('Deprecation')
    await other.close()
    expect((await t.anonymous.get('/health/live')).headers).not.toHaveProperty('deprecation')
    expect(JSON.stringify(served)).not.toContain('Deprecation')
  })

  it('says in plain words what a header must be', async () => {
    const reply = await t
      .as('admin')
      .post('/api/teams', { name: 'X' }, { 'idempotency-key': 'k'.repeat(201) })
    expect(reply.json()).toMatchObject({
      errors: [{ field: 'idempotency-key', message: 'Must be at most 200 characters.' }],
    })
    const key = document.paths['/api/teams']?.post?.parameters.find(({ name }) => name === 'Idempotency-Key')
    expect(key?.schema).toMatchObject({ maxLength: 200, pattern: '^[\\x21-\\x7e]+$' })
  })

  it('is known again by its ETag, and packed for who can unpack it', async () => {
    const url = '/api/openapi.json'
    const { headers, body } = await t.anonymous.get(url)
    expect((await t.anonymous.get(url, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304)
    const packed = await t.anonymous.get(url, { 'accept-encoding': 'gzip, br' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(body)
  })
})

describe('health', () => {
  it('is live and ready, and tells metrics by route', async () => {
    expect((await t.anonymous.get('/health/live')).json()).toEqual({ status: 'live' })
    const ready = await t.anonymous.get('/health/ready')
    expect(ready.statusCode).toBe(200)
    expect(ready.json().checks).toEqual({ eventStore: { ok: true }, postgres: { ok: true } })
    await t.as('admin').get(`/api/teams/${t.ids.team}/history`)
    const metrics = (await t.anonymous.get('/metrics')).body
    expect(metrics).toMatch(/route="\/api\/teams\/:id\/history",status="200"/)
    expect(metrics).toMatch(/hindsight_projection_lag\{projection="user"\} \d/)
  })

  it('answers with security headers', async () => {
    const { headers } = await t.anonymous.get('/health/live')
    expect(headers['content-security-policy']).toMatch("script-src 'self'")
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('shows its status to those who may read it', async () => {
    expect((await t.as('rep').get('/api/status')).statusCode).toBe(403)
    const status = await t.as('auditor').get('/api/status')
    expect(status.statusCode, status.body).toBe(200)
    expect(status.json().projections.map(({ name }: { name: string }) => name)).toContain('user')
  })
})
