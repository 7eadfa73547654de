import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeOf } from '../../src/commands/command.ts'
import { type TestApp, testApp } from '../support/app.ts'

type Operation = {
  operationId: string
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  responses: Record<string, object>
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: object; responses: object }
}

let t: TestApp
let document: Document
beforeAll(async () => {
  t = await testApp()
  document = (await t.anonymous.get('/api/openapi.json')).json()
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
    for (const reference of references(document)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
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
    for (const command of commands.filter(({ internal }) => internal)) {
      const { method, path } = routeOf(command)
      const own = commands.some((one) => !one.internal && routeOf(one).path === path)
      if (!own) expect([command.type, has(method, path)]).toEqual([command.type, false])
    }
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
      expect(Object.keys(operation.responses), where).toEqual(expect.arrayContaining(['400', '500', '503']))
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
