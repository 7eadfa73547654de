import { randomUUID } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleSetId } from '../../../src/commands/settings/rule-set.ts'
import { firstAssigning } from '../../../src/domain/rules/assignment.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { eventually } from '../../support/eventually.ts'

/** Real time, and as much later as the test says. */
let shift = 0
const clock = () => new Date(Date.now() + shift).toISOString()
const minute = 60_000
const between = async () => new Date(Date.parse(await instantBetween()) + shift).toISOString()
const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * minute).toISOString()

interface Sla {
  policy: string
  responseDueAt: string | null
  respondedAt: string | null
  resolutionDueAt: string | null
  pausedAt: string | null
  breached: { response: boolean; resolution: boolean }
}
interface Ticket {
  id: string
  number: string
  status: string
  createdAt: string
  escalation: number
  teamId: string | null
  sla: Sla | null
  dueAt: string | null
  breached: boolean
  messages: { kind: string; author: string; body: string }[]
}

let t: TestApp
let calendarId: string
let policyId: string
beforeAll(async () => {
  t = await testApp({ clock })
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }))
  calendarId = await made('/api/business-calendars', { name: 'Always', timeZone: 'UTC', weekly })
  policyId = await made('/api/sla-policies', {
    ...policy('Standard'),
    escalateTo: { teamId: t.ids.team, userId: null },
    default: true,
  })
})
afterAll(() => t.close())

const target = (responseMinutes: number) => ({ responseMinutes, resolutionMinutes: 4 * responseMinutes })
const policy = (name: string) => ({
  name,
  calendarId,
  targets: { low: target(240), normal: target(60), high: target(30), urgent: target(15) },
})

async function ok<T>(asked: Promise<LightMyRequestResponse>): Promise<T> {
  const reply = await asked
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<T>()
}
async function made(path: string, body: object): Promise<string> {
  return (await ok<{ id: string }>(t.as('admin').post(path, body))).id
}
const agent = () => t.as('agent')
async function read<T>(path: string): Promise<T> {
  await t.settled()
  return ok<T>(agent().get(path))
}
const ticket = (id: string, asOf?: string) => read<Ticket>(`/api/tickets/${id}${asOf ? `?asOf=${asOf}` : ''}`)
const opened = async (body: object = {}) =>
  (await ok<{ id: string }>(agent().post('/api/tickets', { subject: 'It does not start', ...body }))).id
const act = (id: string, verb: string, body: object = {}) =>
  ok(agent().post(`/api/tickets/${id}/${verb}`, body))

describe('tickets over the API', () => {
  it('SLA-03 records a breach at its due instant and escalates it, by itself', async () => {
    const id = await opened()
    const before = await ticket(id)
    const dueAt = later(before.createdAt, 60)
    expect(before).toMatchObject({
      status: 'new',
      breached: false,
      dueAt,
      sla: { policy: 'Standard', responseDueAt: dueAt },
    })
    shift += 90 * minute
    await eventually(async () =>
      expect(await ticket(id)).toMatchObject({ breached: true, escalation: 1, teamId: t.ids.team }),
    )

    const { items } = await read<{
      items: { type: string; title: string; occurredAt: string; via: { kind: string } }[]
    }>(`/api/tickets/${id}/history`)
    expect(items.map(({ type, occurredAt, via }) => [type, occurredAt, via.kind])).toStrictEqual([
      ['ticket.escalated', dueAt, 'saga'],
      ['ticket.sla-breached', dueAt, 'timer'],
      ['ticket.opened', before.createdAt, 'session'],
    ])
    expect(await ticket(id, later(dueAt, -1))).toMatchObject({ breached: false, escalation: 0 })
    expect(await ticket(id, later(dueAt, 1))).toMatchObject({ breached: true, escalation: 1 })
  })

  it('SLA-05 pauses while pending; the explanation accounts for every stretch', async () => {
    const id = await opened({ priority: 'high' })
    const { createdAt } = await ticket(id)
    const begun = Date.now()
    shift += 10 * minute
    await act(id, 'pend', { reason: 'Which model is it?' })
    expect(await ticket(id)).toMatchObject({ status: 'pending', dueAt: null, sla: { responseDueAt: null } })
    shift += 60 * minute
    await act(id, 'resume')
    shift += 5 * minute
    const sla = await read<{
      at: string
      policy: { name: string; version: number }
      clocks: {
        clock: string
        spentMinutes: number
        leftMinutes: number
        dueAt: string
        stretches: { kind: string; from: string; to: string }[]
      }[]
    }>(`/api/tickets/${id}/sla`)
    const [response] = sla.clocks
    expect(sla.policy).toMatchObject({ name: 'Standard', version: 1 })
    expect(response?.stretches.map(({ kind }) => kind)).toStrictEqual(['open', 'pending', 'open'])
    expect(response?.stretches[0]?.from).toBe(createdAt)
    expect(response?.stretches.at(-1)?.to).toBe(sla.at)
    expect((response?.spentMinutes ?? 0) + (response?.leftMinutes ?? 0)).toBeCloseTo(30, 6)
    expect(response?.spentMinutes).toBeGreaterThanOrEqual(15)
    expect(response?.spentMinutes).toBeLessThan(15.5 + (Date.now() - begun) / minute)
    expect(response?.dueAt).toBe((await ticket(id)).sla?.responseDueAt)
  })

  it('SLA-05 a later change of calendar or policy changes no ticket that is open', async () => {
    const id = await opened()
    const before = await read<object>(`/api/tickets/${id}/sla?asOf=${clock()}`)
    const admin = t.as('admin')
    const holidays = [clock().slice(0, 10)]
    await ok(admin.patch(`/api/business-calendars/${calendarId}`, { holidays }))
    await ok(
      admin.patch(`/api/sla-policies/${policyId}`, { targets: { ...policy('').targets, normal: target(5) } }),
    )
    const after = await read<{ at: string; policy: object; calendar: object }>(`/api/tickets/${id}/sla`)
    expect(after.policy).toStrictEqual((before as typeof after).policy)
    expect(after.calendar).toStrictEqual((before as typeof after).calendar)
    const next = await read<{ policy: object; calendar: object }>(`/api/tickets/${await opened()}/sla`)
    expect(next).toMatchObject({
      policy: { version: 2 },
      calendar: { version: 2, holidays },
    })
    await ok(admin.patch(`/api/business-calendars/${calendarId}`, { holidays: [] }))
    await ok(admin.patch(`/api/sla-policies/${policyId}`, policy('Standard')))
  })

  it('SLA-04 gives the queue with the least time left first, in pages, by filters', async () => {
    const subject = `queue ${randomUUID()}`
    const ids: string[] = []
    for (const priority of ['low', 'urgent', 'normal', 'high']) ids.push(await opened({ subject, priority }))
    const waiting = await opened({ subject, priority: 'urgent' })
    await act(waiting, 'pend')
    const [low, urgent, normal, high] = ids
    const order = [urgent, high, normal, low, waiting]
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await read<{ items: Ticket[]; next: string | null; total: number }>(
        `/api/tickets?q=${encodeURIComponent(subject)}&status=new,pending&limit=2&total=true${cursor}`,
      )
      expect(page.total).toBe(5)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next ? `&cursor=${page.next}` : ''
    } while (cursor)
    expect(seen).toStrictEqual(order)
    const some = await read<{ items: Ticket[] }>(
      `/api/tickets?q=${encodeURIComponent(subject)}&priority=urgent,high&status=new&assigneeId=none`,
    )
    expect(some.items.map(({ id }) => id)).toStrictEqual([urgent, high])
  })

  it('TIC-08 TIC-11 keeps the conversation with the ticket, through its whole life', async () => {
    const id = await opened({ requester: { name: 'Grace Hopper', email: 'Grace@Navy.example' } })
    await act(id, 'assign', { assigneeId: t.ids.agent })
    await act(id, 'reply', { body: 'Which model is it?' })
    await act(id, 'add-note', { body: 'The third this week.' })
    await act(id, 'reply', { body: 'A Mark I.', author: 'requester' })
    await act(id, 'resolve', { resolution: 'Removed the moth.' })
    await act(id, 'close')
    const row = await ticket(id)
    expect(row).toMatchObject({ status: 'closed', requester: { email: 'grace@navy.example' }, dueAt: null })
    expect(row.messages.map(({ kind, author, body }) => [kind, author, body])).toStrictEqual([
      ['reply', 'agent', 'Which model is it?'],
      ['note', 'agent', 'The third this week.'],
      ['reply', 'requester', 'A Mark I.'],
    ])
    const refused = await agent().post(`/api/tickets/${id}/reply`, { body: 'One more thing.' })
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({ type: '/problems/ticket.closed' })
  })

  it('FAULTS 12 has in its history what it is about and what was said, for those who may read that', async () => {
    const open = {
      subject: 'Drive stalls',
      description: 'After an hour.',
      category: 'Hardware',
      requester: { name: 'Grace Hopper', email: 'grace@compilers.example' },
      priority: 'normal',
      channel: 'web',
      assigneeId: t.ids.rep,
    }
    const { id } = await ok<Ticket>(t.as('agent').post('/api/tickets', open))
    const says = (verb: string, body: object) => ok(t.as('agent').post(`/api/tickets/${id}/${verb}`, body))
    await says('reply', { body: 'Turn it off.' })
    await says('add-note', { body: 'Seen before.' })
    await says('resolve', { resolution: 'Turned on again.' })
    await t.settled()
    interface Item {
      type: string
      text: string | null
      changes: { field: string; after: unknown }[]
    }
    const history = async (who: Person) =>
      (await ok<{ items: Item[] }>(t.as(who).get(`/api/tickets/${id}/history`))).items.reverse()
    const texts = (items: Item[]) => items.map(({ text }) => text)
    const [opened, ...rest] = await history('agent')
    const first = Object.fromEntries((opened?.changes ?? []).map(({ field, after }) => [field, after]))
    const { requester, ...others } = open
    expect(first).toMatchObject({ ...others, 'requester.name': requester.name })
    expect(texts(rest)).toEqual(['Turn it off.', 'Seen before.', 'Turned on again.'])
    // Whose ticket it is reads of it what they read of what was said: nothing of others' words.
    expect(texts(await history('rep'))).toEqual([null, null, null, 'Turned on again.'])
    const stale = await t.as('agent').post(`/api/tickets/${id}/reopen`, {}, { 'if-match': '"1"' })
    expect(stale.body).not.toContain('Seen before')
  })

  it('TIC-07 gives each ticket a number of its own, by which it is found', async () => {
    const numbers = await Promise.all([1, 2, 3].map(async () => (await ticket(await opened())).number))
    expect(new Set(numbers).size).toBe(3)
    for (const number of numbers) {
      expect(number).toMatch(/^T-[0-9A-Z]{5}-[0-9A-Z]{5}$/)
      const found = await read<{ items: Ticket[] }>(`/api/tickets?q=${number}`)
      expect(found.items.map((one) => one.number)).toStrictEqual([number])
    }
  })

  it('SLA-03 has one default policy at most; another can be named', async () => {
    const admin = t.as('admin')
    const second = await admin.post('/api/sla-policies', { ...policy('Gold'), default: true })
    expect(second.statusCode, second.body).toBe(409)
    const gold = await made('/api/sla-policies', policy('Gold'))
    expect(await ticket(await opened({ slaPolicyId: gold }))).toMatchObject({ sla: { policy: 'Gold' } })
  })

  it.each([
    [{ slaPolicyId: randomUUID() }, 'slaPolicyId'],
    [{ assigneeId: randomUUID() }, 'assigneeId'],
    [{ teamId: randomUUID() }, 'teamId'],
    [{ accountId: randomUUID() }, 'accountId'],
    [{ contactId: randomUUID() }, 'contactId'],
  ])('TIC-06 refuses to open a ticket on what does not exist (%#)', async (body, field) => {
    const refused = await agent().post('/api/tickets', { subject: 'It does not start', ...body })
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({ errors: [{ field }] })
  })

  it.each([
    [{ subject: ' ' }, 'subject'],
    [{ priority: 'whenever' }, 'priority'],
    [{ number: 'T-1' }, 'number'],
    [{ terms: null }, 'terms'],
  ])('TIC-06 refuses a ticket of the wrong shape (%#)', async (body, field) => {
    const refused = await agent().post('/api/tickets', { subject: 'It does not start', ...body })
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ errors: [{ field }] })
  })

  it('USR-06 an auditor reads the queue but changes nothing; a rep sees own tickets only', async () => {
    const id = await opened()
    await t.settled()
    expect((await t.as('auditor').get(`/api/tickets/${id}`)).statusCode).toBe(200)
    expect((await t.as('auditor').post(`/api/tickets/${id}/resolve`, {})).statusCode).toBe(403)
    expect((await t.as('rep').get(`/api/tickets/${id}`)).statusCode).toBe(404)
    expect((await t.as('rep').get(`/api/tickets/${id}/sla`)).statusCode).toBe(404)
    expect((await agent().post(`/api/tickets/${id}/record-breach`, { clock: 'response' })).statusCode).toBe(
      404,
    )
  })
})

it('FAULTS 7: a ticket with many messages is answered in pages, and so is what others did since a revision', async () => {
  const agent = t.as('agent')
  const id = await made('/api/tickets', { subject: 'Long', requester: { name: 'Ann' }, priority: 'normal' })
  for (let n = 0; n < 70; n++)
    await ok(agent.post(`/api/tickets/${id}/add-note`, { body: `note ${n} ${'x'.repeat(3000)}` }))
  await t.settled()
  const detail = await agent.get(`/api/tickets/${id}`)
  expect(detail.body.length).toBeLessThan(120_000)
  type Page = { items: { id: string; body: string }[]; next: string | null; total?: number }
  const { messages, earlier } = detail.json<{ messages: Page['items']; earlier: string }>()
  expect([messages.at(0)?.body, messages.at(-1)?.body].map((body) => body?.slice(0, 8).trim())).toStrictEqual(
    ['note 40', 'note 69'],
  )
  const before = await ok<Page>(agent.get(`/api/tickets/${id}/messages?limit=200&cursor=${earlier}`))
  expect(before.items.map(({ body }) => body.split(' ')[1])).toStrictEqual(
    Array.from({ length: 40 }, (_, n) => String(39 - n)),
  )
  expect(before.next).toBeNull()
  expect((await ok<Page>(agent.get(`/api/tickets/${id}/messages?limit=1&total=true`))).total).toBe(70)
  expect((await agent.get(`/api/tickets/${randomUUID()}/messages`)).statusCode).toBe(404)

  const stale = await agent.post(`/api/tickets/${id}/close`, {}, { 'if-match': '"0"' })
  expect(stale.statusCode).toBe(412)
  const {
    since,
    earlier: more,
    revision,
  } = stale.json<{ current: { since: { revision: number }[]; earlier: number; revision: number } }>().current
  expect([since.length, more, since.at(-1)?.revision]).toStrictEqual([20, revision - 20, revision])
})

type Merge = { status: string; reason: string | null; moved: { model: string; id: string }[] }

async function merging(body: object): Promise<string> {
  await t.settled()
  return (await ok<{ id: string }>(agent().post('/api/merges', { model: 'ticket', ...body }))).id
}
const mergeIs = (id: string, status: string) =>
  eventually(async () => expect(await read<Merge>(`/api/merges/${id}`)).toMatchObject({ status }))
const said = async (id: string, asOf?: string) => (await ticket(id, asOf)).messages.map(({ body }) => body)

describe('TIC-12 tickets that have to do with each other', () => {
  interface Linked extends Ticket {
    absorbedById: string | null
    splitFromId: string | null
    parentId: string | null
    links: { id: string; is: string; saidById: string }[]
  }
  const linked = (id: string, asOf?: string) => ticket(id, asOf) as Promise<Linked>
  const links = async (id: string) => (await linked(id)).links.map(({ id: of, is }) => [is, of])

  it('TIC-12 links tickets both ways, and a case to its problem, but none to itself or in a circle', async () => {
    const [one, two, problem] = [await opened(), await opened(), await opened({ type: 'problem' })]
    await act(one, 'link', { ticketId: two })
    for (const id of [one, two]) await ok(agent().patch(`/api/tickets/${id}`, { parentId: problem }))
    expect(await links(problem)).toEqual([
      ['case', two],
      ['case', one],
    ])
    expect(await links(two)).toEqual([
      ['sibling', one],
      ['related', one],
    ])
    expect((await agent().post(`/api/tickets/${one}/link`, { ticketId: one })).json()).toMatchObject({
      errors: [{ field: 'ticketId' }],
    })
    expect((await agent().patch(`/api/tickets/${problem}`, { parentId: one })).json()).toMatchObject({
      errors: [{ field: 'parentId', rule: 'ticket.parent-circle' }],
    })
    await act(one, 'unlink', { ticketId: two })
    expect(await links(two)).toEqual([['sibling', one]])
  })

  it('TIC-12 merges two tickets: both conversations in the survivor, links and activities moved; undone, all is as it was', async () => {
    const [survivor, absorbed, third] = [await opened(), await opened({ priority: 'high' }), await opened()]
    await act(survivor, 'reply', { body: 'first' })
    await act(absorbed, 'add-note', { body: 'second' })
    await act(third, 'link', { ticketId: absorbed })
    await act(absorbed, 'link', { ticketId: survivor })
    const activity = await ok<{ id: string }>(
      agent().post('/api/activities', {
        kind: 'task',
        subject: 'Call back',
        regarding: [{ model: 'ticket', id: absorbed }],
      }),
    )
    const before = await Promise.all([survivor, absorbed, third].map((id) => linked(id)))
    const asOf = await between()
    const mergeId = await merging({ survivorId: survivor, absorbedId: absorbed })
    await mergeIs(mergeId, 'done')
    expect(await said(survivor)).toEqual(['first', 'second'])
    expect(await linked(absorbed)).toMatchObject({ absorbedById: survivor, status: 'closed', dueAt: null })
    expect(await links(third)).toEqual([['related', survivor]])
    expect((await read<{ regarding: object[] }>(`/api/activities/${activity.id}`)).regarding).toMatchObject([
      { model: 'ticket', id: survivor },
    ])
    expect((await agent().post(`/api/tickets/${absorbed}/reply`, { body: 'x' })).json()).toMatchObject({
      type: '/problems/ticket.merged',
    })
    expect(await said(survivor, asOf)).toEqual(['first'])
    // Whoever may not merge tickets merges none, and nobody merges into what is closed.
    expect(
      (await t.as('rep').post('/api/merges', { model: 'ticket', survivorId: survivor, absorbedId: third }))
        .statusCode,
    ).toBe(403)

    await ok(agent().post(`/api/merges/${mergeId}/revert`))
    await mergeIs(mergeId, 'reverted')
    const after = await Promise.all([survivor, absorbed, third].map((id) => linked(id)))
    const plain = (of: Linked) => ({
      ...of,
      revision: 0,
      position: '',
      updatedAt: '',
      dueAt: null,
      sla: of.sla?.breached,
    })
    expect(after.map(plain)).toEqual(before.map(plain))
    expect((await linked(absorbed)).dueAt).not.toBeNull()
    expect((await read<{ regarding: object[] }>(`/api/activities/${activity.id}`)).regarding).toMatchObject([
      { model: 'ticket', id: absorbed },
    ])
  })

  it('TIC-12 makes a ticket of one message, once, as of any instant; merged back, all is in one again', async () => {
    const id = await opened({ requester: { name: 'Grace Auma' }, productId: null })
    await act(id, 'reply', { body: 'It does not start', author: 'requester' })
    await act(id, 'reply', { body: 'And the invoice is wrong', author: 'requester' })
    const messageId = (await read<{ messages: { id: string }[] }>(`/api/tickets/${id}`)).messages[1]?.id
    const asOf = await between()
    const asked = { messageId, subject: 'The invoice is wrong', category: 'Billing' }
    const key = { 'idempotency-key': randomUUID() }
    const own = (await ok<{ id: string }>(agent().post(`/api/tickets/${id}/split`, asked, key))).id
    await eventually(async () => expect(await said(own)).toEqual(['And the invoice is wrong']))
    expect(await said(id)).toEqual(['It does not start'])
    expect(await said(id, asOf)).toEqual(['It does not start', 'And the invoice is wrong'])
    expect(await linked(own)).toMatchObject({
      subject: 'The invoice is wrong',
      splitFromId: id,
      requester: { name: 'Grace Auma' },
      status: 'new',
    })
    expect(await links(id)).toEqual([['split-off', own]])
    expect((await ok<{ id: string }>(agent().post(`/api/tickets/${id}/split`, asked, key))).id).toBe(own)
    expect((await agent().post(`/api/tickets/${id}/split`, asked)).statusCode).toBe(409)
    expect(
      (await agent().post(`/api/tickets/${id}/split`, { ...asked, messageId: randomUUID() })).statusCode,
    ).toBe(404)
    await mergeIs(await merging({ survivorId: id, absorbedId: own }), 'done')
    expect(await said(id)).toEqual(['It does not start', 'And the invoice is wrong'])
  })
})

describe('TIC-14 TIC-15 complaints', () => {
  const day = (ago: number) => new Date(Date.parse(clock()) - ago * 86_400_000).toISOString()
  const at = (ago: number) => ({ 'x-occurred-at': day(ago) })

  it('TIC-14 TIC-15 are resolved with a root cause, counted by it, and held against the action that was to end them', async () => {
    const admin = t.as('admin')
    const productId = await made('/api/products', {
      name: 'Larkspur Scope',
      code: 'LS-1',
      price: { amount: 100, currency: 'EUR' },
    })
    const complaint = async (ago: number, rootCause: string) => {
      const body = { subject: 'It broke', type: 'complaint', productId }
      const { id } = await ok<{ id: string }>(admin.post('/api/tickets', body, at(ago)))
      await ok(admin.patch(`/api/tickets/${id}`, { rootCause }, { 'if-match': '*' }))
      return id
    }
    const id = await opened({ subject: 'It broke', type: 'complaint', productId })
    expect((await agent().post(`/api/tickets/${id}/resolve`, {})).json()).toMatchObject({
      status: 409,
      type: '/problems/ticket.no-root-cause',
    })
    await act(id, 'resolve', { rootCause: 'Handling' })
    const first = await complaint(15, 'Product defect')
    await complaint(12, 'Product defect')
    await complaint(3, 'Product defect')
    const activityId = (
      await ok<{ id: string }>(
        admin.post(
          '/api/activities',
          { kind: 'task', subject: 'Change the hinge', regarding: [{ model: 'ticket', id: first }] },
          at(11),
        ),
      )
    ).id
    const planned = { activityId }
    expect((await agent().post(`/api/tickets/${id}/plan-correction`, planned)).statusCode).toBe(422)
    await act(first, 'plan-correction', planned)
    await ok(admin.post(`/api/activities/${activityId}/complete`, {}, at(10)))

    type Causes = { items: { rootCause: string; complaints: number; cumulative: number }[]; total: number }
    const causes = (query = '') => read<Causes>(`/api/complaint-causes?productId=${productId}${query}`)
    expect(await causes()).toMatchObject({
      items: [
        { rootCause: 'Product defect', complaints: 3, share: 0.75, cumulative: 0.75 },
        { rootCause: 'Handling', complaints: 1, share: 0.25, cumulative: 1 },
      ],
      products: [{ productId, productName: 'Larkspur Scope', complaints: 4 }],
      total: 4,
    })
    expect(await causes(`&asOf=${day(13)}`)).toMatchObject({ total: 1 })
    const { items } = await read<{ items: object[] }>(`/api/complaint-corrections?productId=${productId}`)
    expect(items).toMatchObject([
      {
        activityId,
        subject: 'Change the hinge',
        status: 'done',
        rootCause: 'Product defect',
        productName: 'Larkspur Scope',
        ticketId: first,
        before: 2,
        after: 1,
        chance: 0.5,
      },
    ])
    const trend = await read<{ groups: { name: string; total: number }[] }>(
      '/api/ticket-trend?by=product&each=day',
    )
    expect(trend.groups.find(({ name }) => name === 'Larkspur Scope')).toMatchObject({ total: 4 })
  })
})

describe('TIC-10 who gets a ticket', () => {
  it('TIC-10 is said by rules, with skills, absence and load, and told with why', async () => {
    const admin = t.as('admin')
    await furnishRules(t, systemPrincipal('first-start', { kind: 'cli' }))
    const path = `/api/rule-sets/${ruleSetId('ticket-assignment')}`
    const any = { 'if-match': '*' }
    await ok(admin.patch(`/api/users/${t.ids.agent}`, { skills: ['Optics', 'Billing'] }, any))
    await ok(admin.patch(`/api/users/${t.ids.rep}`, { skills: ['billing'] }, any))
    const rule = (name: string, when: object, more: object) => ({
      name,
      when,
      outcome: { userIds: [], teamId: null, choose: 'least-loaded', ...more },
    })
    const everybody = [t.ids.manager, t.ids.rep, t.ids.agent]
    const content = {
      ...firstAssigning,
      people: [{ userId: t.ids.rep, capacity: null, awayFrom: '2020-01-01', awayUntil: null }],
      rules: [
        rule(
          'Bills',
          { field: 'category', operator: 'is', value: 'Billing' },
          { userIds: everybody, skills: ['Billing'] },
        ),
        rule(
          'Urgent',
          { field: 'priority', operator: 'is', value: 'urgent' },
          { userIds: [t.ids.manager, t.ids.agent] },
        ),
      ],
    }
    expect(
      (await admin.post(`${path}/draft`, { content: { ...content, pickUpMinutes: 5 } }, any)).statusCode,
    ).toBe(422)
    await ok(admin.post(`${path}/draft`, { content }, any))
    await ok(admin.post(`${path}/publish`, {}, any))

    const bill = await opened({ category: 'Billing' })
    const goesTo = (id: string, assigneeId: string | null) =>
      eventually(async () => expect(await ticket(id)).toMatchObject({ assigneeId, status: 'new' }))
    await goesTo(bill, t.ids.agent)
    const why = await read<{ would: object }>(`/api/tickets/${bill}/assignment`)
    expect(why).toMatchObject({
      assigneeId: t.ids.agent,
      decision: {
        cause: 'opened',
        name: 'Bills',
        skills: ['Billing'],
        candidates: [
          { userId: t.ids.manager, skipped: 'unskilled' },
          { userId: t.ids.rep, skipped: 'away' },
          { userId: t.ids.agent, skipped: null },
        ],
      },
      rules: [
        { name: 'Bills', chosen: true, conditions: [{ field: 'category', found: 'Billing' }] },
        { name: 'Urgent', chosen: false, holds: false },
      ],
    })
    // The agent has one already, so that the other one has less to do.
    await goesTo(await opened({ priority: 'urgent' }), t.ids.manager)
    const other = await opened()
    await eventually(async () => {
      const { items } = await read<{ items: { title: string }[] }>(`/api/tickets/${other}/history`)
      expect(items[0]?.title).toBe('No rule gives it to anybody')
    })
    await ok(agent().patch(`/api/tickets/${other}`, { category: 'Billing' }, any))
    await act(other, 'route')
    await goesTo(other, t.ids.agent)
  })
})
