import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { newUser } from '../support/sign-in.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ publicUrl: 'https://crm.example' })
})
afterAll(() => t.close())

const tls = { 'x-forwarded-proto': 'https', host: 'crm.example' }

describe('every answer', () => {
  it.each(['/api/me', '/api/openapi.json', '/api/nothing', '/health/live'])(
    'of %s is guarded by headers',
    async (url) => {
      const { headers } = await t.app.inject({ url, headers: tls })
      expect(headers['content-security-policy']).toContain("default-src 'self'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).toContain("object-src 'none'")
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*(unsafe|\*|http)/)
      expect(headers['strict-transport-security']).toMatch(/max-age=31536000; includeSubDomains/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['x-powered-by']).toBeUndefined()
      expect(headers.server).toBeUndefined()
    },
  )

  it('says what it is, with its characters, and is kept by no cache', async () => {
    const good = await t.as('admin').get('/api/users')
    const bad = await t.anonymous.get('/api/users')
    expect(good.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(bad.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    for (const { headers } of [good, bad]) expect(headers['cache-control']).toBe('no-store')
  })

  it('is no more than a request id when the error is ours', async () => {
    const { app } = await testAppThatBreaks()
    logged.splice(0)
    const reply = await app.inject({
      url: '/api/users',
      headers: { authorization: `Bearer ${broken.token}` },
    })
    expect(reply.statusCode).toBe(500)
    expect(reply.body).not.toMatch(/secret of ours|\.ts|at /)
    expect(reply.json()).toMatchObject({ type: '/problems/internal', instance: expect.any(String) })
    // The log has it once, with its stack, under that id.
    const { instance } = reply.json<{ instance: string }>()
    expect(logged.filter(({ level }) => level >= 50)).toMatchObject([
      {
        reqId: instance,
        err: { message: 'a secret of ours', stack: expect.stringContaining('security.test') },
      },
    ])
  })
})

const logged: { level: number }[] = []
const log = pino(
  {
    level: 'warn',
  },
  new Writable({
    write(line: Buffer, _, done) {
      logged.push(JSON.parse(String(line)) as { level: number })
      done()
    },
  }),
)
const broken = { token: '' }
async function testAppThatBreaks(): Promise<TestApp> {
  const app = await testApp({
    change: (services) => ({
      ...services,
      log,
      readModels: { ...services.readModels, read: () => Promise.reject(new Error('a secret of ours')) },
    }),
  })
  broken.token = app.tokens.admin
  closing.push(app)
  return app
}
const closing: TestApp[] = []
afterAll(async () => {
  for (const app of closing) await app.close()
})

describe('the session cookie', () => {
  const signIn = (headers: Record<string, string>, user: { email: string; password: string }) =>
    t.app.inject({ method: 'POST', url: '/api/sign-in', payload: user, headers })

  it('is of this host and TLS only, out of reach of scripts and of other sites', async () => {
    const { email, password } = await newUser(t, 'cookie')
    const set = String((await signIn(tls, { email, password })).headers['set-cookie'])
    expect(set).toMatch(/^__Host-hindsight_session=[\w-]{43}; /)
    for (const word of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(set).toContain(word)
    expect(set).not.toContain('Domain')
    const value = set.split(';')[0]?.split('=')[1] ?? ''
    const me = (cookie: string) => t.app.inject({ url: '/api/me', headers: { ...tls, cookie } })
    expect((await me(`__Host-hindsight_session=${value}`)).statusCode).toBe(200)
    // A neighbour's page could set this one.
    expect((await me(`hindsight_session=${value}`)).statusCode).toBe(401)
  })

  it('goes with what was shown when somebody signs out', async () => {
    const { email, password } = await newUser(t, 'goer')
    const cookie = String((await signIn(tls, { email, password })).headers['set-cookie']).split(';')[0] ?? ''
    const headers = { ...tls, cookie, origin: 'https://crm.example' }
    const out = await t.app.inject({ method: 'POST', url: '/api/sign-out', headers })
    expect(out.statusCode, out.body).toBe(204)
    expect(out.headers['clear-site-data']).toBe('"cache", "storage"')
    expect(String(out.headers['set-cookie'])).toMatch(/^__Host-hindsight_session=;.*Secure/)
    expect((await t.app.inject({ url: '/api/me', headers })).statusCode).toBe(401)
  })
})

describe('a request', () => {
  it('comes from the address our proxy saw, whatever it says of itself', async () => {
    const { email, id } = await newUser(t, 'spoofed')
    await t.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { email, password: 'wrong-password' },
      headers: { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' },
    })
    const { items } = (await t.as('admin').get(`/api/sign-ins/refused?userId=${id}`)).json()
    expect(items.map(({ ip }: { ip: string }) => ip)).toEqual(['203.0.113.9'])
  })

  it.each(['TRACE', 'PUT', 'DELETE'])('by %s is answered by nothing', async (method) => {
    const reply = await t.app.inject({ method: method as 'PUT', url: '/api/users' })
    expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  })

  it('cannot reach prototypes', async () => {
    for (const body of [
      '{"__proto__":{"role":"admin"},"name":"P"}',
      '{"constructor":{"prototype":{"x":1}},"name":"P"}',
    ]) {
      const reply = await t.app.inject({
        method: 'POST',
        url: '/api/teams',
        payload: body,
        headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': 'application/json' },
      })
      expect(reply.statusCode, reply.body).toBe(400)
    }
    expect(({} as Record<string, unknown>).role).toBeUndefined()
  })

  it('says each parameter once, and only those there are', async () => {
    expect((await t.as('admin').get('/api/users?limit=1&limit=200')).statusCode).toBe(400)
    expect((await t.as('admin').get('/api/users?debug=true')).statusCode).toBe(400)
  })

  it('sets no field that is not its own', async () => {
    const admin = t.as('admin')
    const reply = await admin.post('/api/teams', { name: 'Mass', archived: true, id: crypto.randomUUID() })
    expect(reply.statusCode).toBe(400)
    expect(
      reply
        .json()
        .errors.map(({ field }: { field: string }) => field)
        .sort(),
    ).toEqual(['archived', 'id'])
  })

  it('carries no session in its URL', async () => {
    const reply = await t.app.inject({ url: `/api/me?token=${t.tokens.admin}` })
    expect(reply.statusCode).toBe(401)
  })

  it('is refused when it is no JSON, whatever it calls itself', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const reply = await t.app.inject({
        method: 'POST',
        url: '/api/teams',
        payload: '{"name":"Form"}',
        headers: { authorization: `Bearer ${t.tokens.admin}`, 'content-type': type },
      })
      expect(reply.statusCode).toBe(415)
    }
  })
})
