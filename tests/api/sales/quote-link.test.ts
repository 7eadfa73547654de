import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { textOf } from '../../support/pdf-text.ts'

let now = '2026-03-31T12:00:00.000Z'
let t: TestApp
let accountId: string
let contactId: string
beforeAll(async () => {
  t = await testApp({ clock: () => now, publicUrl: 'https://crm.example' })
  await furnish(t)
  await t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur <GmbH>' })
  accountId = await make(t.as('rep'), '/api/accounts', { name: 'Nile Optics', country: 'UG' })
  contactId = await make(t.as('rep'), '/api/contacts', {
    name: { first: 'Ada', last: 'Okello' },
    accountId,
    language: 'de',
  })
})
afterAll(() => t.close())

async function sent(more: object = {}) {
  const opportunityId = await make(t.as('rep'), '/api/opportunities', { name: 'Harbour', accountId, ...more })
  const lines = [
    {
      description: '<b>Training</b>',
      quantity: 2,
      unitPrice: { amount: 120_050, currency: 'EUR' },
      discountPercent: 10,
      taxPercent: 19,
    },
  ]
  const body = { opportunityId, currency: 'EUR', validUntil: '2026-06-30', lines }
  const id = await make(t.as('rep'), '/api/quotes', body)
  await make(t.as('rep'), `/api/quotes/${id}/send`, {})
  return { id, opportunityId }
}
async function linked(more: object = {}) {
  const { id, opportunityId } = await sent(more)
  await make(t.as('rep'), `/api/quotes/${id}/make-link`, {})
  return { id, opportunityId, url: await linkOf(id) }
}
async function linkOf(id: string) {
  const { url } = (await t.as('rep').get(`/api/quotes/${id}/link`)).json<{ url: string }>()
  return url.slice('https://crm.example'.length)
}
const at = (url: string, what: string) => url.replace('/offer', `/offer/${what}`)
const fill = (url: string, what: string, fields: Record<string, string>) =>
  t.app.inject({
    method: 'POST',
    url: at(url, what),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'a telephone',
      origin: 'https://crm.example',
    },
    payload: new URLSearchParams(fields).toString(),
    remoteAddress: '203.0.113.7',
  })
async function fingerprint(url: string) {
  const { body } = await t.anonymous.get(at(url, 'accept'))
  return /name="document" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? ''
}
const agree = async (url: string, name = 'Ada Okello') =>
  fill(url, 'accept', { document: await fingerprint(url), name, agreed: 'yes' })
const quoteOf = async (id: string) => {
  await t.settled()
  return (await t.as('rep').get(`/api/quotes/${id}`)).json()
}
const eventsOf = async (id: string) => {
  await t.settled()
  return (await t.as('rep').get(`/api/quotes/${id}/history`)).json().items
}

describe('QTC-05 the link to a quote', () => {
  it('shows what the document says to whoever has it, without a script, and lets nobody else keep or find it', async () => {
    const { id, url } = await linked()
    const page = await t.anonymous.get(url)
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.body).not.toMatch(/<script|<b>Training/)
    expect(page.body).toContain('&lt;b&gt;Training&lt;/b&gt;')
    expect(page.body).toContain('Larkspur &lt;GmbH&gt;')
    const paper = await t.anonymous.get(at(url, 'document'))
    const own = await t.as('rep').get(`/api/quotes/${id}/document`)
    expect(paper.rawPayload.equals(own.rawPayload)).toBe(true)
    const sums = textOf(paper.rawPayload).filter((text) => /^−?EUR /.test(text))
    expect(sums).toHaveLength(4)
    for (const sum of sums) expect(page.body).toContain(sum)
  })

  it('speaks the language of whom the deal is with, else that of the browser', async () => {
    const { url } = await linked({ contactId })
    expect((await t.anonymous.get(url, { 'accept-language': 'fr' })).body).toContain('<html lang="de">')
    const { url: nobodys } = await linked()
    const header = { 'accept-language': 'nl, en;q=0.1, fr-CA;q=0.9' }
    expect((await t.anonymous.get(nobodys, header)).body).toContain('Accepter ce devis')
  })

  it('takes an acceptance in a second step, once, with who, from where and of what, and the order follows', async () => {
    const { id, url } = await linked()
    const document = await fingerprint(url)
    for (const [fields, error] of [
      [{ document, name: ' ', agreed: 'yes' }, 'name-error'],
      [{ document, name: 'Ada' }, 'agreed-error'],
    ] as const) {
      const reply = await fill(url, 'accept', fields)
      expect([reply.statusCode, reply.body.includes(`id="${error}"`)]).toEqual([422, true])
    }
    expect(
      (await fill(url, 'accept', { document: '0'.repeat(64), name: 'Ada', agreed: 'yes' })).body,
    ).toContain('name="document"')
    expect(await quoteOf(id)).toMatchObject({ status: 'sent' })

    const both = await Promise.all([agree(url), agree(url, 'Somebody else')])
    for (const reply of both) expect([reply.statusCode, reply.headers.location]).toEqual([303, url])
    const { status, answeredBy } = await quoteOf(id)
    expect([status, ['Ada Okello', 'Somebody else'].includes(answeredBy)]).toEqual(['accepted', true])
    const [accepted] = (await eventsOf(id)).filter(({ type }: { type: string }) => type === 'quote.accepted')
    expect(accepted.title).toBe(`Quote accepted over EUR 2,571.47 by the link, as ${answeredBy}`)
    expect(accepted).toMatchObject({ actor: { kind: 'visitor' }, via: { kind: 'link', id: '1' } })
    const { quote } = await import('../../../src/domain/sales/quote.ts')
    const log = (await t.services.events(quote, id)).filter(({ type }) => type === 'quote.accepted')
    expect(log).toMatchObject([
      { data: { byLink: { link: 1, ip: '203.0.113.7', userAgent: 'a telephone', document } } },
    ])
    expect(log[0]?.metadata.ip).toBeUndefined()
    await eventually(async () => expect((await quoteOf(id)).orderId).not.toBeNull())

    const receipt = await t.anonymous.get(url)
    expect([receipt.statusCode, receipt.body.includes(answeredBy)]).toEqual([200, true])
    expect((await agree(url)).statusCode).toBe(200)
  })

  it('takes a refusal with why, which the seller takes back while nothing followed', async () => {
    const { id, url } = await linked()
    const document = await fingerprint(url)
    expect((await fill(url, 'decline', { document, name: 'Ada', reason: 'Too dear' })).statusCode).toBe(303)
    expect(await quoteOf(id)).toMatchObject({
      status: 'rejected',
      rejectedReason: 'Too dear',
      answeredBy: 'Ada',
    })
    const gone = await t.anonymous.get(url)
    expect([gone.statusCode, gone.body.includes('Training')]).toEqual([410, false])
    expect((await agree(url)).statusCode).toBe(410)

    const [rejected] = await eventsOf(id)
    expect((await t.as('rep').post(`/api/events/${rejected.id}/undo`)).statusCode).toBe(200)
    expect(await quoteOf(id)).toMatchObject({ status: 'sent', rejectedReason: null, answeredBy: null })
    expect((await agree(url)).statusCode).toBe(303)
    // The order was placed: that is not undone, but cancelled.
    const [accepted] = await eventsOf(id)
    expect((await t.as('rep').post(`/api/events/${accepted.id}/undo`)).json().type).toBe(
      '/problems/undo.no-way-back',
    )
  })

  it('leads nowhere once it is withdrawn, and the next one is another', async () => {
    const { id, url } = await linked()
    expect((await make(t.as('rep'), `/api/quotes/${id}/make-link`, {})) && (await linkOf(id))).toBe(url)
    await make(t.as('rep'), `/api/quotes/${id}/withdraw-link`, {})
    expect((await t.as('rep').get(`/api/quotes/${id}/link`)).json()).toMatchObject({ url: null })
    const never = url.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
    const replies = await Promise.all(
      [url, never, '/offer', '/offer?link=x', `${url}&link=x`, at(url, 'accept')].map((path) =>
        t.anonymous.get(path),
      ),
    )
    for (const reply of replies) expect([reply.statusCode, reply.body]).toEqual([404, replies[0]?.body])
    expect((await fill(url, 'accept', { name: 'Ada', agreed: 'yes' })).statusCode).toBe(404)
    await make(t.as('rep'), `/api/quotes/${id}/make-link`, {})
    const next = await linkOf(id)
    expect(next).not.toBe(url)
    expect((await t.anonymous.get(next)).statusCode).toBe(200)
    expect((await t.anonymous.get(url)).statusCode).toBe(404)
  })

  it('ends with the quote: by its last day, and by its next version', async () => {
    const { id, opportunityId, url } = await linked()
    const body = { opportunityId, validUntil: '2026-12-31', replacesId: id }
    const next = await make(t.as('rep'), '/api/quotes', body)
    await make(t.as('rep'), `/api/quotes/${next}/send`, {})
    await eventually(async () => expect((await t.anonymous.get(url)).statusCode).toBe(410))
    const { url: other } = await linked()
    const before = now
    now = '2026-07-01T12:00:00.000Z'
    expect((await t.anonymous.get(other)).statusCode).toBe(410)
    expect((await t.anonymous.get(at(other, 'document'))).statusCode).toBe(302)
    now = before
  })

  it('offers nothing while its deal is lost, and does again when that is taken back', async () => {
    const { opportunityId, url } = await linked()
    await make(t.as('rep'), `/api/opportunities/${opportunityId}/lose`, { reason: 'No budget' })
    const lost = await t.anonymous.get(url)
    expect(lost.statusCode).toBe(409)
    expect(lost.body).not.toContain('accept?')
    await make(t.as('rep'), `/api/opportunities/${opportunityId}/reopen`, {})
    expect((await t.anonymous.get(url)).statusCode).toBe(200)
  })

  it('is made of what was sent only, by who may; and says when somebody has opened it, who is none of ours', async () => {
    const { id } = await sent()
    expect((await t.as('agent').get(`/api/quotes/${id}/link`)).statusCode).toBe(403)
    expect((await t.as('rep').get(`/api/quotes/${id}/link`)).json()).toEqual({ url: null, opened: null })
    await make(t.as('rep'), `/api/quotes/${id}/make-link`, {})
    const url = await linkOf(id)
    const own = await t.as('rep').get(url)
    expect(own.body).toContain('role="note"')
    expect(own.body).not.toContain('/offer/accept')
    expect((await t.as('rep').get(`/api/quotes/${id}/link`)).json().opened).toBeNull()
    await t.anonymous.get(url)
    now = '2026-03-31T12:30:00.000Z'
    await t.anonymous.get(url)
    expect((await t.as('rep').get(`/api/quotes/${id}/link`)).json().opened).toEqual({
      times: 2,
      first: '2026-03-31T12:00:00.000Z',
      last: '2026-03-31T12:30:00.000Z',
    })
  })

  it('forgets who has answered when they are erased, and keeps what was agreed', async () => {
    const { id, url } = await linked({ contactId })
    await agree(url, 'Ada Lovelace Okello')
    expect(await quoteOf(id)).toMatchObject({ answeredBy: 'Ada Lovelace Okello' })
    await make(t.as('admin'), `/api/contacts/${contactId}/privacy/erase`, {})
    const { answeredBy, status, totals } = await quoteOf(id)
    expect([answeredBy, status, totals.gross.amount]).toEqual(['[erased]', 'accepted', 257_147])
    const { items } = (await t.as('rep').get(`/api/quotes/${id}/history`)).json()
    expect(JSON.stringify(items)).not.toContain('Lovelace')
    expect((await t.anonymous.get(url)).statusCode).toBe(404)
  })
})
