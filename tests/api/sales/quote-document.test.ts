import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noAuthority } from '../../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, client, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { textOf } from '../../support/pdf-text.ts'

const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** Soon after midnight where the organisation is, on the evening before in UTC. */
let now = '2026-03-31T22:30:00.000Z'
const system = systemPrincipal('test', { kind: 'cli' })

let t: TestApp
let accountId: string
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  await furnish(t)
  const rep = t.as('rep')
  accountId = await make(rep, '/api/accounts', { name: 'Nile Optics', country: 'UG' })
})
afterAll(() => t.close())

const line = (description: string, more: object = {}) => ({
  description,
  quantity: 2,
  unitPrice: { amount: 120_050, currency: 'EUR' },
  discountPercent: 10,
  taxPercent: 19,
  ...more,
})
async function draft(lines: object[] = [line('Training')]) {
  const opportunityId = await make(t.as('rep'), '/api/opportunities', { name: 'Harbour', accountId })
  const body = { opportunityId, currency: 'EUR', validUntil: '2026-06-30', lines }
  return make(t.as('rep'), '/api/quotes', body)
}
const later = (ms: number) => {
  now = new Date(Date.parse(now) + ms).toISOString()
}
async function document(id: string, query = '', who: Client = t.as('rep')) {
  await t.settled()
  const reply = await who.get(`/api/quotes/${id}/document${query}`)
  expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200)
  return { reply, bytes: reply.rawPayload, words: textOf(reply.rawPayload) }
}
const organisation = (body: object) => t.as('admin').patch('/api/settings/organisation', body)

describe('USR-19 the document of a quote', () => {
  it('is not made while nobody has said who the organisation is', async () => {
    const reply = await t.as('rep').get(`/api/quotes/${await draft()}/document`)
    expect([reply.statusCode, reply.json().type]).toEqual([409, '/problems/quote.no-organisation'])
  })

  it('says who we are, whom it is for, every line, the totals, and how long it is valid; a draft says that it is one', async () => {
    const address = { lines: ['Hafenstraße 1', 'Hof'], postalCode: '20457', city: 'Hamburg', country: 'DE' }
    const told = { legalName: 'Larkspur GmbH', address, taxId: 'DE 1', logo: dot, timeZone: 'Europe/Berlin' }
    expect((await organisation(told)).statusCode).toBe(200)
    const id = await draft([
      line('Training'),
      line('Scope – größer', { quantity: 1.5, discountPercent: 0, taxPercent: 0 }),
    ])
    const before = await document(id)
    const { number } = (await t.as('rep').get(`/api/quotes/${id}`)).json<{ number: string }>()
    expect(before.words).toContain(`Quote ${number}, draft`)
    expect(before.words).toContain('DRAFT')
    expect(before.words).not.toContain('Date')

    await make(t.as('rep'), `/api/quotes/${id}/send`, {})
    const { reply, bytes, words } = await document(id)
    expect(reply.headers['content-type']).toBe('application/pdf')
    expect(reply.headers['content-disposition']).toContain(`${number}.pdf`)
    expect(words).toEqual([
      'Larkspur GmbH',
      'Hafenstraße 1',
      'Hof',
      '20457 Hamburg',
      'Germany',
      'Tax id DE 1',
      'For',
      'Nile Optics',
      'Uganda',
      `Quote ${number}`,
      'Date',
      '1 April 2026',
      'Valid until',
      '30 June 2026',
      'Currency',
      'EUR',
      'Description',
      'Quantity',
      'Unit price',
      'Discount',
      'Tax',
      'Net',
      '1',
      'Training',
      '2',
      '1,200.50',
      '10 %',
      '19 %',
      '2,160.90',
      '2',
      'Scope – größer',
      '1.5',
      '1,200.50',
      '1,800.75',
      'Discount, taken off above',
      '−EUR 240.10',
      'Net',
      'EUR 3,961.65',
      'Tax',
      'EUR 410.57',
      'Total',
      'EUR 4,372.22',
      `Quote ${number}   Page 1 of 1`,
    ])
    expect(bytes.includes('/Subtype /Image')).toBe(true)
  })

  it('is the same bytes for ever once it was sent, whatever the organisation and the buyer are called later', async () => {
    const id = await draft()
    const open = await draft()
    await make(t.as('rep'), `/api/quotes/${id}/send`, {})
    const first = await document(id)
    const sentAt = now
    later(60_000)
    expect((await organisation({ legalName: 'Larkspur plc', taxId: 'UK 2', logo: null })).statusCode).toBe(
      200,
    )
    // A word of now on a day before it was sent, too.
    expect((await organisation({ legalName: 'Never so called', from: '2026-01-01' })).statusCode).toBe(200)
    expect((await organisation({ legalName: 'Larkspur plc', from: '2026-03-31' })).statusCode).toBe(200)
    expect((await t.as('rep').patch(`/api/accounts/${accountId}`, { name: 'Nile plc' })).statusCode).toBe(200)
    later(60_000)
    await make(t.as('rep'), `/api/quotes/${id}/accept`, {})
    const known = await instantBetween()
    for (const query of ['', `?asOf=${sentAt}`, `?asOf=${known}&basis=recorded`])
      expect((await document(id, query)).bytes.equals(first.bytes), query).toBe(true)
    expect((await document(id, '', t.as('manager'))).bytes.equals(first.bytes)).toBe(true)
    expect(first.words).toContain('Larkspur GmbH')

    // What was not sent is as of now, or of the instant that is asked for.
    const { words } = await document(open)
    expect(words).toEqual(expect.arrayContaining(['Larkspur plc', 'Tax id UK 2', 'Nile plc']))
    const then = await document(open, `?asOf=${sentAt}`)
    expect(then.words).toEqual(expect.arrayContaining(['Larkspur GmbH', 'Tax id DE 1', 'Nile Optics']))
  })

  it('goes over as many pages as it takes, each with its number', async () => {
    const id = await draft(Array.from({ length: 70 }, (_, n) => line(`Seat ${n + 1}`)))
    const { words, bytes } = await document(id)
    const pages = bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
    expect(pages).toBeGreaterThan(2)
    for (let n = 1; n <= 70; n++) expect(words).toContain(`Seat ${n}`)
    for (let n = 1; n <= pages; n++)
      expect(words.filter((one) => one.endsWith(`Page ${n} of ${pages}`))).toHaveLength(1)
    expect(words.filter((one) => one === 'DRAFT')).toHaveLength(pages)
  })

  it('is for who sees the quote, and whole or not at all', async () => {
    const id = await draft()
    await t.settled()
    const status = async (who: Client) => (await who.get(`/api/quotes/${id}/document`)).statusCode
    expect(await status(t.as('rep'))).toBe(200)
    expect(await status(t.as('rep2'))).toBe(404)
    expect(await status(t.as('agent'))).toBe(403)
    expect(await status(t.anonymous)).toBe(401)
    expect((await t.as('rep').get(`/api/quotes/${randomUUID()}/document`)).statusCode).toBe(404)
    const before = '2020-01-01T00:00:00.000Z'
    expect((await t.as('rep').get(`/api/quotes/${id}/document?asOf=${before}`)).statusCode).toBe(404)
    for (const [model, field, names] of [
      ['quote', 'gross', ['lines']],
      ['account', 'name', ['name']],
    ] as const) {
      const masked = await holder({ hidden: { [model]: [field] } })
      const reply = await masked.get(`/api/quotes/${id}/document`)
      const { errors } = reply.json<{ errors?: { field: string }[] }>()
      expect([reply.statusCode, errors?.map(({ field: one }) => one)]).toEqual([403, names])
    }
    expect(await status(await holder({}))).toBe(200)
  })

  it('leaves out a logo that cannot be drawn', async () => {
    const broken = `${dot.slice(0, 60)}${'A'.repeat(40)}`
    expect((await organisation({ logo: broken })).statusCode).toBe(200)
    const { bytes } = await document(await draft())
    expect(bytes.includes('/Subtype /Image')).toBe(false)
  })

  it('SEC-04 leaves an entry of who read it', async () => {
    const id = await draft()
    await document(id)
    const { items } = (await t.as('auditor').get(`/api/access-log?recordId=${id}`)).json<{
      items: object[]
    }>()
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'view',
        model: 'quote',
        what: 'GET /quotes/:id/document',
        actor: expect.objectContaining({ id: t.ids.rep }),
      }),
    )
  })
})

/** Somebody who sees all quotes and accounts, but for what the role says. */
async function holder(role: object): Promise<Client> {
  const execute = async (command: string, body: object) =>
    (await t.execute({ command, body, principal: system })).id
  const seen = { may: ['*.read'], seesAll: ['quote', 'account'] }
  const name = `Role ${randomUUID()}`
  const roleId = await execute('role.define', { ...noAuthority, ...seen, name, ...role })
  const email = `${randomUUID()}@hindsight.example`
  const id = await execute('user.register', { name, email, role: roleId, teamId: null })
  await t.settled()
  return client(t.app, (await t.sessions.open(randomUUID(), id)).token)
}

it('FAULTS 7: a long document lets others have their turn while it is laid out', async () => {
  const id = await draft(
    Array.from({ length: 200 }, (_, n) => line(`Line ${n} ${'of many words '.repeat(8)}`)),
  )
  await t.settled()
  let turns = 0
  let done = false
  const count = () => {
    turns++
    if (!done) setImmediate(count)
  }
  const asked = document(id)
  setImmediate(count)
  await asked
  done = true
  expect(turns).toBeGreaterThan(40)
})
