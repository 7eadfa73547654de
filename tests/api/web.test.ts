import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'web-'))
  await mkdir(join(root, 'assets'))
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Hindsight</title>')
  await writeFile(join(root, 'assets', 'app-3f2a.js'), 'export {}')
  t = await testApp({ webRoot: root })
})
afterAll(async () => {
  await t.close()
  await rm(root, { recursive: true })
})

describe('the web app', () => {
  it('is one page for every path that is not the API’s', async () => {
    for (const path of ['/', '/leads', '/opportunities/1?asOf=2017-06-30T00:00:00Z']) {
      const reply = await t.anonymous.get(path)
      expect([path, reply.statusCode, reply.body]).toEqual([path, 200, expect.stringContaining('Hindsight')])
      expect(reply.headers['cache-control']).toBe('no-cache')
      expect(reply.headers['content-security-policy']).toMatch("frame-ancestors 'none'")
    }
  })

  it('COM-08 may use the microphone and reach the server of a line, where somebody has one', async () => {
    const read = async () => {
      await t.settled()
      const { headers } = await t.anonymous.get('/leads')
      const policy = String(headers['content-security-policy'])
      return [/connect-src [^;]*/.exec(policy)?.[0], headers['permissions-policy']]
    }
    const none = ["connect-src 'self'", 'camera=(), geolocation=(), microphone=()']
    expect(await read()).toEqual(none)
    const line = { name: 'Rep', domain: 'sip.example', login: 'rep', country: 'DE', userId: t.ids.rep }
    const body = { ...line, server: 'wss://sip.example:5061/ws' }
    const id = (await t.as('admin').post('/api/phone-lines', body)).json<{ id: string }>().id
    expect(await read()).toEqual([
      "connect-src 'self' wss://sip.example:5061",
      'camera=(), geolocation=(), microphone=(self)',
    ])
    await t.as('admin').post(`/api/phone-lines/${id}/archive`)
    expect(await read()).toEqual(none)
  })

  it('keeps hashed assets for ever', async () => {
    const reply = await t.anonymous.get('/assets/app-3f2a.js')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toMatch('immutable')
  })

  it('answers 404 as a problem for what is neither page nor file', async () => {
    for (const path of ['/api/nothing', '/assets/gone.js', '/api/docs/assets/gone.js']) {
      const reply = await t.anonymous.get(path)
      expect([path, reply.statusCode]).toEqual([path, 404])
      expect(reply.headers['content-type']).toMatch('application/problem+json')
    }
    expect((await t.anonymous.post('/leads')).statusCode).toBe(404)
    expect((await t.anonymous.get('/../package.json')).body).not.toContain('dependencies')
  })
})

describe('stopping', () => {
  it('finishes what is under way', async () => {
    const own = await testApp()
    await own.app.listen({ port: 0, host: '127.0.0.1' })
    const address = own.app.server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const writes = Array.from({ length: 20 }, async (_, index) => {
      const reply = await fetch(`http://127.0.0.1:${port}/api/teams`, {
        method: 'POST',
        body: JSON.stringify({ name: `Team ${index}` }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${own.tokens.admin}` },
      })
      return reply.status
    })
    const statuses = Promise.allSettled(writes)
    await new Promise((resolve) => own.app.server.once('request', resolve))
    await own.close()
    const answered = (await statuses).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(answered).toContain(201)
    expect(answered.filter((status) => status !== 201 && status !== 503)).toEqual([])
  })
})
