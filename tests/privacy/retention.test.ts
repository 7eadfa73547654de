import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const principal = systemPrincipal('test', { kind: 'cli' })
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

async function contact(last: string, age: number): Promise<string> {
  const body = { name: { first: null, last }, email: `${last.toLowerCase()}@example.com` }
  return (await t.execute({ command: 'contact.create', body, principal, occurredAt: daysAgo(age) })).id
}

const lastOf = async (id: string) =>
  (await t.as('admin').get(`/api/contacts/${id}`)).json<{ name: { last: string } }>().name.last

describe('SEC-06 retention rules', () => {
  it('erase what is old enough, each record for itself, with a preview before and a receipt after; what is held is kept', async () => {
    const admin = t.as('admin')
    const [old, held, young] = [
      await contact('Old', 400),
      await contact('Held', 390),
      await contact('Young', 10),
    ]
    const body = { subject: 'Help', contactId: old, requester: null }
    const ticket = await admin.post('/api/tickets', body)
    expect(ticket.statusCode, ticket.body).toBe(201)
    const hold = { command: 'contact.place-hold', id: held, body: { matter: 'Case 1' }, principal }
    await t.execute({ ...hold, occurredAt: daysAgo(380) })
    expect(
      (await admin.post('/api/retention-rules', { name: 'A year', kind: 'contact', days: 365 })).statusCode,
    ).toBe(201)
    await t.settled()

    const { items } = (await admin.get('/api/privacy/retention')).json<{
      items: { count: number; records: { id: string }[] }[]
    }>()
    expect(items.map(({ count, records }) => [count, records.map(({ id }) => id)])).toEqual([
      [2, [old, held]],
    ])
    expect(await lastOf(old)).toBe('Old')

    expect(await t.retention.sweep()).toEqual({ erased: 1, kept: { 'contact.on-hold': 1 } })
    await t.settled()
    expect([await lastOf(old), await lastOf(held), await lastOf(young)]).toEqual([
      '[erased]',
      'Held',
      'Young',
    ])
    expect((await admin.get(`/api/tickets/${ticket.json<{ id: string }>().id}`)).json()).toMatchObject({
      subject: 'Help',
    })
    const requests = (await admin.get('/api/privacy-requests?ground=retention')).json<{ items: object[] }>()
    expect(requests.items).toMatchObject([
      { kind: 'erasure', subjectId: old, records: [{ aggregate: 'contact', id: old }] },
    ])
    // The next night finds nothing but what is held.
    expect(await t.retention.sweep()).toEqual({ erased: 0, kept: { 'contact.on-hold': 1 } })
  })

  it('are for who may handle privacy', async () => {
    for (const person of ['rep', 'agent'] as const) {
      expect((await t.as(person).get('/api/privacy/retention')).statusCode).toBe(403)
      expect((await t.as(person).post('/api/privacy/retention/sweep')).statusCode).toBe(403)
      expect((await t.as(person).post('/api/privacy/scrub')).statusCode).toBe(403)
    }
  })
})

describe('SEC-06 consents', () => {
  it('are kept with purpose, channel, source, wording and time, also when they are withdrawn', async () => {
    const admin = t.as('admin')
    const id = await contact('Asked', 1)
    const news = { purpose: 'Newsletter', channel: 'email' }
    const given = { ...news, source: 'Web form', textVersion: '2026-01' }
    const steps = [
      await admin.post(`/api/contacts/${id}/give-consent`, given),
      await admin.post(`/api/contacts/${id}/give-consent`, given),
      await admin.post(`/api/contacts/${id}/withdraw-consent`, news),
      await admin.post(`/api/contacts/${id}/withdraw-consent`, news),
    ]
    expect(steps.map((reply) => reply.json<{ events: string[] }>().events)).toEqual([
      ['contact.consent-given'],
      [],
      ['contact.consent-withdrawn'],
      [],
    ])
    const { consents } = (await admin.get(`/api/contacts/${id}/privacy`)).json<{ consents: object[] }>()
    const instant = expect.stringMatching(/^\d{4}-.*Z$/)
    expect(consents).toEqual([{ ...given, givenAt: instant, withdrawnAt: instant }])
  })
})
