import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
let mail: MailServer
let accountId: string
let otherAccountId: string
let skew = 0
beforeAll(async () => {
  mail = await mailServer()
  t = await testApp({
    mail: { url: mail.url, from: { name: 'Larkspur', address: 'crm@larkspur.example' }, plain: true },
    publicUrl: 'https://crm.example',
    clock: () => new Date(Date.now() + skew).toISOString(),
  })
  await furnish(t)
  await t.as('admin').patch('/api/settings/organisation', { legalName: 'Larkspur <GmbH>' })
  await answered(t.as('admin').patch('/api/settings/portal', { on: true }))
  accountId = await make(t.as('rep'), '/api/accounts', { name: 'Nile Optics' })
  otherAccountId = await make(t.as('rep'), '/api/accounts', { name: 'Delta Lenses' })
})
afterAll(async () => {
  await t.close()
  await mail.close()
})

const secret = 'orchard lantern 42'
let made = 0

/** A browser of a customer: it keeps one cookie. */
function browser(ip = '203.0.113.7') {
  let cookie = ''
  const heard = (reply: LightMyRequestResponse) => {
    const set = reply.cookies.find(({ name }) => name.endsWith('hindsight_portal'))
    if (set) cookie = set.value === '' ? '' : `${set.name}=${set.value}`
    return reply
  }
  return {
    get token() {
      return cookie.split('=')[1] ?? ''
    },
    get: async (url: string) => heard(await t.app.inject({ url, headers: { cookie }, remoteAddress: ip })),
    post: async (url: string, fields: Record<string, string> = {}, origin = 'https://crm.example') =>
      heard(
        await t.app.inject({
          method: 'POST',
          url,
          headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, origin },
          payload: new URLSearchParams(fields).toString(),
          remoteAddress: ip,
        }),
      ),
  }
}
type Browser = ReturnType<typeof browser>

interface Told {
  type: string
  actor: { kind: string; id: string; name: string }
}
const ok = answered<{ id: string; items: Record<string, unknown>[] } & Record<string, unknown>>
const read = async (path: string) => {
  await t.settled()
  return ok(t.as('admin').get(path))
}
/** What happened to a record, the first thing first. */
const historyOf = async (path: string) =>
  ((await read(`/api/${path}/history`)).items as never as Told[]).toReversed()
const lettersTo = (address: string) => mail.letters.filter(({ to }) => to === address)
/** The token in the last letter that somebody got, of so many. */
async function linkIn(address: string, count: number): Promise<string> {
  await eventually(() => expect(lettersTo(address)).toHaveLength(count))
  const raw = lettersTo(address).at(-1)?.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? ''
  return /portal\/enter\?link=([\w.-]+)/.exec(raw)?.[1] ?? ''
}
async function invited(more: object = {}) {
  const email = `customer${++made}@nile.example`
  const id = await make(t.as('rep'), '/api/contacts', {
    name: { first: 'Ada', last: `Okello ${made}` },
    email,
    accountId,
    ...more,
  })
  await ok(t.as('rep').post(`/api/contacts/${id}/invite-to-portal`))
  return { id, email, link: await linkIn(email, 1) }
}
async function customer(more: object = {}) {
  const one = await invited(more)
  const b = browser()
  expect((await b.post('/portal/enter', { link: one.link, password: secret })).headers.location).toBe(
    '/portal',
  )
  return { ...one, b }
}
const ask = async (b: Browser, subject = 'A lamp is dark', message = 'It was bright yesterday.') => {
  const { headers } = await b.post('/portal/tickets', { subject, message, seen: 'yes' })
  return /tickets\/([0-9a-f-]{36})/.exec(String(headers.location))?.[1] ?? ''
}
async function quoteFor(of: string, send = true) {
  const opportunityId = await make(t.as('rep'), '/api/opportunities', { name: 'Harbour', accountId: of })
  const id = await make(t.as('rep'), '/api/quotes', {
    opportunityId,
    currency: 'EUR',
    validUntil: '2099-06-30',
    lines: [{ description: 'Training', quantity: 2, unitPrice: { amount: 120_050, currency: 'EUR' } }],
  })
  if (send) await ok(t.as('rep').post(`/api/quotes/${id}/send`))
  await t.settled()
  return id
}

describe('COL-01 the way into the portal', () => {
  it('leads from an invitation by mail to a password, once, and history says who came', async () => {
    const { id, link, email } = await invited()
    const b = browser()
    expect((await b.get('/portal')).headers.location).toBe('/portal/sign-in')
    const page = await b.get(`/portal/enter?link=${link}`)
    expect([page.statusCode, page.headers['referrer-policy']]).toEqual([200, 'same-origin'])
    expect(page.body).toContain('Larkspur &lt;GmbH&gt;')
    const weak = await b.post('/portal/enter', { link, password: 'password1' })
    expect([weak.statusCode, weak.body.includes('password-error')]).toEqual([422, true])
    expect((await b.post('/portal/enter', { link, password: secret })).headers.location).toBe('/portal')
    expect((await b.get('/portal')).body).toContain('Hello Ada Okello')
    expect((await browser().post('/portal/enter', { link })).statusCode).toBe(410)

    const items = await historyOf(`contacts/${id}`)
    expect(items.map(({ type }) => type)).toEqual([
      'contact.created',
      'contact.invited-to-portal',
      'contact.portal-link-sent',
      'contact.signed-in-to-portal',
      'contact.portal-password-set',
    ])
    expect(items[3]).toMatchObject({
      actor: { kind: 'customer', id, name: `Ada Okello ${made} (customer)` },
      via: { kind: 'portal' },
    })
    expect(await read(`/api/contacts/${id}`)).toMatchObject({
      portalStatus: 'open',
      portalSignedInAt: expect.any(String),
    })

    await b.post('/portal/sign-out')
    expect((await b.get('/portal')).statusCode).toBe(303)
    expect((await b.post('/portal/sign-in', { email, password: 'wrong one 17' })).statusCode).toBe(422)
    await b.post('/portal/sign-in', { email, password: secret })
    expect((await b.get('/portal')).statusCode).toBe(200)
  })

  it('sends a link to who has access, says the same to who has none, and takes it within half an hour', async () => {
    const { email } = await customer()
    const [theirs, nobodys] = await Promise.all(
      [email, 'nobody@nile.example'].map((mailbox) => browser().post('/portal/link', { mailbox })),
    )
    expect(theirs?.body.replaceAll(email, '')).toBe(nobodys?.body.replaceAll('nobody@nile.example', ''))
    const link = await linkIn(email, 2)
    // Asked for again at once, it is on its way.
    await browser().post('/portal/link', { mailbox: email })
    skew += 31 * 60_000
    expect((await browser().post('/portal/enter', { link })).statusCode).toBe(410)
    await browser().post('/portal/link', { mailbox: email })
    const b = browser()
    const next = await linkIn(email, 3)
    expect((await b.get(`/portal/enter?link=${next}`)).body).not.toContain('type="password" id')
    await b.post('/portal/enter', { link: next })
    expect((await b.get('/portal')).statusCode).toBe(200)
  })

  it('makes who guesses wait', async () => {
    const { email } = await customer()
    const b = browser('198.51.100.9')
    const tries: number[] = []
    for (let n = 0; n < 7; n++)
      tries.push((await b.post('/portal/sign-in', { email, password: `guess ${n} of many` })).statusCode)
    expect(tries.filter((status) => status === 422)).toHaveLength(5)
    expect(tries.at(-1)).toBe(429)
  })

  it('invites nobody without an address, who is restricted, or who wants no mail, and nobody while it is off', async () => {
    const invite = (id: string) => problem(t.as('rep').post(`/api/contacts/${id}/invite-to-portal`))
    const bare = await make(t.as('rep'), '/api/contacts', { name: { last: 'Bare' } })
    expect(await invite(bare)).toEqual([422, 'contact.no-email'])
    const { id } = await invited()
    const refuse = (doNotContact: object[]) =>
      ok(t.as('rep').post(`/api/contacts/${id}/set-do-not-contact`, { doNotContact }))
    await refuse([{ channel: 'email' }])
    expect(await invite(id)).toEqual([409, 'contact.do-not-contact'])
    await refuse([])
    await ok(t.as('admin').post(`/api/contacts/${id}/privacy/restrict`))
    expect(await invite(id)).toEqual([409, 'contact.restricted'])

    const { b, id: other } = await customer()
    await ok(t.as('admin').patch('/api/settings/portal', { on: false }))
    expect(await invite(other)).toEqual([409, 'contact.portal-off'])
    for (const path of ['/portal', '/portal/sign-in', '/portal/tickets'])
      expect((await b.get(path)).statusCode).toBe(404)
    await ok(t.as('admin').patch('/api/settings/portal', { on: true }))
    expect((await b.get('/portal')).statusCode).toBe(200)
  })

  it('ends with the access: by revocation, restriction, archiving, a merge and erasure', async () => {
    const ends: ((id: string) => Promise<unknown>)[] = [
      (id) => ok(t.as('rep').post(`/api/contacts/${id}/revoke-portal-access`)),
      (id) => ok(t.as('admin').post(`/api/contacts/${id}/privacy/restrict`)),
      (id) => ok(t.as('admin').post(`/api/contacts/${id}/archive`)),
      (id) => ok(t.as('admin').post(`/api/contacts/${id}/privacy/erase`)),
      async (absorbedId) => {
        const survivorId = await make(t.as('rep'), '/api/contacts', { name: { last: 'One and the same' } })
        await t.settled()
        await make(t.as('admin'), '/api/merges', { model: 'contact', survivorId, absorbedId, fields: [] })
        await eventually(async () =>
          expect(await read(`/api/contacts/${absorbedId}`)).toMatchObject({ absorbedById: survivorId }),
        )
      },
    ]
    for (const end of ends) {
      const { id, b, email } = await customer()
      expect((await b.get('/portal')).statusCode).toBe(200)
      await end(id)
      expect((await b.get('/portal')).headers.location).toBe('/portal/sign-in')
      expect((await browser().post('/portal/sign-in', { email, password: secret })).statusCode).toBe(422)
      const letters = lettersTo(email).length
      await browser().post('/portal/link', { mailbox: email })
      await t.settled()
      expect(lettersTo(email)).toHaveLength(letters)
    }
  })

  it('keeps nothing of an erased person to sign in by, and opens no link of before to who is invited anew', async () => {
    const { id } = await customer()
    await ok(t.as('admin').post(`/api/contacts/${id}/privacy/erase`))
    const { rows } = await t.pg.owner.query('select from auth.session where user_id = $1', [id])
    expect(rows).toHaveLength(0)

    const two = await invited()
    await ok(t.as('rep').post(`/api/contacts/${two.id}/revoke-portal-access`))
    await ok(t.as('rep').post(`/api/contacts/${two.id}/invite-to-portal`))
    expect((await browser().post('/portal/enter', { link: two.link })).statusCode).toBe(410)
    const anew = await linkIn(two.email, 2)
    await ok(t.as('rep').patch(`/api/contacts/${two.id}`, { email: 'another@nile.example' }))
    expect((await browser().post('/portal/enter', { link: anew })).statusCode).toBe(410)
  })
})

describe('COL-01 what a customer reaches', () => {
  it('is nothing of the API: each operation there is answers as it does to a stranger', async () => {
    const { b } = await customer()
    const { endpoints } = t.app
    expect(endpoints.length).toBeGreaterThan(400)
    for (const { method, path, access, name } of endpoints) {
      const url = `/api${path.replaceAll(/:[a-zA-Z]+/g, '00000000-0000-4000-8000-000000000001')}`
      const asked = (headers: Record<string, string>) =>
        t.app.inject({ method, url, headers, remoteAddress: '192.0.2.1' })
      const as = [
        { authorization: `Bearer ${b.token}` },
        { cookie: `hindsight_session=${b.token}` },
        { cookie: `hindsight_portal=${b.token}` },
      ]
      for (const headers of access === 'anyone' ? as.slice(0, 1) : as) {
        const { statusCode } = await asked(headers)
        if (access !== 'anyone') expect([name, method, path, statusCode]).toEqual([name, method, path, 401])
        else expect([path, statusCode]).toEqual([path, (await asked({})).statusCode])
      }
    }
    // Nor are those doors open that are no operation.
    const assistant = await t.app.inject({
      method: 'POST',
      url: '/mcp',
      headers: { authorization: `Bearer ${b.token}`, 'content-type': 'application/json' },
      payload: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    })
    expect(assistant.statusCode).toBe(401)
    // Nor does a user of the product get in by theirs.
    const page = await t.app.inject({
      url: '/portal',
      headers: { cookie: `hindsight_portal=${t.tokens.admin}` },
    })
    expect(page.headers.location).toBe('/portal/sign-in')
  })

  it('is nothing of another account, and nothing that was not said to them yet', async () => {
    const { b } = await customer()
    const { b: stranger } = await customer({ accountId: otherAccountId })
    const draft = await quoteFor(accountId, false)
    const sent = await quoteFor(accountId)
    const ticketId = await ask(b)
    expect((await b.get(`/portal/quotes/${sent}`)).statusCode).toBe(200)
    expect((await b.get(`/portal/quotes/${draft}`)).statusCode).toBe(404)
    expect((await b.get(`/portal/tickets/${ticketId}`)).statusCode).toBe(200)
    for (const path of [
      `quotes/${sent}`,
      `quotes/${sent}/accept`,
      `quotes/${sent}/document`,
      `tickets/${ticketId}`,
    ])
      expect((await stranger.get(`/portal/${path}`)).statusCode).toBe(404)
    expect((await stranger.post(`/portal/tickets/${ticketId}`, { message: 'Mine' })).statusCode).toBe(404)
    expect(
      (await stranger.post(`/portal/quotes/${sent}/accept`, { name: 'X', agreed: 'yes' })).statusCode,
    ).toBe(404)
    expect((await stranger.get('/portal/quotes')).body).toContain('There is nothing here yet.')
    expect((await b.get('/portal/quotes/no-id')).statusCode).toBe(404)
    // A page of somebody else cannot send anything in a customer's name.
    expect(
      (await b.post(`/portal/tickets/${ticketId}`, { message: 'Forged' }, 'https://evil.example')).statusCode,
    ).toBe(403)
  })
})

describe('COM-26, CUS-23, TIC-05 what customers ask', () => {
  it('is a ticket with a receipt, a conversation without notes, and an answer by the customer', async () => {
    const { b, id, email } = await customer()
    const ticketId = await ask(b)
    const ticket = await read(`/api/tickets/${ticketId}`)
    expect(ticket).toMatchObject({ channel: 'portal', contactId: id, accountId, requester: { email } })
    await eventually(() => expect(lettersTo(email).at(-1)?.raw).toContain(String(ticket.number)))
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/add-note`, { body: 'They are a difficult one' }))
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/reply`, { body: 'Is it plugged in?' }))
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/pend`, { reason: 'Let them wait' }))
    await ok(t.as('agent').post(`/api/tickets/${ticketId}/escalate`, { note: 'To the second line' }))
    await t.settled()
    const { body } = await b.get(`/portal/tickets/${ticketId}`)
    expect(body).toContain('Is it plugged in?')
    for (const secretly of ['difficult', 'Let them wait', 'second line', 'Second line'])
      expect(body).not.toContain(secretly)
    await b.post(`/portal/tickets/${ticketId}`, { message: 'It is <b>now</b>' })
    expect((await b.get(`/portal/tickets/${ticketId}`)).body).toContain('It is &lt;b&gt;now&lt;/b&gt;')
    const items = await historyOf(`tickets/${ticketId}`)
    expect(items.filter(({ actor }) => actor.kind === 'customer').map(({ type }) => type)).toEqual([
      'ticket.opened',
      'ticket.replied',
      'ticket.resumed',
    ])
  })

  it('is shown without what a colleague took down, and with the files that were shown to them', async () => {
    const { b, id } = await customer()
    const ticketId = await make(t.as('agent'), '/api/tickets', {
      subject: 'Called about a lamp',
      description: 'Sounded angry again',
      accountId,
      contactId: id,
    })
    const put = (name: string) =>
      t.app.inject({
        method: 'POST',
        url: `/api/files?model=ticket&recordId=${ticketId}&name=${name}`,
        headers: { authorization: `Bearer ${t.tokens.agent}`, 'content-type': 'text/plain' },
        payload: `What ${name} says`,
      })
    const [shown, kept] = [await ok(put('plan.txt')), await ok(put('margin.txt'))]
    await ok(t.as('agent').post(`/api/files/${shown.id}/show-to-customer`))
    await t.settled()
    expect((await b.get(`/portal/tickets/${ticketId}`)).body).not.toContain('angry')
    const { body } = await b.get('/portal/files')
    expect([body.includes('plan.txt'), body.includes('margin.txt')]).toEqual([true, false])
    const fetched = await b.get(`/portal/files/${shown.id}`)
    expect([fetched.body, fetched.headers['content-disposition']]).toEqual([
      'What plan.txt says',
      expect.stringContaining('attachment'),
    ])
    expect((await b.get(`/portal/files/${kept.id}`)).statusCode).toBe(404)
    const { b: stranger } = await customer({ accountId: otherAccountId })
    expect((await stranger.get(`/portal/files/${shown.id}`)).statusCode).toBe(404)
    await ok(t.as('agent').post(`/api/files/${shown.id}/hide-from-customer`))
    await t.settled()
    expect((await b.get(`/portal/files/${shown.id}`)).statusCode).toBe(404)
  })

  it('is asked once, however often it is sent, and told what is missing', async () => {
    const { b } = await customer()
    const { body, statusCode } = await b.post('/portal/tickets', { subject: '', message: 'x' })
    expect([statusCode, body.includes('subject-error')]).toEqual([422, true])
    const key = /name="key" value="([^"]+)"/.exec(body)?.[1] ?? ''
    const twice = await Promise.all(
      [1, 2].map(() => b.post('/portal/tickets', { subject: 'Once', message: 'x', seen: 'yes', key })),
    )
    expect(new Set(twice.map(({ headers }) => headers.location)).size).toBe(1)
    await t.settled()
    expect((await b.get('/portal/tickets')).body.match(/>Once</g)).toHaveLength(1)
  })
})

describe('COL-02 an article in the place of a ticket', () => {
  it('is offered before a request is sent, and is counted as a request that was not made', async () => {
    const articleId = await make(t.as('manager'), '/api/articles', {
      type: 'faq',
      title: 'Aligning the telescope',
      body: 'Turn the silver wheel.',
      audience: 'public',
      language: 'en',
    })
    await ok(t.as('manager').post(`/api/articles/${articleId}/submit`))
    await ok(t.as('admin').post(`/api/articles/${articleId}/publish`, {}, { 'if-match': '*' }))
    await t.settled()
    const { b, id } = await customer({ accountId: null })
    const draft = { subject: 'Telescope out of alignment', message: 'How is the telescope aligned?' }
    const offered = await b.post('/portal/tickets', draft)
    expect([offered.statusCode, offered.body.includes('Aligning the telescope')]).toEqual([200, true])
    const shown = await b.post(`/portal/articles/${articleId}`, draft)
    expect(shown.body).toContain('Turn the silver wheel.')
    expect(shown.body).toContain(draft.message)
    const token = /name="token" value="([^"]+)"/.exec(shown.body)?.[1] ?? ''
    for (let n = 0; n < 2; n++)
      expect((await b.post(`/portal/articles/${articleId}/solved`, { token })).statusCode).toBe(200)
    expect(await read('/api/article-usage')).toMatchObject({ total: { helped: 1, deflected: 1 } })
    expect((await historyOf(`articles/${articleId}`)).at(-1)).toMatchObject({
      type: 'article.rated',
      actor: { kind: 'customer', id },
    })
    expect((await b.get('/portal/tickets')).body).toContain('There is nothing here yet.')
  })
})

describe('COL-03 what was offered, ordered, billed and agreed', () => {
  it('is accepted by the contact, and then ordered and billed, each to be read', async () => {
    const { b, id } = await customer()
    const quoteId = await quoteFor(accountId)
    const path = `/portal/quotes/${quoteId}`
    expect((await b.get('/portal')).body).toContain(path)
    const form = await b.get(`${path}/accept`)
    expect(form.body).toContain('value="Ada Okello')
    const document = /name="document" value="([0-9a-f]{64})"/.exec(form.body)?.[1] ?? ''
    expect((await b.post(`${path}/accept`, { document, name: 'Ada Okello' })).statusCode).toBe(422)
    expect(
      (await b.post(`${path}/accept`, { document, name: 'Ada Okello', agreed: 'yes' })).headers.location,
    ).toBe(path)
    expect((await b.get(path)).body).toContain('Accepted by Ada Okello.')
    expect((await b.get(`${path}/document`)).headers['content-type']).toBe('application/pdf')
    const items = await historyOf(`quotes/${quoteId}`)
    expect(items.find(({ type }) => type === 'quote.accepted')).toMatchObject({
      title: 'Quote accepted over EUR 2,401.00 in the portal, as Ada Okello',
      actor: { kind: 'customer', id },
    })
    const orderId = await eventually(async () => {
      const { orderId: found } = await read(`/api/quotes/${quoteId}`)
      expect(found).not.toBeNull()
      return String(found)
    })
    expect((await b.get(`/portal/orders/${orderId}`)).body).toContain('Training')
    await ok(t.as('manager').post(`/api/orders/${orderId}/confirm`))
    await ok(t.as('manager').post(`/api/orders/${orderId}/fulfil`))
    const { id: invoiceId, number } = await eventually(async () => {
      const [found] = (await read(`/api/invoices?orderId=${orderId}`)).items
      return found ?? expect.unreachable('nothing was billed yet')
    })
    expect((await b.get('/portal/invoices')).body).toContain(String(number))
    const theirs = await b.get(`/portal/invoices/${String(invoiceId)}/document`)
    const ours = await t.as('admin').get(`/api/invoices/${String(invoiceId)}/document`)
    expect(theirs.rawPayload.equals(ours.rawPayload)).toBe(true)
    await make(t.as('manager'), '/api/contracts', {
      name: 'Care plan',
      accountId,
      startsOn: '2026-01-01',
      coversAll: true,
    })
    await t.settled()
    expect((await b.get('/portal/contracts')).body).not.toContain('Care plan')
  })

  it('is declined with a reason, too', async () => {
    const { b, id } = await customer()
    const quoteId = await quoteFor(accountId)
    const { body } = await b.get(`/portal/quotes/${quoteId}/decline`)
    const document = /name="document" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? ''
    await b.post(`/portal/quotes/${quoteId}/decline`, { document, name: 'Ada', reason: 'Too dear' })
    const items = await historyOf(`quotes/${quoteId}`)
    expect(items.at(-1)).toMatchObject({ type: 'quote.rejected', actor: { kind: 'customer', id } })
  })
})

describe('COL-04 the own data of a customer', () => {
  const filled = {
    first: 'Ada',
    last: 'Okello-Byron',
    jobTitle: 'Buyer',
    phone: '+256700123456',
    street: 'Lake Road 1',
    city: 'Entebbe',
    country: 'ug',
    language: 'de',
  }

  it('is changed at once, history names the customer, and what is amiss is told at its field', async () => {
    const { b, id } = await customer()
    const wrong = await b.post('/portal/me', { ...filled, phone: 'nonsense', country: 'Uganda' })
    expect(wrong.statusCode).toBe(422)
    for (const field of ['phone-error', 'country-error']) expect(wrong.body).toContain(field)
    expect((await b.post('/portal/me', filled)).headers.location).toBe('/portal/me?done=saved')
    expect(await read(`/api/contacts/${id}`)).toMatchObject({
      name: { last: 'Okello-Byron' },
      title: 'Buyer',
      addresses: [{ lines: ['Lake Road 1'], city: 'Entebbe', country: 'UG' }],
    })
    expect((await historyOf(`contacts/${id}`)).at(-1)).toMatchObject({
      type: 'contact.changed',
      actor: { kind: 'customer', name: 'Ada Okello-Byron (customer)' },
    })
    expect((await b.get('/portal/me')).body).toContain('<html lang="de">')
  })

  it('is asked for where the rules say so', async () => {
    await ok(t.as('admin').patch('/api/settings/portal', { ownData: 'request' }))
    const { b, id } = await customer()
    expect((await b.post('/portal/me', filled)).headers.location).toBe('/portal/me?done=asked')
    await ok(t.as('admin').patch('/api/settings/portal', { ownData: 'direct' }))
    expect((await read(`/api/contacts/${id}`)).title).toBeNull()
    expect((await read(`/api/tickets?contactId=${id}`)).items[0]).toMatchObject({
      channel: 'portal',
      description: expect.stringContaining('Job title: - → Buyer'),
    })
  })

  it('has consents that are withdrawn and given again, and a password that asks for the one before', async () => {
    const { b, id } = await customer()
    const consent = { purpose: 'Newsletter', channel: 'email' }
    await ok(
      t
        .as('rep')
        .post(`/api/contacts/${id}/give-consent`, { ...consent, source: 'A fair', textVersion: '1' }),
    )
    await b.post('/portal/me/consents', { ...consent, allow: 'no' })
    await b.post('/portal/me/consents', { ...consent, allow: 'yes' })
    expect(
      (await b.post('/portal/me/consents', { ...consent, purpose: 'Other', allow: 'yes' })).statusCode,
    ).toBe(404)
    const items = await historyOf(`contacts/${id}`)
    expect(items.slice(-2).map(({ type, actor }) => [type, actor.kind])).toEqual([
      ['contact.consent-withdrawn', 'customer'],
      ['contact.consent-given', 'customer'],
    ])
    const next = 'meadow kettle 77'
    expect((await b.post('/portal/me/password', { before: 'wrong', password: next })).statusCode).toBe(422)
    const other = browser()
    const { email } = { email: (await read(`/api/contacts/${id}`)).email }
    await other.post('/portal/sign-in', { email: String(email), password: secret })
    await b.post('/portal/me/password', { before: secret, password: next })
    expect((await b.get('/portal')).statusCode).toBe(200)
    expect((await other.get('/portal')).statusCode).toBe(303)
  })
})
