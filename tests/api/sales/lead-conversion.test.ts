import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contact } from '../../../src/domain/customers/contact.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { patience } from '../../support/patience.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await furnish(t)
})
afterAll(() => t.close())

describe('LEAD-23 the preview of a conversion', () => {
  it('LEAD-23 says what is linked and what is made, as the conversion then does, and writes nothing', async () => {
    const rep = t.as('rep')
    const accountId = await make(rep, '/api/accounts', { name: 'Harbour Lights' })
    const id = await make(rep, '/api/leads', {
      name: { first: 'Ama', last: 'Mensah' },
      company: 'HARBOUR LIGHTS',
      email: 'ama@harbour.example',
    })
    const path = `/api/leads/${id}/conversion`
    expect(await problem(rep.get(path))).toEqual([409, 'lead.not-qualified'])
    const answers = { budget: 'yes', authority: 'yes', need: 'yes', timeline: 'yes' }
    await answered(rep.post(`/api/leads/${id}/qualify`, answers))
    await t.settled()
    const before = (await rep.get(`/api/leads/${id}`)).json()
    const told = await answered<{ account: object; contact: object }>(
      rep.get(`${path}?amount=1250000&currency=EUR`),
    )
    expect(told).toMatchObject({
      account: { made: false, id: accountId, name: 'Harbour Lights' },
      contact: { made: true, id: null, name: 'Ama Mensah' },
      opportunity: {
        name: 'HARBOUR LIGHTS',
        amount: { amount: 1_250_000, currency: 'EUR' },
        pipelineName: 'New business',
      },
      ownerId: t.ids.rep,
    })
    expect(await answered(rep.get(`${path}?accountName=Harbour%20Lights%20Shipping`))).toMatchObject({
      account: { made: true, name: 'Harbour Lights Shipping' },
    })
    await t.settled()
    expect((await rep.get(`/api/leads/${id}`)).json()).toEqual(before)
    await answered(rep.post(`/api/leads/${id}/convert`, { amount: { amount: 1_250_000, currency: 'EUR' } }))
    await expect
      .poll(async () => (await rep.get(`/api/leads/${id}`)).json().status, { timeout: patience })
      .toBe('converted')
    expect((await rep.get(`/api/leads/${id}`)).json().converted).toMatchObject({ accountId })
    expect(await problem(rep.get(path))).toEqual([409, 'lead.already-converted'])
  })
})

describe('LEAD-23 a conversion that is undone', () => {
  type Row = Record<string, unknown> & { converted: Record<string, string> }
  const answers = { budget: 'yes', authority: 'yes', need: 'yes', timeline: 'yes' }
  const read = async (path: string, query = '') => {
    await t.settled()
    return t.as('rep').get(`${path}${query}`)
  }
  const row = async (id: string) => (await read(`/api/leads/${id}`)).json<Row>()

  async function qualified(last: string, company: string) {
    const id = await make(t.as('rep'), '/api/leads', {
      name: { last },
      company,
      email: `${last.toLowerCase()}@harbour-lights.com`,
    })
    await answered(t.as('rep').post(`/api/leads/${id}/qualify`, answers))
    return id
  }
  async function convert(id: string, body: object = {}) {
    await answered(t.as('rep').post(`/api/leads/${id}/convert`, body))
    await expect.poll(async () => (await row(id)).status, { timeout: patience }).toBe('converted')
    return (await row(id)).converted
  }
  const undo = (id: string, headers: Record<string, string> = {}) =>
    t.as('rep').post(`/api/leads/${id}/undo-conversion`, {}, headers)
  const undone = (id: string) =>
    expect.poll(async () => (await row(id)).status, { timeout: patience }).toBe('qualified')

  /** Everything that somebody would see of it, but for when it was and how often it was changed. */
  async function seen() {
    await t.settled()
    const lists = await Promise.all(
      ['leads', 'accounts', 'contacts', 'opportunities', 'activities'].map(async (name) => {
        const { items } = (await t.as('admin').get(`/api/${name}?limit=200`)).json<{ items: object[] }>()
        return items.map((one) => ({
          ...one,
          revision: 0,
          position: '',
          updatedAt: '',
          statusSince: '',
          timeline: undefined,
        }))
      }),
    )
    const { items } = (await t.as('admin').get('/api/pipeline')).json<{ items?: unknown }>()
    return { lists, items }
  }

  it('leaves what was there before, and of what it made only history', async () => {
    const id = await qualified('Undone', 'Undone Shipping')
    const call = await make(t.as('rep'), '/api/activities', {
      kind: 'note',
      body: 'They called',
      regarding: [{ model: 'lead', id }],
    })
    const before = await seen()
    const made = await convert(id)
    const then = await instantBetween()
    await expect
      .poll(async () => (await read(`/api/activities/${call}`)).body, { timeout: patience })
      .toContain(made.opportunityId)
    expect((await read(`/api/leads/${id}/reversion`)).json()).toMatchObject({
      records: [
        { model: 'opportunity', id: made.opportunityId, name: 'Undone Shipping', made: true },
        { model: 'contact', id: made.contactId, name: 'Undone', made: true },
        { model: 'account', id: made.accountId, name: 'Undone Shipping', made: true },
      ],
      hindrances: [],
    })
    const [one, other] = await Promise.all([undo(id), undo(id)])
    expect([one.statusCode, other.statusCode].filter((code) => code === 200).length).toBeGreaterThan(0)
    await undone(id)
    await expect
      .poll(async () => (await read(`/api/activities/${call}`)).body, { timeout: patience })
      .not.toContain(made.opportunityId)
    await expect.poll(seen, { timeout: patience }).toEqual(before)
    for (const [path, key] of [
      ['opportunities', made.opportunityId],
      ['contacts', made.contactId],
      ['accounts', made.accountId],
    ]) {
      expect((await read(`/api/${path}/${key}`)).statusCode).toBe(404)
      expect((await read(`/api/${path}/${key}`, `?asOf=${then}`)).statusCode).toBe(200)
    }
    const { items } = (await read(`/api/leads/${id}/history`)).json<{ items: { type: string }[] }>()
    expect(items.filter(({ type }) => type === 'lead.conversion-reverted')).toHaveLength(1)
    // The name and the address are free again.
    const again = await convert(id)
    expect(again.accountId).not.toBe(made.accountId)
    expect(again.contactId).not.toBe(made.contactId)
  })

  it('leaves what it has only linked', async () => {
    const accountId = await make(t.as('rep'), '/api/accounts', { name: 'Known Before' })
    const id = await qualified('Linked', 'Known Before')
    const made = await convert(id)
    expect(made.accountId).toBe(accountId)
    await answered(undo(id))
    await undone(id)
    expect((await read(`/api/accounts/${accountId}`)).json()).toMatchObject({ archived: false })
    expect((await read(`/api/contacts/${made.contactId}`)).statusCode).toBe(404)
  })

  it('is refused as soon as somebody has done something with what it made, naming that', async () => {
    const id = await qualified('Used', 'Used Shipping')
    const made = await convert(id)
    await answered(
      t.as('rep').post(`/api/opportunities/${made.opportunityId}/change-amount`, {
        amount: { amount: 100, currency: 'EUR' },
      }),
    )
    const reply = await undo(id)
    expect(reply.statusCode).toBe(409)
    expect(reply.json()).toMatchObject({
      type: '/problems/lead.conversion-used',
      details: {
        hindrances: [{ model: 'opportunity', id: made.opportunityId, what: expect.any(String) }],
      },
    })
    expect(await row(id)).toMatchObject({ status: 'converted', reverting: false })
    const other = await qualified('Named', 'Named Shipping')
    const names = await convert(other)
    const named = await make(t.as('rep'), '/api/contacts', {
      name: { last: 'N' },
      accountId: names.accountId,
    })
    await t.settled()
    expect((await undo(other)).json()).toMatchObject({
      details: { hindrances: [{ model: 'contact', id: named, what: null }] },
    })
    expect(await problem(undo(await qualified('Never', 'Never Shipping')))).toEqual([
      409,
      'lead.not-converted',
    ])
  })

  it('forgets the person of what was withdrawn when they are forgotten', async () => {
    const id = await qualified('Forgotten', 'Shipping of somebody')
    const made = await convert(id)
    const converted = await instantBetween()
    await answered(undo(id))
    await undone(id)
    const admin = t.as('admin')
    const privacy = `/api/leads/${id}/privacy`
    const { records } = await answered<{ records: object[] }>(admin.get(privacy))
    expect(records).toContainEqual({ aggregate: 'contact', id: made.contactId })
    await answered(admin.post(`${privacy}/erase`))
    const then = await admin.get(`/api/contacts/${made.contactId}?asOf=${converted}`)
    expect(then.body).not.toContain('Forgotten')
    expect(JSON.stringify(await t.services.execute.load(contact, made.contactId ?? ''))).not.toContain(
      'Forgotten',
    )
  })
})
