import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, type TestApp, testApp } from '../../support/app.ts'

interface Item {
  id: string
  kind: string
  at: string
  title: string
  text: string | null
  status: string | null
  record: { model: string; id: string; name: string | null }
  activity: { id: string; subject: string | null; regarding: { id: string }[] } | null
  event: { type: string } | null
  author: string | null
}
interface Page {
  items: Item[]
  next: string | null
  open: { id: string; subject: string | null }[]
}

let t: TestApp
let accountId: string
let contactId: string
let dealId: string
let ticketId: string
let before: string

async function ok<T>(asked: Promise<LightMyRequestResponse>): Promise<T> {
  const reply = await asked
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<T>()
}
async function timeline(path: string, query = '', as: Client = t.as('manager')): Promise<Page> {
  await t.settled()
  return ok<Page>(as.get(`/api/${path}/timeline${query}`))
}
const told = ({ items }: Page) => items.map(({ kind, title }) => [kind, title])
const add = (body: object) => make(t.as('manager'), '/api/activities', body)

beforeAll(async () => {
  t = await testApp()
  const { productId } = await furnish(t)
  const manager = t.as('manager')
  accountId = await make(manager, '/api/accounts', { name: 'Bauch Labs' })
  contactId = await make(manager, '/api/contacts', { name: { first: 'Grace', last: 'Auma' }, accountId })
  dealId = await make(manager, '/api/opportunities', { name: 'Scopes', accountId, contactId })
  const regarding = [{ model: 'opportunity', id: dealId }]
  await add({ kind: 'call', subject: 'Discovery', body: 'Budget is Äußerst tight', regarding })
  await add({ kind: 'note', body: 'They use a rival', regarding: [{ model: 'contact', id: contactId }] })
  await t.settled()
  before = new Date().toISOString()
  await add({
    kind: 'appointment',
    subject: 'Kick-off',
    startsAt: '2026-01-02T10:00:00Z',
    done: true,
    regarding: [{ model: 'account', id: accountId }],
    participants: [{ model: 'contact', id: contactId }],
  })
  await add({ kind: 'task', subject: 'Later', due: { day: '2035-06-02', timeZone: 'UTC' }, regarding })
  await add({ kind: 'task', subject: 'Sooner', due: { day: '2035-06-01', timeZone: 'UTC' }, regarding })
  const lines = [{ productId, quantity: 2 }]
  const quoteId = await make(manager, '/api/quotes', {
    opportunityId: dealId,
    currency: 'EUR',
    lines,
    validUntil: '2099-12-31',
  })
  await ok(manager.post(`/api/quotes/${quoteId}/send`, {}))
  await ok(manager.post(`/api/quotes/${quoteId}/accept`, {}))
  ticketId = await make(manager, '/api/tickets', { subject: 'No image', accountId, contactId })
  await ok(manager.post(`/api/tickets/${ticketId}/reply`, { body: 'We look into it' }))
  await ok(manager.post(`/api/tickets/${ticketId}/add-note`, { body: 'Third one' }))
})
afterAll(() => t.close())

describe('CUS-09 CUS-10 the timeline of a customer', () => {
  it('has calls, meetings, notes, tickets, messages, purchases and changes in the order of time', async () => {
    // The order is made by a saga, once it hears of the quote.
    const orders = () => ok<{ items: unknown[] }>(t.as('manager').get('/api/orders'))
    await expect.poll(async () => (await orders()).items.length).toBe(1)
    const page = await timeline(`contacts/${contactId}`)
    const kinds = new Set(page.items.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(
      ['appointment', 'call', 'change', 'message', 'note', 'order', 'quote', 'ticket'].sort(),
    )
    const instants = page.items.map(({ at }) => at)
    expect(instants).toEqual([...instants].sort().reverse())
    // Each leads to where it is from.
    const message = page.items.find(({ kind, title }) => kind === 'message' && title === 'Reply')
    expect(message).toMatchObject({
      text: 'We look into it',
      author: 'Test manager',
      record: { model: 'ticket', id: ticketId, name: expect.stringContaining('No image') },
    })
    expect(page.items.find(({ kind }) => kind === 'quote')).toMatchObject({ status: 'accepted' })
    expect(page.items.find(({ kind }) => kind === 'change')).toMatchObject({
      event: { type: 'contact.created' },
    })
  })

  it('shows what is open on top, what is due first comes first, on the deal, the contact and the account', async () => {
    for (const path of [`opportunities/${dealId}`, `contacts/${contactId}`, `accounts/${accountId}`]) {
      const page = await timeline(path)
      expect(page.open.map(({ subject }) => subject)).toEqual(['Sooner', 'Later'])
      expect(page.items.map(({ title }) => title)).not.toContain('Later')
      expect(told(page)).toContainEqual(['call', 'Discovery'])
    }
  })

  it('of an account has what regards its contacts and deals; of a ticket what was said', async () => {
    const page = await timeline(`accounts/${accountId}`)
    expect(page.items.map(({ text }) => text)).toContain('They use a rival')
    const ticket = await timeline(`tickets/${ticketId}`)
    expect(told(ticket).filter(([kind]) => kind !== 'change')).toEqual([
      ['message', 'Internal note'],
      ['message', 'Reply'],
    ])
    expect(ticket.items.some(({ event }) => event?.type === 'ticket.replied')).toBe(false)
  })

  it('is filtered by kind, and paged without gaps or repeats whatever the size of the page', async () => {
    const whole = (await timeline(`contacts/${contactId}`)).items.map(({ id }) => id)
    for (const limit of [1, 2, 3, 7]) {
      const found: string[] = []
      let query = `?limit=${limit}`
      for (;;) {
        const page = await timeline(`contacts/${contactId}`, query)
        found.push(...page.items.map(({ id }) => id))
        if (page.next === null) break
        query = `?limit=${limit}&cursor=${page.next}`
      }
      expect(found).toEqual(whole)
    }
    const calls = await timeline(`contacts/${contactId}`, '?kind=call,note')
    expect(new Set(calls.items.map(({ kind }) => kind))).toEqual(new Set(['call', 'note']))
    const { next } = await timeline(`contacts/${contactId}`, '?limit=1')
    for (const query of [`?cursor=${next}&kind=call`, '?cursor=x', '?kind=mail'])
      expect((await t.as('manager').get(`/api/contacts/${contactId}/timeline${query}`)).statusCode).toBe(400)
  })

  it('ACT-09 is searched by words in any order, however they are written', async () => {
    const found = await timeline(`accounts/${accountId}`, `?q=${encodeURIComponent('TIGHT ausserst')}`)
    expect(told(found)).toEqual([['call', 'Discovery']])
    expect(found.open).toEqual([])
    expect(told(await timeline(`accounts/${accountId}`, '?q=look into'))).toEqual([['message', 'Reply']])
    expect(told(await timeline(`contacts/${contactId}`, '?q=contact created'))).toEqual([
      ['change', 'Contact created'],
    ])
    expect((await timeline(`accounts/${accountId}`, '?q=100%25')).items).toEqual([])
  })

  it('is as of any instant', async () => {
    const then = await timeline(`contacts/${contactId}`, `?asOf=${before}`)
    expect(told(then)).toEqual([
      ['note', ''],
      ['call', 'Discovery'],
      ['change', 'Contact created'],
    ])
    expect(then.open).toEqual([])
    expect(
      (await t.as('manager').get(`/api/contacts/${contactId}/timeline?asOf=2019-01-01T00:00:00Z`)).statusCode,
    ).toBe(404)
  })

  it('tells each reader what they may see of it, and nothing else', async () => {
    // A representative sees the contact, and so what was done with it; not the deal nor what the ticket says.
    const page = await timeline(`contacts/${contactId}`, '', t.as('rep2'))
    expect(new Set(page.items.map(({ kind }) => kind))).toEqual(
      new Set(['appointment', 'call', 'note', 'change']),
    )
    const call = page.items.find(({ kind }) => kind === 'call')
    expect(call?.activity?.regarding).toContainEqual({ model: 'opportunity', id: dealId, name: null })
    expect((await t.as('rep2').get(`/api/opportunities/${dealId}/timeline`)).statusCode).toBe(404)
    expect((await t.as('agent').get(`/api/opportunities/${dealId}/timeline`)).statusCode).toBe(403)
  })
})
