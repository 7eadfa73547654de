import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered } from '../../support/reply.ts'

/** Real time, and as much later as the test says. */
let shift = 0
const clock = () => new Date(Date.now() + shift).toISOString()
const minute = 60_000
const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * minute).toISOString()

interface Activity {
  id: string
  kind: string
  status: string
  subject: string | null
  body: string | null
  due: { day: string; time: string | null; timeZone: string } | null
  dueAt: string | null
  remindAt: string | null
  happenedAt: string | null
  assigneeId: string | null
  followsId: string | null
  followUp: string | null
  regarding: { model: string; id: string; name: string | null }[]
  participants: { model: string; id: string; name: string | null; response: string | null }[]
}

let t: TestApp
let accountId: string
let contactId: string
let dealId: string
beforeAll(async () => {
  t = await testApp({ clock })
  await furnish(t)
  accountId = await make(t.as('rep'), '/api/accounts', { name: 'Bauch Labs' })
  contactId = await make(t.as('rep'), '/api/contacts', {
    name: { first: 'Grace', last: 'Auma' },
    accountId,
  })
  dealId = await make(t.as('rep'), '/api/opportunities', { name: 'Scopes', accountId, contactId })
})
afterAll(() => t.close())

const rep = () => t.as('rep')
async function read<T>(path: string, as: Client = rep()): Promise<T> {
  await t.settled()
  return answered<T>(as.get(path))
}
const add = (body: object, as: Client = rep()) => make(as, '/api/activities', body)
const one = (id: string, query = '') => read<Activity>(`/api/activities/${id}${query}`)
const act = (id: string, verb: string, body: object = {}, as: Client = rep()) =>
  answered<{ events: string[] }>(as.post(`/api/activities/${id}/${verb}`, body))
async function refusal(asked: Promise<LightMyRequestResponse>) {
  const reply = await asked
  return { status: reply.statusCode, ...reply.json<{ type: string; errors?: { field: string }[] }>() }
}
async function notices(person: Person) {
  const { items } = await read<{ items: { kind: string; record: { id: string } | null }[] }>(
    '/api/me/notices',
    t.as(person),
  )
  return items.map(({ kind, record }) => [kind, record?.id])
}

describe('ACT-01 CUS-10 a call', () => {
  it('logged on a deal is one with its contact and its account too', async () => {
    const id = await add({
      kind: 'call',
      direction: 'outbound',
      durationSeconds: 420,
      purpose: 'Price',
      outcome: 'reached',
      body: 'They want ten.',
      regarding: [{ model: 'opportunity', id: dealId }],
    })
    expect(await one(id)).toMatchObject({
      status: 'done',
      regarding: [
        { model: 'opportunity', id: dealId, name: 'Scopes' },
        { model: 'contact', id: contactId, name: 'Grace Auma' },
        { model: 'account', id: accountId, name: 'Bauch Labs' },
      ],
    })
    for (const record of [dealId, contactId, accountId]) {
      const { items } = await read<{ items: { id: string }[] }>(`/api/activities?regarding=${record}`)
      expect(items.map((item) => item.id)).toContain(id)
    }
  })

  it('must say what the policy asks for, which is a setting with a history', async () => {
    const admin = t.as('admin')
    expect(await read('/api/settings/activity-policy', admin)).toMatchObject({ requiredOfCall: [] })
    const changed = await admin.patch('/api/settings/activity-policy', { requiredOfCall: ['outcome'] })
    expect(changed.statusCode, changed.body).toBe(200)
    const call = { kind: 'call', regarding: [{ model: 'contact', id: contactId }] }
    expect(await refusal(rep().post('/api/activities', call))).toMatchObject({
      status: 422,
      type: '/problems/activity.required',
    })
    await add({ ...call, outcome: 'busy' })
    await admin.patch('/api/settings/activity-policy', { requiredOfCall: [] })
    await add(call)
  })

  it('is back-dated where the right allows, and by what it says when it began', async () => {
    const occurred = { 'x-occurred-at': '2026-01-05T10:00:00.000Z' }
    const call = { kind: 'call', subject: 'Long ago' }
    expect((await rep().post('/api/activities', call, occurred)).statusCode).toBe(403)
    const id = (await answered<{ id: string }>(t.as('admin').post('/api/activities', call, occurred))).id
    expect(await read<Activity>(`/api/activities/${id}`, t.as('admin'))).toMatchObject({
      happenedAt: occurred['x-occurred-at'],
    })
    const startsAt = later(clock(), -60)
    expect(await one(await add({ ...call, startsAt }))).toMatchObject({
      status: 'done',
      happenedAt: startsAt,
    })
  })

  it('is followed up, and says how that stands', async () => {
    const call = await add({ kind: 'call', regarding: [{ model: 'opportunity', id: dealId }] })
    expect(await one(call)).toMatchObject({ followUp: null })
    const task = await add({ kind: 'task', subject: 'Send the offer', followsId: call })
    expect(await one(call)).toMatchObject({ followUp: 'open' })
    await act(task, 'complete')
    expect(await one(call)).toMatchObject({ followUp: 'done' })
    const unknown = { kind: 'task', subject: 'x', followsId: dealId }
    expect(await refusal(rep().post('/api/activities', unknown))).toMatchObject({
      type: '/problems/activity.follows-unknown',
    })
  })
})

describe('ACT-04 OPP-09 a task', () => {
  it('is due by the clocks of whoever is to do it, in their list and on the deal', async () => {
    await answered(rep().patch('/api/me', { timeZone: 'America/New_York' }))
    const day = later(clock(), 3 * 24 * 60).slice(0, 10)
    const id = await add(
      {
        kind: 'task',
        subject: 'Send the offer',
        priority: 'high',
        due: { day, time: '10:00' },
        regarding: [{ model: 'opportunity', id: dealId }],
      },
      t.as('manager'),
    )
    await act(id, 'assign', { assigneeId: t.ids.rep }, t.as('manager'))
    expect(await notices('rep')).toContainEqual(['activity.assigned', id])
    const mine = await read<{ items: Activity[] }>(
      `/api/activities?assigneeId=${t.ids.rep}&status=open&sort=priority`,
    )
    expect(mine.items[0]).toMatchObject({ id, due: { day, time: '10:00', timeZone: 'UTC' } })
    const own = await add({ kind: 'task', subject: 'Own', due: { day, time: '10:00' } })
    expect(await one(own)).toMatchObject({ due: { timeZone: 'America/New_York' } })
  })

  it('counts as overdue from its instant on, live', async () => {
    const before = await read<{ overdue: number }>('/api/me/activities')
    const day = clock().slice(0, 10)
    const dueAt = later(`${clock().slice(0, 16)}:00.000Z`, 5)
    await add({
      kind: 'task',
      subject: 'Soon',
      due: { day: dueAt.slice(0, 10), time: dueAt.slice(11, 16), timeZone: 'UTC' },
    })
    expect(day <= dueAt).toBe(true)
    expect(await read('/api/me/activities')).toMatchObject({ overdue: before.overdue, nextDueAt: dueAt })
    shift += 6 * minute
    expect(await read('/api/me/activities')).toMatchObject({ overdue: before.overdue + 1 })
  })

  it('comes again when it is done, across the change of the clocks', async () => {
    const id = await add({
      kind: 'task',
      subject: 'Weekly call',
      body: 'Ask how it goes',
      due: { day: '2031-03-27', time: '09:00', timeZone: 'Europe/Berlin' },
      recurrence: { every: 'week' },
      remindAt: '2031-03-27T07:30:00.000Z',
      regarding: [{ model: 'contact', id: contactId }],
    })
    await act(id, 'complete')
    const next = await eventually(async () => {
      const { items } = await read<{ items: Activity[] }>(`/api/activities?followsId=${id}`)
      expect(items).toHaveLength(1)
      return items[0] as Activity
    })
    expect(next).toMatchObject({
      status: 'open',
      subject: 'Weekly call',
      body: 'Ask how it goes',
      due: { day: '2031-04-03', time: '09:00' },
      // Half past eight by the clock, which is on by an hour.
      dueAt: '2031-04-03T07:00:00.000Z',
      remindAt: '2031-04-03T06:30:00.000Z',
      assigneeId: t.ids.rep,
    })
    expect(next.regarding.map((ref) => ref.id)).toContain(contactId)
    await act(id, 'reopen')
    await act(id, 'complete')
    await act(next.id, 'complete')
    await eventually(async () => {
      const { items } = await read<{ items: Activity[] }>(`/api/activities?followsId=${next.id}`)
      expect(items).toMatchObject([{ due: { day: '2031-04-10' } }])
    })
    const { items } = await read<{ items: Activity[] }>(`/api/activities?followsId=${id}`)
    expect(items).toHaveLength(1)
  })

  it('of somebody who leaves is handed over while it is open', async () => {
    const open = await add({ kind: 'task', subject: 'Handed over', assigneeId: t.ids.rep2 }, t.as('manager'))
    const done = await add(
      { kind: 'task', subject: 'Done', assigneeId: t.ids.rep2, done: true },
      t.as('manager'),
    )
    await t.settled()
    const admin = t.as('admin')
    const owned = await read<{ items: { model: string; count: number }[] }>(
      `/api/users/${t.ids.rep2}/owned`,
      admin,
    )
    expect(owned.items).toContainEqual({ model: 'activity', count: 1 })
    await answered(admin.post(`/api/users/${t.ids.rep2}/reassign`, { toId: t.ids.rep, models: ['activity'] }))
    await eventually(async () => expect(await one(open)).toMatchObject({ assigneeId: t.ids.rep }))
    expect(await read<Activity>(`/api/activities/${done}`, admin)).toMatchObject({ assigneeId: t.ids.rep2 })
  })
})

describe('LEAD-19 a reminder', () => {
  it('comes at its instant, once, and never of what is done', async () => {
    const lead = await make(rep(), '/api/leads', { name: { first: 'Ada', last: 'Okello' }, source: 'web' })
    const remindAt = later(clock(), 30)
    const task = { kind: 'task', remindAt, regarding: [{ model: 'lead', id: lead }] }
    const id = await add({ ...task, subject: 'Call back' })
    const done = await add({ ...task, subject: 'Done before' })
    const moved = await add({ ...task, subject: 'Moved' })
    await act(done, 'complete')
    await answered(rep().patch(`/api/activities/${moved}`, { remindAt: later(clock(), 600) }))
    expect(await notices('rep')).not.toContainEqual(['activity.reminder', id])
    shift += 45 * minute
    await eventually(async () => expect(await notices('rep')).toContainEqual(['activity.reminder', id]))
    const { items } = await read<{ items: { type: string; occurredAt: string; via: { kind: string } }[] }>(
      `/api/activities/${id}/history`,
    )
    expect(items[0]).toMatchObject({
      type: 'activity.reminded',
      occurredAt: remindAt,
      via: { kind: 'timer' },
    })
    const told = await notices('rep')
    for (const other of [done, moved]) expect(told).not.toContainEqual(['activity.reminder', other])
  })
})

describe('ACT-05 an appointment', () => {
  it('has people who are told, who answer, and a file for their calendars', async () => {
    const startsAt = later(clock(), 24 * 60)
    const id = await add({
      kind: 'appointment',
      subject: 'Kick-off; first, of "three"',
      startsAt,
      endsAt: later(startsAt, 60),
      location: 'Berlin',
      body: '1. Goals\n2. Dates',
      participants: [
        { model: 'contact', id: contactId },
        { model: 'user', id: t.ids.agent },
      ],
    })
    expect(await notices('agent')).toContainEqual(['activity.invited', id])
    await act(id, 'respond', { response: 'accepted' }, t.as('agent'))
    await act(id, 'respond', { participant: { model: 'contact', id: contactId }, response: 'declined' })
    expect(
      await refusal(rep().post(`/api/activities/${id}/respond`, { response: 'accepted' })),
    ).toMatchObject({
      type: '/problems/activity.not-invited',
    })
    expect((await one(id)).participants).toMatchObject([
      { id: contactId, name: 'Grace Auma', response: 'declined' },
      { id: t.ids.agent, name: 'Test agent', response: 'accepted' },
    ])
    await t.settled()
    const file = await rep().get(`/api/activities/${id}/calendar`)
    expect(file.headers['content-type']).toContain('text/calendar')
    const lines = file.body.replaceAll('\r\n ', '').split('\r\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        `DTSTART:${startsAt.slice(0, 19).replace(/[-:]/g, '')}Z`,
        'SUMMARY:Kick-off\\; first\\, of "three"',
        'DESCRIPTION:1. Goals\\n2. Dates',
        'LOCATION:Berlin',
        expect.stringMatching(/^ATTENDEE;.*PARTSTAT=ACCEPTED;.*CN="Test agent":MAILTO:invalid:nomail$/),
      ]),
    )
    for (const line of file.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const note = await add({ kind: 'note', body: 'x' })
    await t.settled()
    expect(await refusal(rep().get(`/api/activities/${note}/calendar`))).toMatchObject({ status: 422 })
  })
})

describe('ACT-06 a note', () => {
  it('mentions colleagues, who are told, and keeps what it said before', async () => {
    const id = await add({
      kind: 'note',
      body: `As [@Agent](user:${t.ids.agent}) said, and [@Nobody](user:${dealId})`,
      regarding: [{ model: 'contact', id: contactId }],
    })
    expect(await notices('agent')).toContainEqual(['activity.mentioned', id])
    await answered(
      rep().patch(`/api/activities/${id}`, { body: `Not [@Agent](user:${t.ids.agent}) after all` }),
    )
    expect((await notices('agent')).filter(([, record]) => record === id)).toHaveLength(1)
    const { items } = await read<{
      items: { changes: { field: string; before: unknown; after: unknown }[] }[]
    }>(`/api/activities/${id}/history`)
    expect(items[0]?.changes).toContainEqual({
      field: 'body',
      before: expect.stringContaining('As [@Agent]'),
      after: expect.stringContaining('Not [@Agent]'),
    })
  })
})

describe('CUS-16 BEY-03 criteria', () => {
  it('find accounts with no activity for 90 days, and activities of accounts', async () => {
    const still = await make(rep(), '/api/accounts', { name: 'Quiet Ltd' })
    const old = await make(rep(), '/api/accounts', { name: 'Long ago Ltd' })
    await add({
      kind: 'call',
      startsAt: later(clock(), -100 * 24 * 60),
      regarding: [{ model: 'account', id: old }],
    })
    await add({ kind: 'task', subject: 'Planned only', regarding: [{ model: 'account', id: still }] })
    const quiet = {
      related: 'activities',
      where: { field: 'happenedAt', operator: 'from', value: { days: -90 } },
      atMost: 0,
    }
    const found = await read<{ items: { id: string }[] }>(
      `/api/accounts?where=${encodeURIComponent(JSON.stringify(quiet))}`,
    )
    const ids = found.items.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([still, old]))
    expect(ids).not.toContain(accountId)
    const of = { related: 'accounts', where: { field: 'name', operator: 'is', value: 'quiet ltd' } }
    const tasks = await read<{ items: Activity[] }>(
      `/api/activities?where=${encodeURIComponent(JSON.stringify(of))}`,
    )
    expect(tasks.items.map(({ subject }) => subject)).toEqual(['Planned only'])
  })
})

describe('LEAD-18 what was done with a lead', () => {
  it('goes with it into the contact and the deal that it becomes, also what comes later', async () => {
    const lead = await make(rep(), '/api/leads', {
      name: { first: 'Alan', last: 'Kay' },
      email: 'alan@parc.example',
      company: 'Parc',
      source: 'web',
    })
    const call = await add({ kind: 'call', subject: 'First', regarding: [{ model: 'lead', id: lead }] })
    const answers = { budget: 'yes', authority: 'yes', need: 'yes', timeline: 'soon' }
    await answered(rep().patch(`/api/leads/${lead}`, { qualification: answers }))
    await answered(rep().post(`/api/leads/${lead}/qualify`, {}))
    await answered(rep().post(`/api/leads/${lead}/convert`, {}))
    const made = await eventually(async () => {
      const { converted } = await read<{ converted: { contactId: string; opportunityId: string } | null }>(
        `/api/leads/${lead}`,
      )
      return converted ?? expect.unreachable('not yet')
    })
    await eventually(async () =>
      expect((await one(call)).regarding.map(({ id }) => id)).toEqual(
        expect.arrayContaining([lead, made.contactId, made.opportunityId]),
      ),
    )
    const late = await add({ kind: 'note', body: 'Later', regarding: [{ model: 'lead', id: lead }] })
    expect((await one(late)).regarding.map(({ id }) => id)).toContain(made.opportunityId)
  })
})
