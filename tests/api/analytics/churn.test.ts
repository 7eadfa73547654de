import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnish } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { answered, problem } from '../../support/reply.ts'

const dayLength = 86_400_000
const today = '2026-10-01'
const at = (daysAgo: number) => new Date(Date.parse(today) - daysAgo * dayLength).toISOString().slice(0, 10)

interface Churn {
  customers: number
  learned: { customers: number; left: number; weights: { trait: string; weight: number }[] } | null
  backTest: {
    customers: number
    left: number
    discrimination: number | null
    low: number | null
    bins: { customers: number }[]
  } | null
  items: {
    accountId: string
    accountName: string | null
    chance: number | null
    reasons: { trait: string }[]
    silentDays: number
  }[]
  where: object | null
}

let t: TestApp
let pipelineId = ''
let gone: string[] = []
let listId = ''

/** As if it had been done on that day. */
async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = systemPrincipal('test', { kind: 'import' })
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}

/** An account that has bought so many days ago. */
async function buyer(name: string, purchases: readonly number[]): Promise<string> {
  const accountId = await does('account.create', { name, ownerId: t.ids.rep }, at(400))
  for (const ago of purchases) await bought(accountId, at(ago))
  return accountId
}
async function bought(accountId: string, day: string): Promise<void> {
  const id = await does('opportunity.open', { name: 'Deal', pipelineId, accountId, ownerId: t.ids.rep }, day)
  await does('opportunity.win', {}, day, id)
}

/* With a horizon of 60 days: customers who go on, and those who stop three, two or one of them ago, and just now. */
beforeAll(async () => {
  t = await testApp()
  ;({ pipelineId } = await furnish(t))
  for (let n = 0; n < 14; n++)
    await buyer(
      `Stays ${n}`,
      [335, 290, 245, 215, 170, 125, 80, 35, 5].map((ago) => ago + (n % 4)),
    )
  for (let n = 0; n < 5; n++) await buyer(`Left before ${n}`, [320, 262 + n])
  for (let n = 0; n < 5; n++) await buyer(`Left first ${n}`, [225, 200 + n])
  for (let n = 0; n < 5; n++) await buyer(`Left then ${n}`, [180, 140 + n])
  for (let n = 0; n < 5; n++) await buyer(`Left late ${n}`, [120, 75 + n])
  gone = [await buyer('Silent now', [110, 100, 90])]
  listId = await does('marketingList.create', { name: 'Keep', model: 'account', kind: 'static' }, at(30))
  await t.settled()
})
afterAll(() => t.close())

const ask = (more = '', person: Person = 'manager') =>
  answered<Churn>(t.as(person).get(`/api/churn?days=60&asOf=${today}T00:00:00Z${more}`))

describe('customers at risk', () => {
  it('ANA-10 scores who may leave with reasons, learned of what became of others, and opens them', async () => {
    const found = await ask()
    expect(found.learned?.customers).toBeGreaterThan(50)
    expect(found.learned?.left).toBeGreaterThan(9)
    const silent = found.items.find(({ accountId }) => accountId === gone[0])
    const staying = found.items.filter(({ accountName }) => accountName?.startsWith('Stays'))
    expect(staying).toHaveLength(14)
    expect(silent?.reasons.map(({ trait }) => trait)).toContain('silent-much-longer')
    for (const one of staying) expect(silent?.chance).toBeGreaterThan(one.chance ?? 1)
    const asked = encodeURIComponent(JSON.stringify(found.where))
    const { total } = await answered<{ total: number }>(
      t.as('manager').get(`/api/accounts?limit=1&total=true&where=${asked}`),
    )
    expect(total).toBe(found.customers)
  })

  it('ANA-10 holds the scores of a horizon ago against what came, and nothing that came later changes them', async () => {
    const before = await ask()
    expect(before.backTest?.customers).toBe(
      before.backTest?.bins.reduce((sum, { customers }) => sum + customers, 0),
    )
    expect(before.backTest?.discrimination).toBeGreaterThan(0.5)
    // Who left buys again tomorrow: of today that is not known.
    for (const id of gone) await bought(id, '2026-10-02')
    await t.settled()
    expect(await ask()).toEqual(before)
    const later = await answered<Churn>(t.as('manager').get('/api/churn?days=60&asOf=2026-10-03T00:00:00Z'))
    expect(later.items.find(({ accountId }) => accountId === gone[0])?.silentDays).toBeLessThan(2)
    // As it was known then, nothing had been written down yet.
    expect(await ask('&basis=recorded')).toMatchObject({
      customers: 0,
      learned: null,
      backTest: null,
      items: [],
    })
  })

  it('ANA-10 shows each reader theirs, and refuses who does not see what is sold', async () => {
    expect((await ask('', 'rep')).customers).toBeGreaterThan(0)
    expect((await ask('', 'rep2')).customers).toBe(0)
    expect(await problem(t.as('manager').get('/api/churn?days=1'))).toEqual([400, 'invalid-input'])
  })

  it('MKT-22 a list of those at risk tells how many were kept, against what was to be expected and those alike', async () => {
    interface Retention {
      since: string | null
      watchedDays: number
      members: { customers: number; kept: number; expected: number | null; low: number | null }
      alike: { customers: number }
      openKept: object | null
    }
    const retention = (id: string) =>
      answered<Retention>(
        t.as('manager').get(`/api/marketing-lists/${id}/retention?days=60&asOf=${today}T00:00:00Z`),
      )
    expect(await retention(listId)).toMatchObject({ since: null, members: { customers: 0 } })
    const { items } = await ask()
    const stays = items.filter(({ accountName }) => accountName?.startsWith('Stays')).slice(0, 3)
    const recordIds = [...stays.map(({ accountId }) => accountId), ...gone]
    await does('marketingList.add-members', { recordIds }, at(20), listId)
    await t.settled()
    const found = await retention(listId)
    expect(found.since).toBe(`${at(20)}T09:00:00.000Z`)
    expect(found.watchedDays).toBeCloseTo(19.6, 1)
    expect(found.members).toMatchObject({ customers: 4, kept: 3 })
    expect(found.members.expected).toBeGreaterThan(0)
    const dynamic = await does(
      'marketingList.create',
      { name: 'All', model: 'contact', kind: 'dynamic' },
      at(30),
    )
    await t.settled()
    expect(await retention(dynamic)).toMatchObject({ since: null })
    expect((await t.as('manager').get(`/api/marketing-lists/${t.ids.rep}/retention`)).statusCode).toBe(404)
  })
})
