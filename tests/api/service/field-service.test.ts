import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Client, type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'
import { signedInAgain } from '../../support/sign-in.ts'

/** A Monday. */
let now = '2026-03-02T07:00:00.000Z'
const hour = 3_600_000

let t: TestApp
let people: Map<Person, Client>
let calendarId: string
let accountId: string
let serviceId: string
let productId: string
beforeAll(async () => {
  t = await testApp({ clock: () => now })
  await later(0)
  const organisation = {
    legalName: 'Larkspur Service',
    baseCurrency: 'EUR',
    timeZone: 'Europe/Berlin',
    from: '2026-01-01',
  }
  expect((await as('admin').patch('/api/settings/organisation', organisation)).statusCode).toBeLessThan(300)
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ day: weekday, from: '08:00', to: '17:00' }))
  calendarId = await make(as('admin'), '/api/business-calendars', {
    name: 'Berlin',
    timeZone: 'Europe/Berlin',
    weekly,
  })
  accountId = await make(as('manager'), '/api/accounts', { name: 'Nile Optics' })
  serviceId = await make(as('manager'), '/api/services', {
    name: 'Alignment',
    price: { amount: 9000, currency: 'EUR' },
    priceFor: 'hour',
    minutes: 120,
    skills: ['Optics'],
  })
  productId = await make(as('admin'), '/api/products', {
    name: 'Lamp',
    code: 'LP-1',
    price: { amount: 4_500, currency: 'EUR' },
  })
})
afterAll(() => t.close())

/** Later; whoever was signed in is signed in anew. */
async function later(ms: number): Promise<void> {
  now = new Date(Date.parse(now) + ms).toISOString()
  const all = (['admin', 'manager', 'rep', 'agent'] as const).map(
    async (person) => [person, await signedInAgain(t, person)] as const,
  )
  people = new Map(await Promise.all(all))
}
const as = (person: Person): Client => people.get(person) as Client

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
const ok = answered<Row>
async function read(path: string, person: Person = 'agent') {
  await t.settled()
  return ok(as(person).get(path))
}
let made = 0
const resource = (more: object = {}) =>
  make(as('manager'), '/api/resources', { name: `Person ${++made}`, calendarId, skills: ['optics'], ...more })
const book = (resourceId: string, startsAt: string, endsAt: string, more: object = {}) =>
  as('agent').post('/api/appointments', { title: 'Visit', resourceId, startsAt, endsAt, ...more })
const at = (time: string, date = '2026-03-03') => `${date}T${time}:00.000Z`
const order = (more: object = {}) =>
  make(as('agent'), '/api/service-orders', { title: 'Lamp is dark', accountId, serviceId, ...more })
const act = (id: string, verb: string, body: object = {}) =>
  as('agent').post(`/api/service-orders/${id}/${verb}`, body)
const historyOf = async (path: string) => (await read(`${path}/history`)).items.map(({ title }) => title)

describe('SVC-01 SVC-03 the catalogue and who does it', () => {
  it('SVC-01 SVC-03 a service has price, length and skills; a resource has hours and capacity', async () => {
    expect(await read(`/api/services/${serviceId}`)).toMatchObject({
      name: 'Alignment',
      price: { amount: 9000, currency: 'EUR' },
      minutes: 120,
      skills: ['Optics'],
    })
    const twice = as('manager').post('/api/services', { name: ' alignment ' })
    expect(await problem(twice)).toStrictEqual([409, 'service.name-taken'])
    const nowhere = { name: 'X', calendarId: '00000000-0000-4000-8000-000000000000' }
    expect(await problem(as('manager').post('/api/resources', nowhere))).toStrictEqual([
      422,
      'resource.calendar-unknown',
    ])
    expect(await problem(as('agent').post('/api/services', { name: 'Mine' }))).toStrictEqual([
      403,
      'forbidden',
    ])
  })
})

describe('SVC-02 appointments', () => {
  it('SVC-02 of two who book the same time at once one is refused, and what was booked is seen as of then', async () => {
    const id = await resource()
    const replies = await Promise.all(
      ['09:00', '09:15', '09:30', '08:45'].map((from) => book(id, at(from), at('10:30'))),
    )
    const statuses = replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b)
    expect(statuses).toEqual([201, 409, 409, 409])
    expect(replies.find(({ statusCode }) => statusCode === 409)?.json().type).toBe(
      '/problems/appointment.time-taken',
    )
    const booked = replies.find(({ statusCode }) => statusCode === 201)?.json<Row>().id ?? ''
    const before = now
    await later(hour)
    // What touches is no conflict; what is moved frees its time.
    await ok(book(id, at('10:30'), at('11:00')))
    await ok(as('agent').post(`/api/appointments/${booked}/move`, { startsAt: at('13:00') }))
    expect(await problem(book(id, at('13:00'), at('13:15')))).toStrictEqual([409, 'appointment.time-taken'])
    await ok(book(id, at('09:00'), at('10:30')))
    const then = await read(`/api/appointments/${booked}?asOf=${before}`)
    expect(then.endsAt).toBe(at('10:30'))
    await ok(as('agent').post(`/api/appointments/${booked}/cancel`, {}))
    await ok(book(id, at('13:00'), at('13:15')))
    expect(await historyOf(`/api/appointments/${booked}`)).toContain('Cancelled')
  })

  it('SVC-03 refuses what is beside the hours, off the quarter, or beyond somebody’s skills', async () => {
    const id = await resource()
    const unskilled = await resource({ skills: [] })
    const rules: [number, string, ReturnType<typeof book>][] = [
      [409, 'appointment.outside-hours', book(id, at('06:00'), at('07:30'))],
      [409, 'appointment.outside-hours', book(id, at('09:00', '2026-03-07'), at('10:00', '2026-03-07'))],
      [422, 'appointment.off-quarter', book(id, at('09:05'), at('10:00'))],
      [422, 'appointment.ends-first', book(id, at('10:00'), at('09:00'))],
      [422, 'appointment.unskilled', book(unskilled, at('09:00'), at('10:00'), { serviceId })],
    ]
    for (const [status, code, reply] of rules) expect(await problem(reply)).toStrictEqual([status, code])
    await ok(book(id, at('06:00'), at('07:30'), { outsideHours: true }))
  })

  it('SVC-03 takes as many at once as there is room for', async () => {
    const id = await resource({ name: 'Bench room', kind: 'facility', capacity: 2 })
    await ok(book(id, at('09:00'), at('10:00')))
    await ok(book(id, at('09:30'), at('11:00')))
    expect(await problem(book(id, at('09:45'), at('10:15')))).toStrictEqual([409, 'appointment.time-taken'])
    await ok(book(id, at('10:00'), at('11:00')))
  })

  it('SVC-04 any one of a group is who has least to do that week, and the appointment says why', async () => {
    const [busy, free, unskilled] = [await resource(), await resource(), await resource({ skills: [] })]
    await ok(book(busy, at('08:00', '2026-03-05'), at('10:00', '2026-03-05')))
    const groupId = await make(as('manager'), '/api/resource-groups', {
      name: 'Field',
      resourceIds: [busy, free, unskilled],
    })
    await t.settled()
    const any = (from: string, to: string) =>
      as('agent').post(`/api/resource-groups/${groupId}/book`, {
        serviceId,
        startsAt: at(from),
        endsAt: at(to),
      })
    const first = await ok(any('09:00', '11:00'))
    const chosen = await read(`/api/appointments/${first.id}`)
    expect(chosen).toMatchObject({ resourceId: free, title: 'Alignment', choice: { groupId } })
    expect((chosen.choice as { candidates: Row[] }).candidates).toMatchObject([
      { minutes: 0 },
      { minutes: 0 },
      { resourceId: busy, minutes: 120, passed: null },
    ])
    await t.settled()
    const second = await read(`/api/appointments/${(await ok(any('09:00', '11:00'))).id}`)
    expect(second).toMatchObject({ resourceId: busy })
    await t.settled()
    expect(await problem(any('09:00', '11:00'))).toStrictEqual([409, 'appointment.none-free'])
  })

  it('SVC-05 suggests times by skill, hours and load, and says how much is booked', async () => {
    const [one, other] = [await resource({ skills: ['Lasers'] }), await resource({ skills: ['Lasers'] })]
    const laser = await make(as('manager'), '/api/services', {
      name: 'Laser',
      minutes: 240,
      skills: ['lasers'],
    })
    await ok(book(one, at('07:00'), at('15:00')))
    const from = at('06:00')
    const { items } = await read(`/api/appointment-slots?serviceId=${laser}&from=${from}&days=2`)
    expect(items[0]).toMatchObject({
      resourceId: other,
      startsAt: at('07:00'),
      endsAt: at('11:00'),
      minutes: 0,
    })
    expect(items.filter(({ resourceId }) => resourceId === one)[0]).toMatchObject({
      startsAt: at('07:00', '2026-03-04'),
      minutes: 480,
    })
    const { items: use } = await read('/api/resource-use?from=2026-03-03&to=2026-03-03')
    expect(use.find(({ resourceId }) => resourceId === one)).toMatchObject({
      open: 540,
      booked: 480,
      outside: 0,
      share: 0.8889,
    })
  })
})

describe('service orders', () => {
  it('SVC-06 SVC-09 SVC-12 is done for a ticket, signed, summed and invoiced once', async () => {
    const ticketId = await make(as('agent'), '/api/tickets', { subject: 'No light', accountId })
    const id = await make(as('agent'), '/api/service-orders', {
      ticketId,
      serviceId,
      tasks: ['Change the lamp', 'Align'],
    })
    const made = await read(`/api/service-orders/${id}`)
    expect(made).toMatchObject({ title: 'No light', accountId, status: 'planned', currency: 'EUR' })
    expect(await problem(act(id, 'sign', { name: 'Kim Doe' }))).toStrictEqual([409, 'serviceOrder.not-begun'])
    await ok(act(id, 'dispatch'))
    await ok(act(id, 'start'))
    await ok(act(id, 'use-part', { productId, quantity: 2 }))
    await ok(act(id, 'use-part', { productId, quantity: 1, billable: false }))
    const dollars = { description: 'Fuse', quantity: 1, unitPrice: { amount: 1, currency: 'USD' } }
    expect(await problem(act(id, 'use-part', dollars))).toStrictEqual([422, 'serviceOrder.currency-mixed'])
    await later(3 * hour)
    const startedAt = new Date(Date.parse(now) - 2 * hour).toISOString()
    await ok(act(id, 'log-time', { startedAt, endedAt: new Date(Date.parse(now) - hour / 2).toISOString() }))
    expect(await read(`/api/service-orders/${id}`)).toMatchObject({
      cost: { amount: 3 * 4_500 + 13_500, currency: 'EUR' },
      billable: { amount: 2 * 4_500 + 13_500, currency: 'EUR' },
    })
    const open = await act(id, 'complete', {})
    expect([open.statusCode, open.json().type]).toEqual([409, '/problems/serviceOrder.tasks-open'])
    for (const task of made.tasks as Row[]) await ok(act(id, 'tick-task', { taskId: task.id }))
    expect(await problem(act(id, 'bill'))).toStrictEqual([409, 'serviceOrder.not-done'])
    await ok(act(id, 'sign', { name: 'Kim Doe' }))
    await ok(act(id, 'complete', { summary: 'It shines' }))
    await ok(act(id, 'bill', { taxPercent: 19 }))
    expect(await problem(act(id, 'bill'))).toStrictEqual([409, 'serviceOrder.billed'])
    const bought = await eventually(async () => {
      const { items } = await read(`/api/orders?serviceOrderId=${id}`, 'admin')
      // It is placed, and then fulfilled.
      expect(items).toMatchObject([{ status: 'fulfilled' }])
      return items[0] as Row
    })
    expect(bought).toMatchObject({ opportunityId: null, quoteId: null, accountId })
    await eventually(async () => {
      const { items } = await read(`/api/invoices?orderId=${bought.id}`, 'admin')
      expect(items).toMatchObject([{ gross: { amount: 26_775, currency: 'EUR' }, opportunityId: null }])
    })
    expect(await historyOf(`/api/service-orders/${id}`)).toEqual(
      expect.arrayContaining(['Signed by Kim Doe', 'Ticked off: Align', 'Used: 2 Lamp', 'Sent out']),
    )
  })

  it('SVC-10 what failed under warranty is not billed, by the day on which it failed', async () => {
    const warrantyId = await make(as('manager'), '/api/warranties', { name: 'Two years', months: 24 })
    const assetId = await make(as('agent'), '/api/customer-assets', {
      name: 'Scope',
      accountId,
      warrantyId,
      warrantyFrom: '2024-02-01',
    })
    const covered = await order({ assetId, failedOn: '2026-01-31' })
    const after = await order({ assetId })
    expect(await read(`/api/service-orders/${covered}`)).toMatchObject({
      failure: { failedOn: '2026-01-31', warranty: 'covered', terms: { endsOn: '2026-01-31' } },
      billsVisit: false,
    })
    expect(await read(`/api/service-orders/${after}`)).toMatchObject({
      failure: { warranty: 'after' },
      billsVisit: true,
    })
    await ok(act(covered, 'use-part', { productId, quantity: 1 }))
    expect(await read(`/api/service-orders/${covered}`)).toMatchObject({
      cost: { amount: 4_500 },
      billable: { amount: 0 },
    })
    // A ticket says when it failed.
    const ticketId = await make(as('agent'), '/api/tickets', {
      subject: 'Dark',
      assetId,
      failedOn: '2026-01-30',
    })
    const unplanned = await make(as('agent'), '/api/service-orders', { ticketId })
    expect(await read(`/api/service-orders/${unplanned}`)).toMatchObject({
      assetId,
      failure: { failedOn: '2026-01-30', warranty: 'covered' },
    })
  })

  it('SVC-08 a plan makes its orders ahead, once for each day, in the organisation’s zone', async () => {
    const planId = await make(as('agent'), '/api/maintenance-plans', {
      name: 'Half-yearly care',
      accountId,
      serviceId,
      rhythm: { every: 1, unit: 'month' },
      startsOn: '2026-03-31',
      aheadDays: 14,
      tasks: ['Clean'],
    })
    const plan = await read(`/api/maintenance-plans/${planId}`)
    // Midnight in Berlin.
    expect(plan).toMatchObject({ nextDueOn: '2026-03-31', nextMadeAt: '2026-03-16T23:00:00.000Z' })
    const orders = async () => (await read(`/api/service-orders?planId=${planId}&sort=dueOn`)).items
    expect(await orders()).toEqual([])
    now = '2026-03-16T22:59:00.000Z'
    await later(0)
    expect(await orders()).toEqual([])
    // Whoever was down comes to all that was due meanwhile.
    now = '2026-06-20T10:00:00.000Z'
    await later(0)
    await eventually(async () => {
      const items = await orders()
      expect(items.map(({ dueOn }) => dueOn)).toEqual([
        '2026-03-31',
        '2026-04-30',
        '2026-05-31',
        '2026-06-30',
      ])
      expect(items[0]).toMatchObject({
        status: 'planned',
        title: 'Half-yearly care',
        tasks: [{ text: 'Clean' }],
      })
    })
    await ok(as('agent').post(`/api/maintenance-plans/${planId}/archive`, {}))
    now = '2026-10-01T10:00:00.000Z'
    await later(0)
    await t.settled()
    expect(await orders()).toHaveLength(4)
    await ok(as('agent').post(`/api/maintenance-plans/${planId}/restore`, {}))
    expect(await read(`/api/maintenance-plans/${planId}`)).toMatchObject({ nextDueOn: '2026-10-31' })
  })
})
