import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readyMade } from '../../../src/api/analytics/report/ready-made.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
let [pipelineId, productId, rareId, accountId] = ['', '', '', '']

/** As if it had been done on that day. */
async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

async function get<T>(path: string, person: Person = 'admin'): Promise<T> {
  return answered<T>(t.as(person).get(`/api${path}`))
}
/** How many records a list shows by the criterion of a figure. */
async function opened(path: string, where: unknown): Promise<number> {
  const asked = encodeURIComponent(JSON.stringify(where))
  return (await get<{ total: number }>(`/${path}?limit=1&total=true&where=${asked}`)).total
}
async function won(day: string, after: number | null, ownerId: string, more: object = {}): Promise<string> {
  const id = await does('opportunity.open', { name: `Deal of ${day}`, pipelineId, ownerId, ...more }, day)
  if (after !== null) await does('opportunity.win', {}, dayAfter(day, after), id)
  return id
}

/*
 * Deals: thirty a month before June 2026, of which six are won after eight days; thirty since, of which fifteen after four, and one
 * after twenty. Tickets: 24 of one agent, all resolved well, 24 of another, half of them opened again. Two products: one of which
 * many were sold and four tickets came, one of which few were sold and three came.
 */
beforeAll(async () => {
  t = await testApp()
  ;({ pipelineId, productId } = await furnish(t))
  rareId = await make(t.as('admin'), '/api/products', {
    name: 'Rare Scope',
    code: 'RS-1',
    price: { amount: 1_000, currency: 'EUR' },
  })
  accountId = await make(t.as('rep'), '/api/accounts', { name: 'Nile Optics', relation: 'customer' })
  for (let n = 0; n < 30; n++) {
    await won(dayAfter('2026-04-22', n), n % 5 === 0 ? 8 : null, n % 2 ? t.ids.rep : t.ids.rep2)
    await won(
      dayAfter('2026-06-01', n),
      n % 2 === 0 ? 4 : n === 1 ? 20 : null,
      n % 2 ? t.ids.rep : t.ids.rep2,
    )
  }
  const quote = await make(t.as('rep'), '/api/quotes', {
    opportunityId: await make(t.as('rep'), '/api/opportunities', { name: 'Harbour', accountId }),
    currency: 'EUR',
    validUntil: '2099-01-31',
    lines: [
      { productId, quantity: 200 },
      { productId: rareId, quantity: 10 },
    ],
  })
  await make(t.as('rep'), `/api/quotes/${quote}/send`, {})
  await make(t.as('rep'), `/api/quotes/${quote}/accept`, {})
  for (const [n, id] of [productId, productId, productId, productId, rareId, rareId, rareId].entries())
    await make(t.as('agent'), '/api/tickets', {
      subject: 'It hums',
      productId: id,
      ...(n === 0 && { type: 'complaint' }),
    })
  await make(t.as('agent'), '/api/customer-assets', {
    name: 'Scope 1',
    accountId,
    productId,
    installedOn: '2026-01-05',
  })
  // What was promised would be late by now, whenever it is noticed.
  const { items: policies } = await get<{ items: { id: string }[] }>('/sla-policies')
  for (const { id } of policies) await answered(t.as('admin').post(`/api/sla-policies/${id}/archive`, {}))
  for (let n = 0; n < 48; n++) {
    const id = await does(
      'ticket.open',
      {
        subject: 'It hums',
        channel: n < 24 ? 'phone' : 'email',
        assigneeId: n < 24 ? t.ids.agent : t.ids.manager,
      },
      '2026-02-02',
    )
    await does('ticket.resolve', {}, '2026-02-03', id)
    if (n < 36) continue
    await does('ticket.reopen', {}, '2026-02-04', id)
    await does('ticket.resolve', {}, '2026-02-05', id)
  }
  await eventually(async () => {
    await t.settled()
    expect((await get<{ items: unknown[] }>('/orders')).items).toHaveLength(1)
  })
})
afterAll(() => t.close())

describe('which products cause problems', () => {
  interface Problems {
    whole: boolean
    items: {
      productId: string
      tickets: number
      complaints: number
      units: number
      rate: number | null
      low: number | null
      high: number | null
      few: boolean
      openTickets: object | null
      openUnits: object | null
    }[]
  }

  it('ANA-08 tells tickets per 100 units sold or installed, how sure that is, and opens both', async () => {
    const { items, whole } = await get<Problems>('/product-problems?units=sold')
    expect(whole).toBe(true)
    expect(items).toMatchObject([
      { productId: rareId, tickets: 3, complaints: 0, units: 10, rate: 30, few: true },
      { productId, tickets: 4, complaints: 1, units: 200, rate: 2, few: false },
    ])
    // Four have the exact limits 1.09 and 10.24.
    expect(items[1]?.low).toBeCloseTo(0.545, 3)
    expect(items[1]?.high).toBeCloseTo(5.121, 3)
    for (const one of items) {
      expect(await opened('tickets', one.openTickets)).toBe(one.tickets)
      expect(await opened('orders', one.openUnits)).toBe(1)
    }
    const { items: installed } = await get<Problems>('/product-problems?units=installed')
    const one = installed.find(({ units }) => units > 0)
    expect(one).toMatchObject({ productId, units: 1, rate: 400, few: true })
    expect(await opened('customer-assets', one?.openUnits)).toBe(1)
    // Where there are no units there is no rate, rather than one of nothing.
    expect(installed.find((each) => each.productId === rareId)).toMatchObject({
      units: 0,
      rate: null,
      low: null,
    })
  })

  it('ANA-08 goes back in time, tells who sees a part so, and refuses who sees no units', async () => {
    expect((await get<Problems>('/product-problems?units=sold&asOf=2026-01-10T00:00:00Z')).items).toEqual([])
    expect((await get<Problems>('/product-problems', 'rep')).whole).toBe(false)
    expect(await problem(t.as('admin').get('/api/product-problems?from=2026-02-01&to=2026-01-01'))).toEqual([
      400,
      'invalid-input',
    ])
  })
})

describe('who and what resolves tickets well', () => {
  interface Ranking {
    tickets: number
    well: number
    items: {
      key: string | null
      name: string | null
      tickets: number
      well: number
      expected: number
      index: number
      low: number
      high: number
      apart: string
      where: object
    }[]
  }
  const days = 'from=2026-02-01&to=2026-02-28'

  it('ANA-09 ranks agents and channels by what was to be expected, with counts and intervals, and opens the tickets', async () => {
    const found = await get<Ranking>(`/support-ranking?${days}`)
    expect(found).toMatchObject({ tickets: 48, well: 36 })
    expect(found.items).toMatchObject([
      { key: t.ids.agent, tickets: 24, well: 24, expected: 18, index: 1.3333, apart: 'better' },
      { key: t.ids.manager, tickets: 24, well: 12, expected: 18, index: 0.6667, apart: 'worse' },
    ])
    // Wilson’s limits of 12 of 24 are 0.3143 and 0.6857.
    expect(found.items[1]?.low).toBeCloseTo(0.419, 3)
    expect(found.items[1]?.high).toBeCloseTo(0.9143, 3)
    for (const { where, tickets } of found.items) expect(await opened('tickets', where)).toBe(tickets)
    const channels = await get<Ranking>(`/support-ranking?by=channel&${days}`)
    expect(channels.items.map(({ name, tickets }) => [name, tickets])).toEqual([
      ['phone', 24],
      ['email', 24],
    ])
    const rules = await get<Ranking>(`/support-ranking?by=rule&${days}`)
    expect(rules.items).toMatchObject([{ key: null, tickets: 48, index: 1, apart: 'no' }])
    expect(await opened('tickets', rules.items[0]?.where)).toBe(48)
  })

  it('ANA-09 holds alike against alike, goes back in time, and is for who leads', async () => {
    const then = await get<Ranking>(`/support-ranking?${days}&asOf=2026-02-03T23:00:00Z`)
    expect(then).toMatchObject({ tickets: 48, well: 48 })
    expect(await problem(t.as('agent').get('/api/support-ranking'))).toEqual([403, 'forbidden'])
    expect((await get<Ranking>(`/support-ranking?${days}`, 'manager')).tickets).toBe(48)
  })
})

describe('what an automation has changed', () => {
  interface Cohort {
    from: string
    to: string
    began: number
    succeeded: number
    share: number | null
    medianDays: number | null
    openBegan: object | null
    openSucceeded: object | null
  }
  interface Change {
    share: { value: number; low: number; high: number } | null
    days: { value: number; low: number; high: number } | null
  }
  interface Effect {
    earlier: Cohort
    before: Cohort
    after: Cohort
    young: number
    change: Change
    drift: Change
  }
  const asked = '/automation-effect?model=opportunity&on=2026-06-01&days=30&within=10'

  it('ANA-12 compares conversion and days before and after a day, with uncertainty, and opens what it counts', async () => {
    const { earlier, before, after, young, change, drift } = await get<Effect>(asked)
    expect(before).toMatchObject({
      from: '2026-04-22',
      to: '2026-05-21',
      began: 30,
      succeeded: 6,
      share: 0.2,
      medianDays: 8,
    })
    // Won after twenty days is not won within ten.
    expect(after).toMatchObject({
      from: '2026-06-01',
      to: '2026-06-30',
      began: 30,
      succeeded: 15,
      share: 0.5,
      medianDays: 4,
    })
    expect(earlier).toMatchObject({ began: 0, share: null })
    expect(young).toBe(0)
    expect(change.share?.value).toBe(0.3)
    expect(change.share?.low).toBeGreaterThan(0)
    expect(change.share?.high).toBeLessThan(0.6)
    expect(change.days).toEqual({ value: -4, low: -4, high: -4 })
    expect(drift).toEqual({ share: null, days: null })
    for (const one of [before, after]) {
      expect(await opened('opportunities', one.openBegan)).toBe(one.began)
      expect(await opened('opportunities', one.openSucceeded)).toBe(one.succeeded)
    }
  })

  it('ANA-12 counts nobody who is too young, by a criterion, for each reader theirs', async () => {
    const then = await get<Effect>(`${asked}&asOf=2026-06-20T12:00:00Z`)
    expect(then.after).toMatchObject({ to: '2026-06-10', began: 10, succeeded: 5 })
    expect(then.young).toBe(10)
    const mine = encodeURIComponent(JSON.stringify({ field: 'ownerId', operator: 'is', value: t.ids.rep }))
    const ofRep = await get<Effect>(`${asked}&where=${mine}`)
    expect([ofRep.before.began, ofRep.after.began]).toEqual([15, 15])
    expect(await opened('opportunities', ofRep.before.openBegan)).toBe(15)
    expect((await get<Effect>(asked, 'rep')).before.began).toBe(15)
    for (const wrong of ['on=2999-01-01', 'on=2026-06-01&days=3', 'on=2026-06-01&where={}'])
      expect((await t.as('admin').get(`/api/automation-effect?${wrong}`)).statusCode, wrong).toBe(400)
  })

  it('ANA-12 tells since when which rules are at work', async () => {
    const { items } = await get<{ items: { name: string; version: number; on: string }[] }>('/automations')
    for (const one of items) expect(one.on).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect((await get<{ items: unknown[] }>('/automations?asOf=2000-01-01T00:00:00Z')).items).toEqual([])
  })
})

describe('what became of what began', () => {
  interface Cohorts {
    cohorts: {
      month: string
      began: number
      where: object | null
      cells: { months: number; succeeded: number; share: number; where: object | null }[]
    }[]
  }

  it('REP-05 has cohorts of which each cell opens what it counts', async () => {
    const { cohorts } = await get<Cohorts>('/cohorts?model=opportunity&months=6&asOf=2026-08-15T00:00:00Z')
    expect(cohorts.map(({ month, began, cells }) => [month, began, cells.length])).toEqual([
      ['2026-02', 0, 0],
      ['2026-03', 0, 0],
      ['2026-04', 9, 4],
      ['2026-05', 21, 3],
      ['2026-06', 30, 2],
      ['2026-07', 0, 0],
    ])
    // Of April's, two are won: on the 30th, and on the 5th of May.
    expect(cohorts[2]?.cells.map(({ succeeded }) => succeeded)).toEqual([1, 2, 2, 2])
    for (const { where, began, cells } of cohorts) {
      if (began > 0) expect(await opened('opportunities', where)).toBe(began)
      for (const cell of cells)
        if (cell.succeeded > 0) expect(await opened('opportunities', cell.where)).toBe(cell.succeeded)
    }
    expect(
      (await get<Cohorts>('/cohorts?model=opportunity', 'rep')).cohorts.reduce(
        (sum, { began }) => sum + began,
        0,
      ),
    ).toBeLessThan(60)
    expect((await get<Cohorts>('/cohorts')).cohorts.every(({ began }) => began === 0)).toBe(true)
  })

  it('REP-05 tells the flow between stages step by step, never round, and who went a step', async () => {
    interface Paths {
      records: number
      flows: { step: number; from: string; to: string; count: number }[]
      walked: { id: string }[] | null
    }
    const way = '/pipeline/paths?from=2026-06-01&to=2026-06-30'
    const { flows, records } = await get<Paths>(way)
    expect(records).toBe(30)
    expect(flows).toEqual([{ step: 1, from: 'Prospecting', to: 'Won', count: 16 }])
    const step = encodeURIComponent(JSON.stringify({ step: 1, from: 'Prospecting', to: 'Won' }))
    expect((await get<Paths>(`${way}&flow=${step}`)).walked).toHaveLength(16)
    expect((await t.as('admin').get('/api/pipeline/paths?flow={}')).statusCode).toBe(400)
  })
})

describe('how reliable numbers are', () => {
  interface Reliability {
    all: {
      numbers: number
      revised: number
      share: number | null
      revisions: number
      medianDays: number | null
    }
    owners: { ownerId: string; numbers: number; revised: number; low: number | null }[]
    fields: { field: string; revisions: number }[]
    openRevised: object | null
    revisions: {
      opportunityId: string
      field: string
      before: string | null
      after: string | null
      days: number
    }[]
  }
  const days = 'from=2025-01-01&to=2025-12-31'
  let [reopened, given] = ['', '']
  beforeAll(async () => {
    const of = (n: number) =>
      won(`2025-03-0${n}`, 5, t.ids.rep, { amount: { amount: 100_050, currency: 'EUR' } })
    ;[reopened, given] = [await of(1), await of(2)]
    await of(3)
    await does('opportunity.reopen', {}, '2025-04-11', reopened)
    await does('opportunity.assign', { ownerId: t.ids.rep2 }, '2025-04-06', given)
    // Within the month it is no revision.
    const early = await of(4)
    await does('opportunity.assign', { ownerId: t.ids.rep2 }, '2025-03-20', early)
    await t.settled()
  })

  it('BEY-06 tells how often and how late numbers are revised, by owner and field, down to each revision', async () => {
    const found = await get<Reliability>(`/reliability?${days}`)
    expect(found.all).toMatchObject({ numbers: 4, revised: 2, share: 0.5, revisions: 2 })
    expect(found.fields.map(({ field, revisions }) => [field, revisions])).toEqual([
      ['owner', 1],
      ['state', 1],
    ])
    expect(found.revisions).toMatchObject([
      { opportunityId: reopened, field: 'state', before: 'won', after: 'open' },
      { opportunityId: given, field: 'owner', before: t.ids.rep, after: t.ids.rep2 },
    ])
    expect(found.revisions[0]?.days).toBeCloseTo(10.4, 1)
    expect(await opened('opportunities', found.openRevised)).toBe(2)
    expect((await get<Reliability>(`/reliability?${days}&field=owner`)).revisions).toHaveLength(1)
    expect((await get<Reliability>(`/reliability?${days}&ownerId=${t.ids.rep}`)).all.revised).toBe(2)
  })

  it('BEY-06 knows nothing of what came later, and by when it was recorded all of it is late', async () => {
    const then = await get<Reliability>(`/reliability?${days}&asOf=2025-04-08T00:00:00Z`)
    expect(then.all).toMatchObject({ numbers: 4, revised: 1 })
    const recorded = await get<Reliability>(`/reliability?${days}&asOf=2999-01-01T00:00:00Z&basis=recorded`)
    expect(recorded.fields.find(({ field }) => field === 'entered')?.revisions).toBe(4)
    expect(await problem(t.as('agent').get('/api/reliability'))).toEqual([403, 'forbidden'])
  })
})

describe('statistics', () => {
  it('REP-13 has ready-made reports by product, customer, campaign and salesperson, which can be asked of a period', async () => {
    const standing = readyMade.all.filter(({ statistics }) => statistics !== null)
    const by = new Set(standing.map(({ statistics }) => statistics?.by))
    expect(by).toEqual(new Set(['campaign', 'customer', 'product', 'salesperson']))
    for (const { definition, statistics, key } of standing) {
      const field = statistics?.period
      const where = {
        all: [
          ...(definition.where ? [definition.where] : []),
          { field, operator: 'from', value: '2026-01-01' },
          { field, operator: 'to', value: '2026-12-31' },
        ],
      }
      const asked = encodeURIComponent(JSON.stringify({ ...definition, where }))
      const reply = await t.as('admin').get(`/api/report-results?definition=${asked}`)
      expect(reply.statusCode, `${key}: ${reply.body}`).toBe(200)
    }
  })
})
