import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lead as leadRecord } from '../../../src/domain/sales/lead.ts'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { eventually } from '../../support/eventually.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { answered, problem, refusal } from '../../support/reply.ts'

let t: TestApp
let mail: MailServer
beforeAll(async () => {
  mail = await mailServer()
  t = await testApp({
    mail: { url: mail.url, from: { name: 'Hindsight', address: 'crm@hindsight.example' }, plain: true },
    publicUrl: 'https://crm.example',
  })
})
afterAll(async () => {
  await t.close()
  await mail.close()
})

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string, person: Person = 'admin') => {
  await t.settled()
  return ok(t.as(person).get(path))
}
const form = {
  name: 'Contact us',
  title: 'Talk to us',
  thanks: 'Thank you, we will call you.',
  source: 'Web',
  asks: [
    { field: 'email', required: true },
    { field: 'phone', required: false },
    { field: 'message', required: false },
  ],
}
let made = 0
const makeForm = (more: object = {}) =>
  make(t.as('manager'), '/api/lead-forms', { ...form, name: `Form ${++made}`, ...more })

/** What a browser has of a page that it was shown. */
async function open(id: string, headers: Record<string, string> = {}, query = '') {
  const reply = await t.app.inject({ url: `/f/${id}${query}`, headers })
  const token = /name="token" value="([^"]+)"/.exec(reply.body)?.[1] ?? ''
  const bits = Number(/data-bits="(\d+)"/.exec(reply.body)?.[1])
  return { reply, token, bits }
}
function work(token: string, bits: number): string {
  for (let tried = 0; ; tried++) {
    const hash = createHash('sha256').update(`${token}:${tried}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return String(tried)
  }
}
const send = (id: string, values: Record<string, string>) =>
  t.app.inject({
    method: 'POST',
    url: `/f/${id}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(values).toString(),
  })
/** Fills a form in as a browser does, and sends it. */
async function fill(id: string, values: Record<string, string>, headers: Record<string, string> = {}) {
  const { token, bits } = await open(id, headers)
  const sent = { token, work: work(token, bits), ...values }
  return { reply: await send(id, sent), sent }
}
const leadsOf = async (id: string) => (await read(`/api/leads?formId=${id}`)).items

describe('LEAD-02 a form for strangers', () => {
  it('makes a lead with its source, the page it stood in and how they had come there', async () => {
    const id = await makeForm({
      campaign: 'Trade fair 2026',
      consent: { purpose: 'News', text: 'You may write to me.', textVersion: '1', required: true },
    })
    const page = 'https://www.shop.example/pricing?utm_source=search&utm_campaign=spring'
    const { reply } = await fill(
      id,
      {
        first: 'Ada',
        last: 'Lovelace',
        email: 'ada@analytical-engines.com',
        message: 'How much?',
        consent: 'yes',
      },
      { referer: page },
    )
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `/f/${id}/thanks`])
    const [lead] = await leadsOf(id)
    expect(lead).toMatchObject({
      name: { first: 'Ada', last: 'Lovelace' },
      source: 'Web',
      campaign: 'Trade fair 2026',
      page,
      utm: { source: 'search', campaign: 'spring' },
      message: 'How much?',
      consent: { purpose: 'News', textVersion: '1' },
      ownerId: null,
      status: 'new',
      formId: id,
    })
    const { items } = await read(`/api/leads/${lead?.id}/history`)
    expect(items.at(-1)).toMatchObject({ title: 'Lead captured by a form, source Web' })
    expect((await t.services.events(leadRecord, lead?.id ?? ''))[0]?.metadata.ip).toBeUndefined()
    expect(items.at(-1)).toMatchObject({ actor: { kind: 'visitor' }, via: { kind: 'form', id } })
  })

  it('makes one lead however often it is sent, and says the same whoever is known', async () => {
    const id = await makeForm()
    const { reply, sent } = await fill(id, { last: 'Twice', email: 'twice@analytical-engines.com' })
    const again = await send(id, sent)
    const otherwise = await send(id, { ...sent, last: 'Otherwise' })
    const known = (await fill(id, { last: 'Other', email: 'twice@analytical-engines.com' })).reply
    for (const one of [reply, again, otherwise, known])
      expect([one.statusCode, one.headers.location, one.body]).toEqual([303, `/f/${id}/thanks`, ''])
    expect((await leadsOf(id)).map(({ name }) => (name as { last: string }).last).sort()).toEqual([
      'Other',
      'Twice',
    ])
  })

  it('says at each field what is not right, in its own language, and keeps what was written', async () => {
    const id = await makeForm({
      language: 'de',
      consent: { purpose: 'News', text: 'Ja <b>bitte</b>', textVersion: '1', required: true },
    })
    const { reply } = await fill(id, { first: '"><script>', last: '', email: 'nobody' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('<html lang="de">')
    expect(reply.body).toContain('id="last-error">Bitte ausfüllen.')
    expect(reply.body).toContain('id="email-error">Bitte prüfen.')
    expect(reply.body).toContain('id="consent-error">')
    expect(reply.body).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(reply.body).toContain('Ja &lt;b&gt;bitte&lt;/b&gt;')
    expect(await leadsOf(id)).toEqual([])
    const stale = await send(id, { token: 'no.token', last: 'X', email: 'x@acme.com', consent: 'yes' })
    const { token } = await open(await makeForm())
    const others = await send(id, { token, last: 'X', email: 'x@acme.com', consent: 'yes' })
    for (const { statusCode, body } of [stale, others])
      expect([statusCode, body.includes('lange offen')]).toEqual([422, true])
  })

  it('may be shown in the pages of the sites that are named, and runs nothing but its own', async () => {
    const { headers: closed, body } = (await open(await makeForm())).reply
    const [, script = ''] = /<script type="module">(.+?)<\/script>/s.exec(body) ?? []
    const hash = createHash('sha256').update(script).digest('base64')
    expect(closed['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(closed['content-security-policy']).toContain(`; script-src 'sha256-${hash}';`)
    expect(closed['x-frame-options']).toBeDefined()
    expect(closed['content-security-policy']).toContain("frame-ancestors 'none'")
    const id = await makeForm({ sites: ['https://www.shop.example'] })
    const { headers } = (await open(id)).reply
    expect(headers['content-security-policy']).toContain('frame-ancestors https://www.shop.example')
    expect(headers['x-frame-options']).toBeUndefined()
    expect(headers['set-cookie']).toBeUndefined()
    expect(
      await refusal(t.as('manager').post('/api/lead-forms', { ...form, sites: ['https://a.example/x'] })),
    ).toEqual([400, 'invalid-input', 'sites.0'])
  })

  it('says on a page that it takes nothing else, and that somebody has to wait', async () => {
    const url = `/f/${await makeForm()}`
    const headers = { 'content-type': 'application/json' }
    const other = await t.app.inject({ method: 'POST', url, headers, payload: '{"token":{}}' })
    expect([other.statusCode, other.headers['content-type']]).toEqual([415, 'text/html; charset=utf-8'])
    const one = { url, remoteAddress: '203.0.113.9' }
    for (let asked = 0; asked < 60; asked++) expect((await t.app.inject(one)).statusCode).toBe(200)
    const { statusCode, headers: said, body } = await t.app.inject(one)
    expect([statusCode, Number(said['retry-after']) > 0]).toEqual([429, true])
    expect(body).toContain('Please wait a minute')
  })

  it('is switched off and on again', async () => {
    const id = await makeForm()
    const { token } = await open(id)
    await ok(t.as('manager').post(`/api/lead-forms/${id}/archive`))
    expect((await open(id)).reply.statusCode).toBe(410)
    expect((await send(id, { token, last: 'X', email: 'x@acme.com' })).statusCode).toBe(410)
    await ok(t.as('manager').post(`/api/lead-forms/${id}/restore`))
    expect((await open(id)).reply.statusCode).toBe(200)
    expect((await open(t.ids.rep)).reply.statusCode).toBe(404)
    expect((await open('x')).reply.statusCode).toBe(404)
  })

  it('has another version for another wording of what is allowed', async () => {
    const consent = { purpose: 'News', text: 'You may.', textVersion: '1', required: false }
    const id = await makeForm({ consent })
    const change = (body: object) =>
      t.as('manager').patch(`/api/lead-forms/${id}`, { consent: { ...consent, ...body } })
    expect(await refusal(change({ text: 'You must.' }))).toEqual([
      422,
      'leadForm.version-taken',
      'consent.textVersion',
    ])
    await ok(change({ text: 'You may, please.', textVersion: '2' }))
    expect(await problem(t.as('rep').post(`/api/lead-forms/${id}/archive`))).toEqual([403, 'forbidden'])
    expect(
      await refusal(t.as('manager').post('/api/lead-forms', { ...form, asks: [], confirm: true })),
    ).toEqual([422, 'leadForm.nothing-to-confirm', 'asks'])
  })

  it('takes nobody to have allowed what was written after they had read the page', async () => {
    const consent = { purpose: 'News', text: 'You may write.', textVersion: '1', required: false }
    const id = await makeForm({ consent })
    const changed: object[] = [
      { text: 'You may telephone.', textVersion: '2' },
      { purpose: 'Telephone calls', text: 'You may telephone.', textVersion: '2' },
    ]
    for (const change of changed) {
      const { token } = await open(id)
      await ok(t.as('manager').patch(`/api/lead-forms/${id}`, { consent: { ...consent, ...change } }))
      const late = await send(id, { token, last: 'Late', email: 'late@acme.com', consent: 'yes' })
      expect([late.statusCode, late.body.includes('id="consent-error"')]).toEqual([422, true])
      expect(late.body).toContain('You may telephone.')
      expect(late.body).not.toContain(' checked')
    }
    expect(await leadsOf(id)).toEqual([])
    await fill(id, { last: 'Late', email: 'late@acme.com', consent: 'yes' })
    expect((await leadsOf(id))[0]?.consent).toEqual({ purpose: 'Telephone calls', textVersion: '2' })
  })

  it('asks by e-mail whether it was them, and believes only who has the mailbox', async () => {
    const id = await makeForm({ confirm: true })
    await fill(id, { last: 'Asked', email: 'asked@analytical-engines.com' })
    const [lead] = await leadsOf(id)
    expect(lead).toMatchObject({ toConfirm: true, confirmedAt: null })
    await eventually(async () => {
      expect(mail.letters.map(({ to }) => to)).toContain('asked@analytical-engines.com')
      expect((await leadsOf(id))[0]).toMatchObject({ confirmationAskedAt: expect.any(String) })
    })
    const letter = mail.letters.find(({ to }) => to === 'asked@analytical-engines.com')
    const text = letter?.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
    const path = /https:\/\/crm\.example(\/f\/[^\s"<]+)/.exec(text)?.[1] ?? ''
    const url = path.replaceAll('&amp;', '&')
    const wrong = url.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
    expect((await t.app.inject({ method: 'POST', url: wrong })).statusCode).toBe(404)
    // Programs that look into letters open what they find there.
    expect((await t.app.inject({ url })).statusCode).toBe(200)
    expect((await leadsOf(id))[0]).toMatchObject({ confirmedAt: null })
    for (const _ of [1, 2]) expect((await t.app.inject({ method: 'POST', url })).statusCode).toBe(200)
    expect((await leadsOf(id))[0]).toMatchObject({ confirmedAt: expect.any(String) })
    // Nobody is written to because a program has sent their address.
    const { token } = await open(id)
    await send(id, { token, last: 'Program', email: 'program@analytical-engines.com' })
    expect(await leadsOf(id)).toHaveLength(2)
    await fill(id, { last: 'Last', email: 'last@analytical-engines.com' })
    await eventually(() => expect(mail.letters.map(({ to }) => to)).toContain('last@analytical-engines.com'))
    expect(mail.letters.map(({ to }) => to)).not.toContain('program@analytical-engines.com')
  })
})

it('LEAD-07 INT-05 a tool with a key of its own captures a lead once, however often it asks', async () => {
  const made = await t.as('manager').post('/api/me/api-keys', { name: 'Lead tool', scopes: ['lead.capture'] })
  const { key } = made.json<{ key: string }>()
  const capture = (last: string) =>
    t.app.inject({
      method: 'POST',
      url: '/api/leads',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'tool-4711' },
      payload: { name: { last }, source: 'Web', email: 'tool@analytical-engines.com' },
    })
  const replies = [await capture('Tool'), await capture('Tool')].map((reply) => reply.json<Row>())
  expect(replies).toMatchObject([{ repeated: false }, { repeated: true, id: replies[0]?.id }])
  expect((await capture('Another')).json()).toMatchObject({ status: 422 })
  expect((await read('/api/leads?q=tool@analytical-engines.com')).items).toHaveLength(1)
  const reply = await t.app.inject({ url: '/api/leads', headers: { authorization: `Bearer ${key}` } })
  expect(reply.statusCode).toBe(403)
})

describe('LEAD-09 a lead is checked when it is captured', () => {
  const capture = (body: object = {}, person: Person = 'rep') =>
    make(t.as(person), '/api/leads', { name: { last: 'Okello' }, source: 'Web', ...body })
  const checks = async (id: string, person: Person = 'admin') => {
    const told = await read(`/api/leads/${id}/checks`, person)
    return Object.fromEntries((told.checks as Row[]).map(({ check, finding }) => [check, finding]))
  }

  it('and says who is alike, as far as the reader sees them', async () => {
    const email = 'alike@analytical-engines.com'
    const one = await capture({ email })
    await t.settled()
    const other = await capture({ email: 'ALIKE@analytical-engines.com', ownerId: t.ids.rep2 }, 'manager')
    expect(await checks(other)).toMatchObject({ duplicate: 'same-lead', email: 'plausible' })
    expect(await read(`/api/leads/${other}/checks`)).toMatchObject({
      genuineness: 70,
      review: 'due',
      checkVersion: 1,
      twins: [{ model: 'lead', id: one }],
    })
    expect(await read(`/api/leads/${other}/checks`, 'rep2')).toMatchObject({ twins: [] })
    const contact = await make(t.as('rep'), '/api/contacts', { name: { last: 'K' }, phone: '+49 30 901820' })
    await t.settled()
    const third = await capture({ phone: '030 901820', country: 'DE' })
    expect(await checks(third)).toMatchObject({ duplicate: 'known-contact', phone: 'valid-number' })
    expect(await read(`/api/leads/${third}/checks`)).toMatchObject({
      review: null,
      twins: [{ model: 'contact', id: contact }],
    })
  })

  it('fails for what a program has sent, and stands in the queue until somebody says what it is', async () => {
    const id = await makeForm()
    const { token } = await open(id)
    await send(id, { token, last: 'Bot', email: 'bot@analytical-engines.com', fax: '1' })
    const [lead] = await leadsOf(id)
    const leadId = lead?.id ?? ''
    expect(await checks(leadId)).toMatchObject({ bot: 'trapped' })
    const queue = async () => (await read('/api/leads?review=due')).items.map((row) => row.id)
    expect(await queue()).toContain(leadId)
    const before = await instantBetween()
    const review = (genuine: boolean | null) =>
      t.as('manager').post(`/api/leads/${leadId}/review`, { genuine })
    await ok(review(false))
    expect(await read(`/api/leads/${leadId}`)).toMatchObject({
      status: 'disqualified',
      disqualifiedReason: 'Not genuine',
      review: 'not-genuine',
    })
    expect(await queue()).not.toContain(leadId)
    await ok(review(null))
    expect(await read(`/api/leads/${leadId}`)).toMatchObject({ status: 'new', review: 'due' })
    await ok(review(true))
    expect(await read(`/api/leads/${leadId}`)).toMatchObject({
      status: 'new',
      review: 'genuine',
      genuineness: 20,
    })
    // As of then it was in the queue.
    expect((await read(`/api/leads?review=due&asOf=${before}`)).items.map((row) => row.id)).toContain(leadId)
    const { items } = await read(`/api/leads/${leadId}/history`)
    const reviewed = items.filter(({ type }) => type === 'lead.reviewed')
    expect(reviewed).toHaveLength(3)
    const batch = await ok(
      t
        .as('manager')
        .post('/api/batches', { command: 'lead.review', body: { genuine: false }, ids: [leadId] }),
    )
    await eventually(async () =>
      expect(await read(`/api/leads/${leadId}`)).toMatchObject({ status: 'disqualified' }),
    )
    await eventually(async () =>
      expect(await read(`/api/batches/${batch.id}`, 'manager')).toMatchObject({ status: 'done' }),
    )
    await ok(t.as('manager').post(`/api/batches/${batch.id}/revert`))
    await eventually(async () =>
      expect(await read(`/api/leads/${leadId}`)).toMatchObject({ status: 'new', review: 'genuine' }),
    )
  })
})

describe('TIC-04 a form for who needs help', () => {
  const help = {
    makes: 'ticket',
    category: 'Repair',
    confirm: true,
    asks: [
      { field: 'email', required: true },
      { field: 'subject', required: false },
      { field: 'message', required: true },
    ],
  }
  const ticketsOf = async (id: string) => (await read(`/api/tickets?formId=${id}`)).items
  const lettersTo = (to: string) => mail.letters.filter((one) => one.to === to)

  it('TIC-04 opens one ticket, sends its number by mail, and takes the word of who has the mailbox', async () => {
    const id = await makeForm(help)
    const { reply, sent } = await fill(id, {
      last: 'Auma',
      email: 'auma@larkspur-labs.com',
      subject: 'No image',
      message: 'The scope shows no image.',
    })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `/f/${id}/thanks`])
    await send(id, sent)
    const [ticket, ...others] = await ticketsOf(id)
    expect(others).toEqual([])
    expect(ticket).toMatchObject({
      subject: 'No image',
      description: 'The scope shows no image.',
      requester: { name: 'Auma', email: 'auma@larkspur-labs.com' },
      channel: 'web',
      category: 'Repair',
      doubtful: false,
      unconfirmed: true,
    })
    const [letter] = await eventually(() => {
      const letters = lettersTo('auma@larkspur-labs.com')
      expect(letters).toHaveLength(1)
      return letters
    })
    const raw = (letter?.raw ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
    expect(raw).toContain(String(ticket?.number))
    const link = /https:\/\/crm\.example(\/f\/[\w-]+\/confirm\?link=[\w.=-]+)/.exec(raw)?.[1] ?? ''
    expect((await t.app.inject(link)).statusCode).toBe(200)
    expect((await ticketsOf(id))[0]).toMatchObject({ unconfirmed: true })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await t.app.inject({ method: 'POST', url: link, headers })).statusCode).toBe(200)
    expect((await ticketsOf(id))[0]).toMatchObject({ unconfirmed: false })
    const { items } = await read(`/api/tickets/${ticket?.id}/history`)
    expect(items.map(({ title }) => title)).toEqual([
      'Confirmed by who has the mailbox',
      'A receipt with its number went out',
      `Ticket ${String(ticket?.number)} opened by a form: No image`,
    ])
    expect(items.at(-1)).toMatchObject({ actor: { kind: 'visitor' }, via: { kind: 'form', id } })
  })

  it('TIC-04 writes to nobody for what a program sent, and asks what a ticket needs', async () => {
    const id = await makeForm(help)
    await fill(id, { last: 'Bot', email: 'bot@larkspur-labs.com', message: 'Buy', fax: 'x' })
    expect(await ticketsOf(id)).toMatchObject([{ doubtful: true, subject: 'Talk to us' }])
    const { reply } = await fill(id, { last: 'Short', email: 'short@larkspur-labs.com' })
    expect(reply.statusCode).toBe(422)
    await t.settled()
    expect(lettersTo('bot@larkspur-labs.com')).toEqual([])
    const unfit = [...help.asks, { field: 'postcode', required: false }]
    const without = { ...form, name: 'Without', makes: 'ticket', asks: unfit }
    expect(await problem(t.as('manager').post('/api/lead-forms', without))).toStrictEqual([
      422,
      'leadForm.question-unfit',
    ])
    const asks = [{ field: 'email', required: true }]
    expect(await problem(t.as('manager').post('/api/lead-forms', { ...without, asks }))).toStrictEqual([
      422,
      'leadForm.question-missing',
    ])
  })
})
