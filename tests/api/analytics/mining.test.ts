import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish, make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

let t: TestApp
let [pipelineId, scopeId, lampId] = ['', '', '']
let [steady, once, likely, unlike] = ['', '', '', '']

async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}
async function bought(
  accountId: string,
  day: string,
  products: readonly string[],
  amount = 100_000,
): Promise<void> {
  const ofDeal = {
    name: 'Deal',
    pipelineId,
    accountId,
    ownerId: t.ids.rep,
    amount: { amount, currency: 'EUR' },
  }
  const id = await does('opportunity.open', { ...ofDeal, productId: products[0] ?? null }, day)
  if (products.length > 1)
    await does(
      'opportunity.change-lines',
      { lines: products.map((productId) => ({ productId, quantity: 1 })), currency: 'EUR' },
      day,
      id,
    )
  await does('opportunity.win', {}, day, id)
}
const account = (name: string, more: object = {}) =>
  does(
    'account.create',
    { name, ownerId: t.ids.rep, country: 'KE', relation: 'customer', ...more },
    '2025-01-01',
  )

beforeAll(async () => {
  t = await testApp()
  ;({ pipelineId, productId: scopeId } = await furnish(t))
  lampId = await make(t.as('admin'), '/api/products', {
    name: 'Lamp',
    code: 'L-1',
    price: { amount: 900, currency: 'EUR' },
  })
  const retail = { sector: 'Retail', employees: 40 }
  steady = await account('Steady', retail)
  once = await account('Once', { sector: 'Farming' })
  for (const month of ['01', '02', '03', '04', '05', '06', '07', '08'])
    await bought(steady, `2026-${month}-10`, month < '05' ? [scopeId, lampId] : [scopeId], 200_000)
  await bought(once, '2025-06-01', [lampId], 5_000)
  likely = await account('Likely', { ...retail, relation: 'prospect' })
  unlike = await account('Unlike', { sector: 'Farming', country: 'US', relation: 'prospect' })
  await does('ticket.open', { subject: 'It hums', channel: 'phone', accountId: steady }, '2026-07-01')
  await t.settled()
})
afterAll(() => t.close())

const then = 'asOf=2026-09-05T00:00:00Z'
const get = <T>(path: string, person: Person = 'manager') => answered<T>(t.as(person).get(`/api${path}`))
async function opened(path: string, where: unknown): Promise<number> {
  const asked = encodeURIComponent(JSON.stringify(where))
  return (await get<{ total: number }>(`/${path}?limit=1&total=true&${then}&where=${asked}`)).total
}

describe('what is mined', () => {
  it('ANA-03 puts customers into groups by how lately, how often and for how much they bought', async () => {
    interface Groups {
      customers: number
      few: boolean
      currency: string
      groups: { group: string; customers: number; worth: { amount: number }; where: object }[]
      items: {
        accountId: string
        group: string
        recency: number
        frequency: number
        monetary: number
        purchases: number
        silentDays: number
      }[]
    }
    const found = await get<Groups>(`/customer-groups?${then}`)
    expect(found).toMatchObject({ customers: 2, few: true, currency: 'EUR' })
    const [best, rest] = found.items
    expect(best).toMatchObject({ accountId: steady, purchases: 8, silentDays: 25 })
    expect(rest).toMatchObject({ accountId: once, purchases: 1, group: 'gone' })
    expect(best?.recency).toBeGreaterThan(rest?.recency ?? 5)
    for (const { where, customers } of found.groups) expect(await opened('accounts', where)).toBe(customers)
    expect((await get<Groups>(`/customer-groups?asOf=2025-07-01T00:00:00Z`)).customers).toBe(1)
    expect((await get<Groups>(`/customer-groups?${then}&basis=recorded`)).customers).toBe(0)
    expect((await get<Groups>(`/customer-groups?${then}`, 'rep2')).customers).toBe(0)
  })

  it('ANA-03 tells which products are bought together, with counts and an interval, and opens the deals', async () => {
    interface Pairs {
      baskets: number
      items: {
        productId: string
        withId: string
        together: number
        count: number
        confidence: number
        lift: number
        where: object
      }[]
    }
    const { baskets, items } = await get<Pairs>(`/product-associations?${then}`)
    expect(baskets).toBe(9)
    expect(items).toMatchObject([
      { productId: expect.any(String), together: 4, lift: 0.9 },
      { productId: expect.any(String), together: 4, lift: 0.9 },
    ])
    const lamp = items.find(({ productId }) => productId === lampId)
    expect(lamp).toMatchObject({ withId: scopeId, count: 5, confidence: 0.8 })
    expect(await opened('opportunities', lamp?.where)).toBe(4)
  })

  it('ANA-07 ranks prospects by how alike they are to the best customers, with reasons', async () => {
    interface LookAlikes {
      best: number
      prospects: number
      few: boolean
      openBest: object
      items: {
        accountId: string
        score: number
        reasons: { trait: string; value: string; best: number; bestOf: number; all: number }[]
      }[]
    }
    const found = await get<LookAlikes>(`/look-alikes?${then}`)
    expect(found).toMatchObject({ best: 1, prospects: 2, few: true })
    expect(found.items.map(({ accountId }) => accountId)).toEqual([likely, unlike])
    expect(found.items[0]?.score).toBeGreaterThan(found.items[1]?.score ?? 0)
    expect(found.items[0]?.reasons.find(({ trait }) => trait === 'industry')).toMatchObject({
      value: 'Retail',
      best: 1,
      bestOf: 1,
      all: 2,
    })
    expect(await opened('accounts', found.openBest)).toBe(1)
  })

  it('ANA-06 tells how a customer or an industry behaves, what it prefers, and whether that has changed', async () => {
    interface Profile {
      customers: number
      usualDays: number
      gaps: number
      deals: { lately: number; before: number; chance: number; openLately: object }
      tickets: { lately: number; openLately: object }
      channels: { channel: string; tickets: number }[]
      baskets: number
      products: { productId: string; deals: number; share: number; everywhere: number }[]
    }
    const of = `accountId=${steady}`
    const found = await get<Profile>(`/customer-behaviour?${of}&${then}`)
    expect(found).toMatchObject({
      customers: 1,
      usualDays: 31,
      gaps: 7,
      baskets: 8,
      channels: [{ channel: 'phone', tickets: 1 }],
    })
    expect(found.deals).toMatchObject({ lately: 8, before: 0 })
    expect(found.deals.chance).toBeCloseTo(0.5 ** 8, 4)
    expect(found.products).toMatchObject([
      { productId: scopeId, deals: 8, share: 1, everywhere: 0.8889 },
      { productId: lampId, deals: 4, share: 0.5, everywhere: 0.5556 },
    ])
    expect(await opened('opportunities', found.deals.openLately)).toBe(8)
    expect(await opened('tickets', found.tickets.openLately)).toBe(1)
    expect((await t.as('manager').get('/api/customer-behaviour')).statusCode).toBe(400)
    expect((await t.as('manager').get(`/api/customer-behaviour?accountId=${t.ids.rep}`)).statusCode).toBe(404)
    expect(await problem(t.as('agent').get('/api/customer-groups'))).toEqual([403, 'forbidden'])
  })

  it('ANA-05 tells what was won by month, of each product or country, and what may come within a band', async () => {
    interface Trends {
      currency: string
      groups: {
        key: string | null
        name: string | null
        deals: number
        months: { month: string; deals: number; amount: number; where: object | null }[]
        forecast: { month: string; expected: number; low: number | null; high: number | null }[]
        held: number
        heldOf: number
      }[]
    }
    const { currency, groups } = await get<Trends>(`/market-trends?by=product&${then}`)
    expect(currency).toBe('EUR')
    const scope = groups.find(({ key }) => key === scopeId)
    expect(scope).toMatchObject({ name: 'Larkspur Scope', deals: 8 })
    expect(scope?.forecast.map(({ month }) => month)).toEqual(['2026-09', '2026-10', '2026-11'])
    for (const one of scope?.forecast ?? []) {
      expect(one.low).toBeLessThanOrEqual(one.expected)
      expect(one.high).toBeGreaterThanOrEqual(one.expected)
    }
    expect(scope?.held).toBeLessThanOrEqual(scope?.heldOf ?? 0)
    for (const group of [...groups, ...(await get<Trends>(`/market-trends?by=country&${then}`)).groups])
      for (const { where, deals } of group.months)
        if (deals > 0) expect(await opened('opportunities', where)).toBe(deals)
  })

  it('ANA-03 keeps a result with its position, tells it again unchanged, and not to who may not see what it is of', async () => {
    interface Result {
      mined: string
      result: { customers: number; items: { accountId: string; accountName: string | null }[] }
    }
    const asked = { asOf: '2026-09-05T00:00:00.000Z', parameters: { currency: 'EUR' } }
    const keep = (person: Person, more: object) =>
      t
        .as(person)
        .post('/api/mining-results', { name: 'September', mined: 'customer-groups', ...asked, ...more })
    const { id } = await answered<{ id: string }>(keep('manager', {}))
    const kept = await answered<{ id: string }>(keep('rep2', {}))
    await t.settled()
    const told = await get<Result>(`/mining-results/${id}/result`)
    expect(told).toMatchObject({ mined: 'customer-groups', result: { customers: 2 } })
    expect(told.result.items.map(({ accountName }) => accountName)).toEqual(['Steady', 'Once'])
    const [row] = (await get<{ items: object[] }>('/mining-results?mined=customer-groups')).items.filter(
      (one) => (one as { id: string }).id === id,
    )
    expect(row).toMatchObject({
      name: 'September',
      ...asked,
      upTo: expect.stringMatching(/^[1-9]/),
      keeperId: t.ids.manager,
    })
    expect(row).not.toHaveProperty('result')
    // What comes later, dated back, changes the insight and not what was kept; names are those of today.
    const late = await account('Late')
    await bought(late, '2026-08-20', [lampId])
    await answered(t.as('admin').patch(`/api/accounts/${steady}`, { name: 'Steadier' }))
    await t.settled()
    expect((await get<{ customers: number }>(`/customer-groups?${then}`)).customers).toBe(3)
    const again = await get<Result>(`/mining-results/${id}/result`)
    expect(again.result.items.map(({ accountName }) => accountName)).toEqual(['Steadier', 'Once'])
    expect({ ...again.result, items: [] }).toEqual({ ...told.result, items: [] })

    // A result of what one of them sees is not the other's; shared, it is not told to who sees a part of its records.
    expect((await get<Result>(`/mining-results/${kept.id}/result`, 'rep2')).result.customers).toBe(0)
    expect(await problem(t.as('rep').get(`/api/mining-results/${kept.id}/result`))).toEqual([
      404,
      'not-found',
    ])
    await answered(
      t.as('admin').post('/api/shares', {
        model: 'miningResult',
        recordId: id,
        grantee: 'user',
        granteeId: t.ids.rep,
        level: 'read',
        reason: 'To look at',
      }),
    )
    await t.settled()
    expect(await problem(t.as('rep').get(`/api/mining-results/${id}/result`))).toEqual([403, 'forbidden'])
    expect(await problem(keep('manager', { parameters: { hue: 'blue' } }))).toEqual([400, 'invalid-input'])
    expect(await problem(keep('agent', {}))).toEqual([403, 'forbidden'])
    for (const one of ['product-associations', 'look-alikes', 'deal-paths']) {
      const { id: other } = await answered<{ id: string }>(keep('manager', { mined: one, parameters: {} }))
      await t.settled()
      expect((await get<Result>(`/mining-results/${other}/result`)).mined).toBe(one)
    }
  })
})
