import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

interface Page {
  items: {
    id: string
    kind: string
    title: string
    at: string
    position: string
    unread: boolean
    actor: { id: string; name: string } | null
    record: { model: string; id: string; name: string } | null
  }[]
  next: string | null
}
async function notices(person: Person, query = ''): Promise<Page> {
  await t.settled()
  const reply = await t.as(person).get(`/api/me/notices${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<Page>()
}
async function unreadOf(person: Person): Promise<number> {
  await t.settled()
  return (await t.as(person).get('/api/me/notices/unread')).json<{ unread: number }>().unread
}
const lead = (person: Person, more: object = {}) =>
  make(t.as(person), '/api/leads', { name: { first: 'Ada', last: 'Okello' }, source: 'web', ...more })
const assign = async (id: string, to: Person, by: Person = 'manager') => {
  const reply = await t.as(by).post(`/api/leads/${id}/assign`, { ownerId: t.ids[to] })
  expect(reply.statusCode, reply.body).toBe(200)
}
const read = (person: Person, readTo: string) => t.as(person).post('/api/me/notices/read', { readTo })

describe('USR-03 notices in the app', () => {
  it('say what happened, by whom and to which record, and are read by one event for all of them', async () => {
    const first = await lead('rep2')
    await assign(first, 'rep')
    const second = await lead('manager', { ownerId: t.ids.rep })
    const { items } = await notices('rep')
    expect(await unreadOf('rep')).toBe(2)
    expect(items).toMatchObject([
      {
        kind: 'lead.assigned',
        title: 'A lead was assigned to you',
        unread: true,
        actor: { id: t.ids.manager, name: 'Test manager' },
        record: { model: 'lead', id: second, name: 'Ada Okello' },
      },
      { record: { id: first } },
    ])
    const done = await read('rep', items[0]?.position ?? '')
    expect(done.json()).toMatchObject({ events: ['inbox.opened'] })
    expect(await unreadOf('rep')).toBe(0)
    expect(await notices('rep')).toMatchObject({ items: [{ unread: false }, { unread: false }] })

    await assign(await lead('rep2'), 'rep')
    expect(await unreadOf('rep')).toBe(1)
    // Older news from another tab makes nothing unread again.
    expect((await read('rep', items[1]?.position ?? '')).json()).toMatchObject({ events: [] })
    const [newest] = (await notices('rep')).items
    expect((await read('rep', newest?.position ?? '')).json()).toMatchObject({ events: ['inbox.read'] })
    expect((await read('rep', '999999999')).json().type).toBe('/problems/inbox.ahead')
    const pages = await notices('rep', '?limit=2')
    expect(pages.items).toHaveLength(2)
    expect((await notices('rep', `?limit=2&cursor=${pages.next}`)).items.map(({ id }) => id)).toEqual([
      items[1]?.id,
    ])
  })

  it('make neither an event nor a notice of what one does for oneself, nor of what was loaded', async () => {
    const before = await notices('rep2')
    const id = await lead('rep2')
    const { items } = (await t.as('rep2').get(`/api/leads/${id}/history`)).json<{
      items: { type: string }[]
    }>()
    expect(items.map(({ type }) => type)).toEqual(['lead.checked', 'lead.scored', 'lead.captured'])
    const via = { kind: 'import', id: 'file' } as const
    const body = { name: { first: 'Old', last: 'Lead' }, source: 'file', ownerId: t.ids.rep2 }
    await t.execute({ command: 'lead.capture', body, principal: systemPrincipal('import', via) })
    expect((await notices('rep2')).items).toEqual(before.items)
  })

  it('are of their person alone: nobody else reads or hears of them, whoever sees everything', async () => {
    const id = await lead('rep2')
    const base = (await t.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
    const heard = new Map<Person, string[]>()
    const people: Person[] = ['rep', 'rep2', 'admin', 'auditor', 'manager']
    const sockets = []
    for (const person of people) {
      const { ticket } = (await t.as(person).post('/api/live/ticket')).json<{ ticket: string }>()
      const socket = new WebSocket(`${base}/api/live?ticket=${ticket}`)
      const texts: string[] = []
      heard.set(person, texts)
      sockets.push(socket)
      socket.on('message', (data: Buffer) => texts.push(data.toString()))
      await new Promise((resolve) => socket.once('open', resolve))
      for (const topic of ['notice', 'inbox', 'lead']) socket.send(JSON.stringify({ subscribe: topic }))
    }
    for (const texts of heard.values())
      await expect.poll(() => texts.filter((text) => text.startsWith('{"subscribed"')).length).toBe(3)
    await assign(id, 'rep')
    const [newest] = (await notices('rep')).items
    await read('rep', newest?.position ?? '')
    // The last that each of them hears comes after all else.
    await t.as('admin').patch(`/api/leads/${id}`, { company: 'The last' })
    for (const person of ['rep', 'admin', 'auditor', 'manager'] as const)
      await expect.poll(() => heard.get(person)?.join()).toContain('The last')
    const told = (person: Person) =>
      heard.get(person)?.filter((text) => /^\{"topic":"(notice|inbox)"/.test(text))
    expect(told('rep')).toHaveLength(2)
    for (const person of ['rep2', 'admin', 'auditor', 'manager'] as const) {
      expect([person, told(person)]).toEqual([person, []])
      const ids = (await notices(person)).items.map((item) => item.id)
      expect([person, ids.includes(newest?.id ?? '')]).toEqual([person, false])
    }
    for (const socket of sockets) socket.close()
  })

  it('say nothing of a record that its reader may no longer see', async () => {
    const id = await lead('rep2')
    await assign(id, 'rep')
    expect((await notices('rep')).items[0]).toMatchObject({ record: { id } })
    await assign(id, 'rep2')
    const text = JSON.stringify((await notices('rep')).items[0])
    expect(JSON.parse(text)).toMatchObject({ kind: 'lead.assigned', record: null, actor: null })
    expect(text).not.toMatch(/Okello|manager/)
    expect(text).not.toContain(id)
  })

  it('leave an entry in the access log, as they name people, when they are read and not when they are counted', async () => {
    const id = await lead('rep2')
    await assign(id, 'rep')
    const entries = async () => {
      const reply = await t.as('auditor').get(`/api/access-log?actorId=${t.ids.rep}&recordId=${id}`)
      return reply.json<{ items: { kind: string; what: string }[] }>().items
    }
    await unreadOf('rep')
    expect(await entries()).toEqual([])
    await notices('rep')
    expect(await entries()).toMatchObject([{ kind: 'list', what: 'GET /me/notices' }])
  })

  it('are as they were at any instant', async () => {
    const before = t.services.clock()
    const { items } = await notices('rep')
    await assign(await lead('rep2'), 'rep')
    expect((await notices('rep')).items).toHaveLength(items.length + 1)
    expect((await notices('rep', `?asOf=${before}`)).items.map(({ id }) => id)).toEqual(
      items.map(({ id }) => id),
    )
  })

  it('leave out the kinds that one has switched off', async () => {
    const off = { notifications: { 'lead.assigned': { inApp: false, email: true } } }
    expect((await t.as('rep').patch('/api/me/preferences', off)).statusCode).toBe(200)
    expect(await notices('rep')).toMatchObject({ items: [] })
    expect(await unreadOf('rep')).toBe(0)
    await t.as('rep').patch('/api/me/preferences', { notifications: {} })
    expect((await notices('rep')).items).not.toEqual([])
  })

  it('reach a whole team through one row, and not who did it', async () => {
    const ticket = await make(t.as('admin'), '/api/tickets', { subject: 'Help' })
    const to = { assigneeId: null, teamId: t.ids.team }
    await t.as('manager').post(`/api/tickets/${ticket}/escalate`, { to })
    const escalated = async (person: Person) =>
      (await notices(person)).items.filter(({ kind }) => kind === 'ticket.escalated')
    expect(await escalated('rep')).toHaveLength(1)
    expect(await escalated('rep2')).toHaveLength(1)
    expect(await escalated('manager')).toEqual([])
    expect(await escalated('agent')).toEqual([])
    expect(await unreadOf('manager')).toBe(0)
  })

  it('tell of shared records, trainings and deals', async () => {
    const id = await lead('rep2')
    const body = {
      model: 'lead',
      recordId: id,
      grantee: 'user',
      granteeId: t.ids.rep,
      level: 'read',
      reason: 'Look',
    }
    expect((await t.as('rep2').post('/api/shares', body)).statusCode).toBe(201)
    expect((await notices('rep')).items[0]).toMatchObject({
      kind: 'share.granted',
      actor: { name: 'Test rep2' },
      record: { model: 'lead', id, name: 'Ada Okello' },
    })
    await make(t.as('admin'), '/api/trainings', {
      title: 'Forged mail',
      text: 'Look at the address.',
      dueOn: '2099-01-01',
      userIds: [t.ids.rep],
    })
    expect((await notices('rep')).items[0]).toMatchObject({
      kind: 'training.assigned',
      record: { model: 'training', name: 'Forged mail' },
    })
  })

  it('name every kind there is, and say when mails are not set up', async () => {
    const kinds = (await t.as('agent').get('/api/me/notices/kinds')).json<{
      mails: boolean
      items: unknown[]
    }>()
    expect(kinds.mails).toBe(false)
    expect(kinds.items).toContainEqual({ kind: 'lead.assigned', title: 'A lead was assigned to you' })
    const sagas = (await t.services.sagas.status()).find(({ name }) => name === 'mailing')
    expect(sagas).toMatchObject({ outbox: { waiting: 0 }, instances: 0 })
  })
})
