import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { headerFindings } from '../../../src/api/settings/security-headers.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'

interface Job {
  id: string
  state: string
  result: {
    looked: number
    findings: { subject: string; text: string; url: string | null }[]
    failure: string | null
  }
}

/** A registry, as far as it is asked; each test says what it answers. */
let registry: Server
let answers: (body: string) => { status: number; body?: unknown; location?: string }
const asked: string[] = []
let t: TestApp
beforeAll(async () => {
  registry = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`)
      const { status, body, location } = answers(Buffer.concat(parts).toString())
      reply.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) })
      reply.end(JSON.stringify(body ?? {}))
    })
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const { port } = registry.address() as AddressInfo
  t = await testApp({ advisories: { registry: `http://127.0.0.1:${port}/npm`, nightly: true } })
})
afterAll(async () => {
  await t.close()
  registry.closeAllConnections()
  await new Promise((resolve) => registry.close(resolve))
})
afterEach(() => asked.splice(0))

async function check(kind: 'packages' | 'headers'): Promise<Job> {
  const begun = await t.as('admin').post('/api/admin/security-checks', { kind })
  expect(begun.statusCode, begun.body).toBe(202)
  const { id } = begun.json<Job>()
  return eventually(async () => {
    const job = (await t.as('admin').get(`/api/jobs/${id}`)).json<Job>()
    expect(job.state).toBe('done')
    return job
  })
}

async function last(kind: string) {
  await t.settled()
  const reply = await t.as('auditor').get(`/api/security-checks?kind=${kind}`)
  return reply.json<{ items: (Job['result'] & { createdAt: string })[] }>().items[0]
}

describe('SEC-07 known weaknesses of packages', () => {
  it('are those the registry names for what is installed, which is all that it is told', async () => {
    let told: Record<string, string[]> = {}
    answers = (body) => {
      told = JSON.parse(body)
      const advisory = {
        id: 1,
        url: 'https://github.com/advisories/GHSA-0000',
        title: 'Lets anybody in',
        severity: 'high',
        vulnerable_versions: '<6',
      }
      return { status: 200, body: { fastify: [advisory, { ...advisory, url: 'javascript:alert(1)' }] } }
    }
    const { result } = await check('packages')
    expect(asked).toEqual(['POST /npm/-/npm/v1/security/advisories/bulk'])
    const items = (await t.as('admin').get('/api/admin/packages')).json<{
      items: { name: string; version: string; licence: string; installedAt: string }[]
    }>().items
    const fastify = items.find(({ name }) => name === 'fastify')
    expect(fastify).toMatchObject({ licence: 'MIT', development: false })
    expect(fastify?.installedAt).toMatch(/^20\d\d-/)
    expect(Object.keys(told).sort()).toEqual([...new Set(items.map(({ name }) => name))].sort())
    expect(told.fastify).toEqual([fastify?.version])
    expect(result).toMatchObject({ looked: items.length, failure: null })
    expect(result.findings).toMatchObject([
      {
        severity: 'high',
        subject: `fastify ${fastify?.version}`,
        text: 'Lets anybody in (<6)',
        url: 'https://github.com/advisories/GHSA-0000',
      },
      { url: null },
    ])
    expect(await last('packages')).toMatchObject(result)
  })

  it('are not said to be none when the registry refuses, leads elsewhere or talks nonsense', async () => {
    for (const [answer, why] of [
      [{ status: 405 }, /it answered 405/],
      [{ status: 302, location: 'http://127.0.0.1:1/' }, /could not be asked/],
      [{ status: 200, body: [] }, /could not be asked/],
    ] as const) {
      answers = () => answer
      const { result } = await check('packages')
      expect(result.failure).toMatch(why)
      expect(result.looked).toBeGreaterThan(100)
      expect(asked.splice(0)).toHaveLength(1)
      expect(await last('packages')).toMatchObject({ failure: result.failure, findings: [] })
    }
  })
})

describe('SEC-07 our own security headers', () => {
  it('are as they should be, in what is sent now', async () => {
    const { result } = await check('headers')
    expect(result).toEqual({ looked: 4, findings: [], failure: null })
    expect(await last('headers')).toMatchObject({ looked: 4, findings: [] })
  })

  it('are told of when one is missing or weak', async () => {
    const { headers } = await t.app.inject('/api/me')
    const subjects = (changed: Record<string, unknown>) =>
      headerFindings({ path: '/api/me', headers: { ...headers, ...changed } }).map(({ subject }) => subject)
    expect(subjects({})).toEqual([])
    for (const header of [
      'strict-transport-security',
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cache-control',
    ])
      expect(subjects({ [header]: undefined })).toEqual([`/api/me: ${header}`])
    const policy = String(headers['content-security-policy'])
    const weaker = [
      policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
      policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
      policy.replace("object-src 'none'", "object-src 'self'"),
    ]
    for (const weak of weaker)
      expect(subjects({ 'content-security-policy': weak })).toEqual(['/api/me: content-security-policy'])
    expect(subjects({ 'strict-transport-security': 'max-age=60' })).toHaveLength(1)
    expect(subjects({ 'access-control-allow-origin': '*', 'x-powered-by': 'x' })).toHaveLength(2)
  })
})

describe('SEC-07 a security check', () => {
  it('is begun by administrators, read by auditors, and by nobody else', async () => {
    for (const person of ['auditor', 'manager', 'rep', 'agent'] as const) {
      const reply = await t.as(person).post('/api/admin/security-checks', { kind: 'headers' })
      expect([person, reply.statusCode]).toEqual([person, 403])
    }
    expect((await t.as('rep').get('/api/security-checks')).statusCode).toBe(403)
    expect((await t.as('rep').get('/api/admin/packages')).statusCode).toBe(403)
    expect((await t.as('auditor').get('/api/admin/packages')).statusCode).toBe(200)
    const other = await t.as('admin').post('/api/admin/security-checks', { kind: 'npm audit; id' })
    expect(other.statusCode).toBe(400)
  })

  it('is an event that names who asked for it', async () => {
    await check('headers')
    await t.settled()
    const { items } = (await t.as('auditor').get('/api/security-checks?kind=headers')).json()
    const history = (await t.as('auditor').get(`/api/security-checks/${items[0].id}/history`)).json().items
    expect(history).toMatchObject([
      { title: 'Security headers checked: 0 found', actor: { id: t.ids.admin } },
    ])
  })
})
