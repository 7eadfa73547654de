import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { type MailServer, mailServer } from '../../support/mail-server.ts'
import { patience } from '../../support/patience.ts'

let server: MailServer
let t: TestApp
/** How far the product's clock is before its time. */
let aheadMs = 0
beforeAll(async () => {
  server = await mailServer()
  t = await testApp({
    publicUrl: 'https://crm.example',
    clock: () => new Date(Date.now() + aheadMs).toISOString(),
    mail: { url: server.url, from: { name: 'Hindsight', address: 'crm@example.com' }, plain: true },
  })
})
afterAll(async () => {
  await t.close()
  await server.close()
})
afterEach(() => server.answer(undefined))

const until = { timeout: patience }
/** Gives a new lead to somebody, who then knows by which event. */
async function assign(to: Person, by: Person = 'manager'): Promise<{ id: string; event: string }> {
  const id = await make(t.as('admin'), '/api/leads', {
    name: { first: 'Ada', last: 'Okello' },
    source: 'web',
    ownerId: null,
  })
  const reply = await t.as(by).post(`/api/leads/${id}/assign`, { ownerId: t.ids[to] })
  expect(reply.statusCode, reply.body).toBe(200)
  await t.settled()
  const { items } = (await t.as('admin').get(`/api/leads/${id}/history`)).json<{ items: { id: string }[] }>()
  return { id, event: items[0]?.id ?? '' }
}
const about = (id: string) => server.letters.filter(({ raw }) => raw.includes(id))
interface Dead {
  id: string
  saga: string
  code: string
  message: string
  body: unknown
}
const dead = async () => (await t.as('admin').get('/api/admin/dead-letters')).json<{ items: Dead[] }>().items
const waiting = async () => {
  const status = (await t.services.sagas.status()).find(({ name }) => name === 'mailing')
  return status?.outbox.waiting
}

describe('USR-03 notices by mail', () => {
  it('tells by mail who is given a lead, until they switch that off, which is in the audit trail', async () => {
    const { id, event } = await assign('rep')
    await expect.poll(() => about(id), until).toHaveLength(1)
    const [letter] = about(id)
    expect(letter).toMatchObject({
      to: 'rep@hindsight.example',
      headers: {
        from: 'Hindsight <crm@example.com>',
        to: 'Test rep <rep@hindsight.example>',
        subject: 'A lead was assigned to you',
        'auto-submitted': 'auto-generated',
      },
    })
    expect(letter?.raw).toContain('A lead was assigned to you by Test manager.')
    expect(letter?.raw).toContain(`https://crm.example/leads/${id}`)
    expect(letter?.raw).not.toMatch(/Okello/)

    // History tells which mail left, to whom and why, without an address.
    await expect.poll(waiting, until).toBe(0)
    await t.settled()
    const why = (await t.as('admin').get(`/api/events/${event}/why`)).body
    expect(why).toContain('Mail sent: A lead was assigned to you')
    expect(why).not.toContain('@hindsight.example')

    const off = { notifications: { 'lead.assigned': { inApp: true, email: false } } }
    const saved = await t.as('rep').patch('/api/me/preferences', off)
    expect(saved.statusCode, saved.body).toBe(200)
    const quiet = await assign('rep')
    const after = await assign('rep2')
    // Mails are ordered as things happen: the later one is there, and nothing waits any more.
    await expect.poll(() => about(after.id), until).toHaveLength(1)
    await expect.poll(waiting, until).toBe(0)
    expect(about(quiet.id)).toEqual([])
    const { items } = (await t.as('rep').get('/api/me/notices')).json<{
      items: { record: { id: string } }[]
    }>()
    expect(items[0]?.record.id).toBe(quiet.id)
    const history = await t.as('auditor').get(`/api/preferences/${saved.json().id}/history`)
    expect(history.json().items[0]).toMatchObject({
      actor: { id: t.ids.rep },
      changes: expect.arrayContaining([
        { field: 'notifications.lead.assigned.email', before: null, after: false },
      ]),
    })
    const audit = await t.as('auditor').get('/api/audit?aggregate=preferences')
    expect(audit.body).toContain(saved.json().id)
    await t.as('rep').patch('/api/me/preferences', { notifications: {} })
  })

  it('tries again what the server cannot take now, and sends it once', async () => {
    const before = server.tries()
    server.answer(() => '451 4.3.0 Try again later')
    const { id } = await assign('rep')
    await expect.poll(() => server.tries(), until).toBeGreaterThan(before + 1)
    expect(about(id)).toEqual([])
    expect(await dead()).toEqual([])
    server.answer(undefined)
    await expect.poll(() => about(id), until).toHaveLength(1)
    await expect.poll(waiting, until).toBe(0)
    expect(about(id)).toHaveLength(1)
    const ids = server.letters.map(({ headers }) => headers['message-id'])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.at(-1)).toMatch(/^<[0-9a-f-]{36}@example\.com>$/)
  })

  it('holds up nobody else’s mail, and no command, while one cannot be delivered', async () => {
    server.answer((to) => (to.startsWith('rep@') ? '452 4.2.2 Mailbox full' : undefined))
    const stuck = await assign('rep')
    const other = await assign('rep2')
    await expect.poll(() => about(other.id), until).toHaveLength(1)
    expect(about(stuck.id)).toEqual([])
    // Nor where one event is told to both of them.
    await make(t.as('admin'), '/api/trainings', {
      title: 'Forged mail',
      text: 'Look at the address.',
      dueOn: '2099-01-01',
      userIds: [t.ids.rep, t.ids.rep2],
    })
    const trained = () => about('Forged mail').map(({ to }) => to)
    await expect.poll(trained, until).toEqual(['rep2@hindsight.example'])
    server.answer(undefined)
    await expect.poll(() => about(stuck.id), until).toHaveLength(1)
    await expect.poll(() => trained().length, until).toBe(2)
  })

  it('leaves what the server refuses for good to an administrator, who tries again or lets it be', async () => {
    server.answer((to) => `550 5.1.1 <${to}> User unknown`)
    const { id } = await assign('rep')
    await expect.poll(dead, until).toHaveLength(1)
    const [letter] = await dead()
    expect(letter).toMatchObject({
      saga: 'mailing',
      code: 'noticeMail.refused',
      message: 'The mail server refuses it: 550 5.1.1 <the address> User unknown',
    })
    expect(JSON.stringify(letter)).not.toMatch(/@hindsight\.example|Okello/)
    server.answer(undefined)
    expect((await t.as('rep').post(`/api/admin/dead-letters/${letter?.id}/retry`)).statusCode).toBe(403)
    expect((await t.as('admin').post(`/api/admin/dead-letters/${letter?.id}/retry`)).statusCode).toBeLessThan(
      300,
    )
    await expect.poll(() => about(id), until).toHaveLength(1)
    await expect.poll(dead, until).toEqual([])
  })

  it('keeps the Message-ID of what may be there already', async () => {
    server.keepSilently(1)
    const { id } = await assign('manager', 'admin')
    await expect.poll(() => about(id), until).toHaveLength(2)
    await expect.poll(waiting, until).toBe(0)
    const [first, second] = about(id)
    expect(second?.headers['message-id']).toBe(first?.headers['message-id'])
    expect(about(id)).toHaveLength(2)
  })

  it('gathers what comes thick and fast: 500 assignments at once are few mails, and each is told (issue 22.7)', async () => {
    const to = (person: Person) => server.letters.filter((one) => one.to.startsWith(`${person}@`))
    const before = to('rep2').length
    const sent = async () => {
      const { rows } = await t.pg.owner.query<{ sent: number }>(
        `select count(*) as sent from pm.outbox where manager = 'mailing' and status = 'sent' and written and name = $1`,
        [t.ids.rep2],
      )
      return rows[0]?.sent ?? 0
    }
    const told = await sent()
    const ids = await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        make(t.as('admin'), '/api/leads', {
          name: { last: `Okello ${n}` },
          source: 'web',
          ownerId: t.ids.rep2,
        }),
      ),
    )
    const waits = async () => {
      const { rows } = await t.pg.owner.query<{ waits: number; soon: number }>(
        `select count(*) as waits, count(*) filter (where next_at < now() + interval '1 minute') as soon
           from pm.outbox where manager = 'mailing' and status = 'waiting'`,
      )
      return rows[0]
    }
    // Some go as things happen; the rest waits until nobody is pestered by it.
    await expect.poll(async () => (await waits())?.soon, until).toBe(0)
    expect(to('rep2').length - before).toBeLessThanOrEqual(10)
    aheadMs = 900_001
    await expect.poll(async () => (await waits())?.waits, until).toBe(0)
    aheadMs = 0
    const letters = to('rep2').slice(before)
    expect(letters.length).toBeLessThanOrEqual(11)
    expect(
      letters.some(({ headers }) => /^\d+ notices: A lead was assigned/.test(headers.subject ?? '')),
    ).toBe(true)
    expect(new Set(letters.map(({ headers }) => headers['message-id'])).size).toBe(letters.length)
    await t.settled()
    expect(await sent()).toBe(told + ids.length)
  })

  it('sends one mail a day to who wants that, in the morning where they are', async () => {
    const saved = await t.as('auditor').patch('/api/me/preferences', { mails: 'daily' })
    expect(saved.statusCode, saved.body).toBe(200)
    const to = () => server.letters.filter((one) => one.to.startsWith('auditor@'))
    for (const name of ['First', 'Second'])
      await make(t.as('admin'), '/api/leads', { name: { last: name }, source: 'web', ownerId: t.ids.auditor })
    const putOff = async () => {
      const { rows } = await t.pg.owner.query<{ at: string }>(
        `select next_at as at from pm.outbox where manager = 'mailing' and status = 'waiting' and name = $1`,
        [t.ids.auditor],
      )
      return rows.filter(({ at }) => new Date(at).toISOString().slice(13) === ':00:00.000Z').length
    }
    await expect.poll(putOff, until).toBe(2)
    expect(to()).toEqual([])
    aheadMs = 24 * 3_600_000
    await expect.poll(() => to().length, until).toBe(1)
    aheadMs = 0
    expect(to()[0]?.headers.subject).toBe('2 notices: A lead was assigned to you, and more')
    await expect.poll(waiting, until).toBe(0)
  })

  it('puts no text of anybody into its headers or its markup', async () => {
    const evil = 'A <b>big</b> "deal" & more'
    await t.as('rep').patch('/api/me', { name: 'Rep, <x@evil.example>' })
    const pipeline = await make(t.as('admin'), '/api/pipelines', {
      name: 'Sales',
      currency: 'EUR',
      isDefault: true,
      stages: [
        { name: 'New', kind: 'open', probability: 0.1 },
        { name: 'Won', kind: 'won', probability: 1 },
        { name: 'Lost', kind: 'lost', probability: 0 },
      ],
    })
    const deal = { name: evil, pipelineId: pipeline, ownerId: t.ids.rep }
    const id = await make(t.as('admin'), '/api/opportunities', deal)
    await expect.poll(() => about(id), until).toHaveLength(1)
    const [letter] = about(id)
    expect(letter?.to).toBe('rep@hindsight.example')
    expect(letter?.headers.to).toBe('"Rep, <x@evil.example>" <rep@hindsight.example>')
    expect(letter?.headers.subject).toBe(`A deal was assigned to you: ${evil}`)
    const html = letter?.raw.slice(letter.raw.indexOf('text/html')).replace(/=\r\n/g, '') ?? ''
    expect(html).toContain('A &lt;b&gt;big&lt;/b&gt; &quot;deal&quot; &amp; more')
    expect(html).not.toContain('<b>')
  })

  it('sends nothing to who is gone, nor of what its reader may not see any more', async () => {
    server.answer((to) => (to.startsWith('rep@') ? '550 5.7.1 Not now' : undefined))
    const { id } = await assign('rep')
    await expect.poll(dead, until).toHaveLength(1)
    await t.as('manager').post(`/api/leads/${id}/assign`, { ownerId: t.ids.rep2 })
    await t.settled()
    await expect.poll(() => about(id).map(({ to }) => to), until).toEqual(['rep2@hindsight.example'])
    server.answer(undefined)
    const [letter] = await dead()
    await t.as('admin').post(`/api/admin/dead-letters/${letter?.id}/retry`)
    await expect.poll(dead, until).toEqual([])
    await expect.poll(waiting, until).toBe(0)
    expect(about(id)).toHaveLength(1)
  })
})
