import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { client, type TestApp, testApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { answered } from '../support/reply.ts'

interface Link {
  id: string
  type: string
  aggregate: string
  aggregateId: string
  via: { kind: string; id?: string }
  actor: { id: string; kind: string }
}
interface Why {
  chain: Link[]
  origin: Link[]
  followed: Link[]
  hidden: number
}

let t: TestApp
let productId: string
beforeAll(async () => {
  t = await testApp()
  const stage = (name: string, kind: string, probability: number) => ({ name, kind, probability })
  const stages = [stage('New', 'open', 0.1), stage('Won', 'won', 1), stage('Lost', 'lost', 0)]
  await ok(t.as('admin').post('/api/pipelines', { name: 'Sales', currency: 'USD', isDefault: true, stages }))
  const price = { amount: 1000, currency: 'USD' }
  productId = (await ok(t.as('admin').post('/api/products', { name: 'Engine', code: 'E-1', price }))).id
})
afterAll(() => t.close())

const ok = answered<{ id: string; items: ({ id: string } & Record<string, unknown>)[] }>

const person = (last: string) => ({
  name: { first: 'Ada', last },
  email: `${last.toLowerCase()}@engines.example`,
  company: `${last} Engines`,
  source: 'web',
})

/** Takes a lead to an order with one line, as far as people have to, and asks why the order was placed. */
async function whyOfOrderFrom(leadId: string): Promise<{ order: string; why: Why }> {
  const admin = t.as('admin')
  const bant = { budget: '50k', authority: 'She decides', need: 'An engine', timeline: 'This year' }
  await ok(admin.post(`/api/leads/${leadId}/qualify`, bant))
  await ok(admin.post(`/api/leads/${leadId}/convert`, {}))
  const opportunityId = await eventually(async () => {
    const { items } = await ok(admin.get(`/api/opportunities?leadId=${leadId}`))
    return items[0]?.id ?? expect.unreachable()
  })
  const lines = [{ productId, quantity: 2 }]
  const quote = await ok(admin.post('/api/quotes', { opportunityId, validUntil: '2099-12-31', lines }))
  await ok(admin.post(`/api/quotes/${quote.id}/send`))
  await ok(admin.post(`/api/quotes/${quote.id}/accept`))
  const order = await eventually(async () => {
    const { items } = await ok(admin.get(`/api/orders?quoteId=${quote.id}`))
    return items[0]?.id ?? expect.unreachable()
  })
  await t.settled()
  const history = await ok(admin.get(`/api/orders/${order}/history`))
  const placed = history.items.find(({ type }) => type === 'order.placed')
  expect(JSON.stringify(placed?.changes)).toContain(productId)
  const reply = await admin.get(`/api/events/${placed?.id}/why`)
  expect(reply.statusCode, reply.body).toBe(200)
  return { order, why: reply.json<Why>() }
}

describe('ES-13 why there is a line in an order', () => {
  const ways: [string, () => Promise<{ lead: string; via: object; actor: object }>][] = [
    [
      'a form that somebody filled in',
      async () => ({
        lead: (await ok(t.as('rep').post('/api/leads', person('Form')))).id,
        via: { kind: 'session' },
        actor: { id: t.ids.rep },
      }),
    ],
    [
      'a program with an API key',
      async () => {
        const asked = { name: 'Web site', scopes: ['lead.capture'] }
        const made = await t.as('rep').post('/api/me/api-keys', asked)
        expect(made.statusCode, made.body).toBe(201)
        const { key, id } = made.json<{ key: string; id: string }>()
        const lead = await ok(client(t.app, key).post('/api/leads', person('Program')))
        return { lead: lead.id, via: { kind: 'api-key', id }, actor: { id: t.ids.rep } }
      },
    ],
    [
      'an import',
      async () => {
        const principal = systemPrincipal('import', { kind: 'import', id: 'batch-7' })
        const { id } = await t.execute({
          command: 'lead.capture',
          body: { ...person('Import'), ownerId: t.ids.rep },
          principal,
        })
        return { lead: id, via: { kind: 'import', id: 'batch-7' }, actor: { kind: 'system' } }
      },
    ],
  ]

  it.each(ways)('goes back over quote, deal and conversion to the lead and %s', async (_, capture) => {
    const { lead, via, actor } = await capture()
    const { order, why } = await whyOfOrderFrom(lead)
    const story = [...why.chain, ...why.origin]
    expect(why.hidden).toBe(0)
    expect(story[0]).toMatchObject({ type: 'order.placed', aggregateId: order, via: { kind: 'saga' } })
    const met = story.map(({ type }) => type)
    const line = ['order.placed', 'quote.accepted', 'quote.drafted', 'opportunity.opened', 'lead.captured']
    expect(met.filter((type) => line.includes(type))).toEqual(line)
    expect(met.some((type) => /^lead\.(conversion-|convert)/.test(type))).toBe(true)
    expect(story.at(-1)).toMatchObject({ type: 'lead.captured', aggregateId: lead, via, actor })
    expect(new Set(story.map(({ id }) => id)).size).toBe(story.length)
  })

  it('tells who may not see where it came from how much is hidden, and no more', async () => {
    const lead = await ok(t.as('rep').post('/api/leads', person('Hidden')))
    const { why } = await whyOfOrderFrom(lead.id)
    const quotes = [...why.chain, ...why.origin].filter(({ aggregate }) => aggregate === 'quote')
    const drafted = quotes.find(({ type }) => type === 'quote.drafted')
    // The agent has no right to quotes; whoever may see the quote but not the lead sees less of the story.
    expect((await t.as('agent').get(`/api/events/${drafted?.id}/why`)).statusCode).toBe(404)
    const asked = { model: 'quote', recordId: drafted?.aggregateId, grantee: 'user', granteeId: t.ids.rep2 }
    await ok(t.as('admin').post('/api/shares', { ...asked, level: 'read', reason: 'Prints it' }))
    await t.settled()
    const reply = await t.as('rep2').get(`/api/events/${drafted?.id}/why`)
    expect(reply.statusCode, reply.body).toBe(200)
    const seen = reply.json<Why>()
    expect(seen.hidden).toBeGreaterThan(0)
    expect(JSON.stringify(seen)).not.toContain('opportunity.opened')
  })
})
