import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv } from 'ajv'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { headerFindings } from '../../../src/api/settings/security-headers.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'

/** The published schema, and those it names, as the library ships them. */
const shipped = new URL('res/schema/', import.meta.resolve('@cyclonedx/cyclonedx-library/package.json'))
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.SNAPSHOT.schema.json`, shipped), 'utf8'))
const ajv = new Ajv({ strict: false, validateFormats: false })
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
  ajv.addSchema(schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
const validBill = ajv.compile(schemaOf('bom-1.6'))

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

describe('SEC-07 a bill of materials', () => {
  it('SEC-07 names what runs here with licence, hash and what it needs, by the schema of CycloneDX 1.6', async () => {
    const reply = await t.as('auditor').get('/api/admin/packages/bill-of-materials')
    expect(reply.headers['content-type']).toContain('application/vnd.cyclonedx+json')
    expect(reply.headers['content-disposition']).toContain('hindsight.cdx.json')
    expect(validBill(reply.json()), JSON.stringify(validBill.errors?.slice(0, 3))).toBe(true)
    const { metadata, components, dependencies } = reply.json<{
      metadata: { component: object }
      components: { name: string; group?: string; purl: string; 'bom-ref': string }[]
      dependencies: { ref: string; dependsOn?: string[] }[]
    }>()
    expect(metadata.component).toMatchObject({ type: 'application', name: 'hindsight' })
    const fastify = components.find(({ name, group }) => name === 'fastify' && !group)
    expect(fastify).toMatchObject({
      type: 'library',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
      purl: expect.stringMatching(/^pkg:npm\/fastify@\d/),
    })
    expect(components.find(({ name, group }) => name === 'cookie' && group === '@fastify')?.purl).toMatch(
      /^pkg:npm\/%40fastify\/cookie@\d/,
    )
    const usedBy = (ref = '') => dependencies.find((one) => one.ref === ref)?.dependsOn ?? []
    expect(usedBy('hindsight')).toContain(fastify?.['bom-ref'])
    expect(usedBy(fastify?.['bom-ref']).join(' ')).toMatch(/pino@\d/)
    // What is needed for building and testing alone does not run here.
    expect(components.map(({ name }) => name)).not.toContain('vitest')
    expect((await t.as('rep').get('/api/admin/packages/bill-of-materials')).statusCode).toBe(403)
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
