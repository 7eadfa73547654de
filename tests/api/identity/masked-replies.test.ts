import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noMasks, withAllNames } from '../../../src/platform/people/permissions.ts'
import { projections, sameFields } from '../../../src/registry.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { seed, some } from '../../support/chance.ts'
import { resolved } from '../../support/described.ts'
import { eventually } from '../../support/eventually.ts'
import { patience } from '../../support/patience.ts'

interface Schema {
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}
interface Document {
  paths: Record<
    string,
    { get?: { responses: Record<string, { content?: Record<string, { schema: Schema }> }> } }
  >
}

let t: TestApp
let masks = noMasks
const checks = new Map<string, ValidateFunction>()
const schemas = new Map<string, Schema>()
beforeAll(async () => {
  t = await testApp({
    // Everybody has the masks that a test sets, beside their own rights.
    change: (services) => ({
      ...services,
      identity: {
        ...services.identity,
        async authenticate(token, ip) {
          const known = await services.identity.authenticate(token, ip)
          return known && { ...known, principal: { ...known.principal, masks } }
        },
      },
    }),
  })
  const { productId } = await furnish(t)
  const [admin, rep] = [t.as('admin'), t.as('rep')]
  const accountId = await make(rep, '/api/accounts', {
    name: 'Engines',
    revenue: { amount: 100, currency: 'EUR' },
  })
  await make(rep, '/api/contacts', { name: { first: 'Ada', last: 'Okello' }, accountId })
  const lead = await make(rep, '/api/leads', { name: { first: 'Ada', last: 'Okello' }, source: 'referral' })
  const opportunityId = await make(rep, '/api/opportunities', {
    name: 'Harbour',
    accountId,
    productId,
    closeDate: new Date().toISOString().slice(0, 10),
    amount: { amount: 100, currency: 'EUR' },
  })
  const quote = await make(rep, '/api/quotes', {
    opportunityId,
    currency: 'EUR',
    validUntil: '2099-01-31',
    lines: [{ description: 'Training', quantity: 1, unitPrice: { amount: 50_000, currency: 'EUR' } }],
  })
  await make(rep, `/api/quotes/${quote}/send`, {})
  await make(rep, `/api/quotes/${quote}/accept`, {})
  await make(rep, '/api/opportunities', { name: 'Shore', accountId, amount: { amount: 7, currency: 'EUR' } })
  await make(t.as('agent'), '/api/tickets', { subject: 'Help', requester: { name: 'Grace' } })
  await make(admin, '/api/trainings', {
    title: 'T',
    text: 'Look.',
    dueOn: '2099-01-01',
    userIds: [t.ids.rep],
  })
  await make(admin, '/api/retention-rules', { name: 'Old leads', kind: 'lead', days: 400 })
  await make(admin, `/api/leads/${lead}/privacy/access`, {})
  await make(rep, '/api/shares', {
    model: 'lead',
    recordId: lead,
    grantee: 'user',
    granteeId: t.ids.agent,
    level: 'read',
    reason: 'Help',
  })
  await eventually(async () =>
    expect((await rep.get('/api/orders')).json<{ items: unknown[] }>().items).toHaveLength(1),
  )
  await t.settled()
  const document = resolved<Document>((await t.anonymous.get('/api/openapi.json')).json())
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  for (const [path, { get }] of Object.entries(document.paths)) {
    const schema = get?.responses['200']?.content?.['application/json']?.schema
    if (!schema) continue
    schemas.set(path, schema)
    checks.set(path, ajv.compile(schema))
  }
})
afterAll(() => t.close())

/** Where a record of each model is, by its model. */
async function places(): Promise<Map<string, { path: string; id: string }>> {
  const found = new Map<string, { path: string; id: string }>()
  for (const { resource, decider } of t.services.faces.commands) {
    const path = `/api/${resource}`
    if (found.has(decider.name) || !checks.has(path) || !checks.has(`${path}/{id}`)) continue
    const { items } = (await t.as('admin').get(`${path}?limit=1`)).json<{ items?: { id: string }[] }>()
    // What is listed of a record only is no list of its own.
    if (items?.[0]) found.set(decider.name, { path, id: items[0].id })
  }
  return found
}

async function refusalsAt(path: string, url: string): Promise<string[]> {
  const reply = await t.as('admin').get(url)
  if (reply.statusCode !== 200) return [`${url} answers ${reply.statusCode}: ${reply.body}`]
  const check = checks.get(path)
  if (!check) return [`${path} is not in the document`]
  return check(reply.json()) ? [] : [`${url}: ${JSON.stringify(check.errors)}`]
}

describe(`USR-07 INT-07 a reply to a reader from whom fields are hidden (seed ${seed})`, () => {
  it('is as the document says: list, detail and history, now and as of an instant, of every model', {
    timeout: 20 * patience,
  }, async () => {
    const known = await places()
    expect(known.size).toBeGreaterThan(15)
    const now = new Date().toISOString()
    const faults: string[] = []
    let missing = 0
    const placed = projections.filter(({ name }) => known.has(name))
    for (const { name, columns } of some(placed, 12)) {
      const { path, id } = known.get(name) ?? expect.unreachable()
      // All of them, and two halves that go through fields which hang together.
      const all = Object.keys(columns)
      for (const hidden of [all, all.filter((_, n) => n % 2 === 0), all.filter((_, n) => n % 2 === 1)]) {
        masks = withAllNames({ hidden: { [name]: hidden }, readOnly: {} }, sameFields)
        for (const time of ['', `asOf=${now}`, `asOf=${now}&basis=recorded`]) {
          const query = time === '' ? '' : `?${time}`
          faults.push(
            ...(await refusalsAt(path, `${path}${query}`)),
            ...(await refusalsAt(`${path}/{id}`, `${path}/${id}${query}`)),
            ...(await refusalsAt(`${path}/{id}/history`, `${path}/${id}/history${query}`)),
          )
        }
        const shown = (await t.as('admin').get(`${path}/${id}`)).json<object>()
        missing += Object.keys(schemas.get(`${path}/{id}`)?.properties ?? {}).filter(
          (one) => !(one in shown),
        ).length
      }
      masks = noMasks
    }
    expect(faults).toEqual([])
    // With nothing left out, every document would be right.
    expect(missing).toBeGreaterThan(100)
  })

  it('is as the document says of the board, the forecast and a service level', async () => {
    const { id } = (await places()).get('ticket') ?? expect.unreachable()
    for (const [model, hidden, path, url] of [
      ['opportunity', ['amount', 'ownerId', 'stageSince', 'closeDate'], '/api/pipeline', '/api/pipeline'],
      ['opportunity', ['name', 'probability', 'accountId'], '/api/pipeline', '/api/pipeline'],
      ['opportunity', ['amount', 'probability'], '/api/forecast', '/api/forecast'],
      ['ticket', ['sla', 'status'], '/api/tickets/{id}/sla', `/api/tickets/${id}/sla`],
      ['pipeline', ['name', 'stages'], '/api/pipeline', '/api/pipeline'],
    ] as const) {
      masks = withAllNames({ hidden: { [model]: hidden }, readOnly: {} }, sameFields)
      expect(await refusalsAt(path, url)).toEqual([])
      masks = noMasks
    }
  })

  it('has what no role hides for sure', () => {
    const lead = schemas.get('/api/leads/{id}')
    for (const name of ['id', 'revision', 'createdAt', 'updatedAt']) expect(lead?.required).toContain(name)
    for (const name of ['company', 'ownerId', 'ownerName', 'status']) {
      expect(lead?.properties).toHaveProperty(name)
      expect(lead?.required).not.toContain(name)
    }
    expect(schemas.get('/api/leads')?.required).toContain('items')
    expect(schemas.get('/api/leads/{id}/history')?.properties?.items?.items?.required).toContain('reason')
  })
})
