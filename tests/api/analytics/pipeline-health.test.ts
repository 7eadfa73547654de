import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'
import { idOf } from '../../support/given.ts'

const stages = [
  { id: idOf('First'), name: 'First', probability: 0.2, kind: 'open' },
  { id: idOf('Second'), name: 'Second', probability: 0.5, kind: 'open' },
  { id: idOf('Won'), name: 'Won', probability: 1, kind: 'won' },
  { id: idOf('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let pipelineId: string
let rival: string
const names: Record<string, string> = {}

const on = (day: string) => `${day}T09:00:00.000Z`
const usd = (amount: number) => ({ amount, currency: 'USD' })

async function does(command: string, body: object, at: string, id?: string): Promise<string> {
  const principal = {
    actor: { kind: 'system', id: 'test', roles: [] },
    via: { kind: 'import' },
    may: ['*'],
    keys: ['all:*'],
    masks: { hidden: {}, readOnly: {} },
  } as const
  return (await t.execute({ command, body, principal, occurredAt: on(at), ...(id && { id }) })).id
}

async function open(name: string, at: string, more: object = {}): Promise<string> {
  const body = { name, pipelineId, ownerId: t.ids.rep, amount: usd(1000), closeDate: '2026-03-31', ...more }
  const id = await does('opportunity.open', body, at)
  names[id] = name
  return id
}

async function get<T>(path: string, person: 'manager' | 'rep2' = 'manager'): Promise<T> {
  const reply = await t.as(person).get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

/*
 * January to March 2026. A is won after 10 days in First and 20 in Second; B is lost from First after 30 days, to a rival;
 * C is won by rep2's hand after rep had opened it, and given back afterwards; D is lost in euros. E to H are open.
 */
beforeAll(async () => {
  t = await testApp()
  pipelineId = await does(
    'pipeline.create',
    { name: 'Sales', currency: 'USD', isDefault: true, stages },
    '2026-01-01',
  )
  rival = await does('competitor.create', { name: 'Rival' }, '2026-01-01')
  const lead = await does(
    'lead.capture',
    { name: { last: 'Ada' }, source: 'Referral', ownerId: t.ids.rep },
    '2026-01-01',
  )
  const a = await open('A', '2026-01-01', { amount: usd(3000), leadId: lead, channel: 'Direct' })
  await does('opportunity.advance-stage', { stageId: idOf('Second') }, '2026-01-11', a)
  await does('opportunity.change', { nextStep: 'Sign' }, '2026-01-15', a)
  await does('opportunity.win', { reason: 'Best fit' }, '2026-01-31', a)
  const b = await open('B', '2026-01-01', { channel: 'Partner' })
  await does('opportunity.lose', { reason: 'Price', competitorId: rival }, '2026-01-31', b)
  const c = await open('C', '2026-02-01', { amount: usd(1000) })
  await does('opportunity.assign', { ownerId: t.ids.rep2 }, '2026-02-05', c)
  await does('opportunity.advance-stage', { stageId: idOf('Second') }, '2026-02-21', c)
  await does('opportunity.set-competitors', { competitorIds: [rival] }, '2026-02-22', c)
  await does('opportunity.win', { amount: usd(1001) }, '2026-03-03', c)
  await does('opportunity.assign', { ownerId: t.ids.rep }, '2026-03-04', c)
  const d = await open('D', '2026-02-01', { amount: { amount: 700, currency: 'EUR' } })
  await does('opportunity.lose', { reason: 'No budget' }, '2026-02-11', d)

  await open('E', '2026-03-01', { amount: usd(5000), closeDate: '2026-03-12' })
  const f = await open('F', '2026-01-02', { amount: usd(10_000), closeDate: '2026-03-31', probability: 0.5 })
  await does('opportunity.change-close-date', { closeDate: '2026-06-30' }, '2026-03-01', f)
  await does('opportunity.change', { nextStep: 'Call', nextStepOn: '2026-03-20' }, '2026-03-02', f)
  await does('opportunity.change', { dates: [{ name: 'Decision', on: '2026-03-18' }] }, '2026-03-02', f)
  await open('G', '2026-03-10', { amount: null, closeDate: null })
  await open('H', '2026-03-14', { ownerId: t.ids.rep2, nextStep: 'Meet', nextStepOn: '2026-03-10' })
  await t.settled()
})
afterAll(() => t.close())

const asOf = 'asOf=2026-03-15T12:00:00Z'
interface Rates {
  groups: { key: string; name: string; won: number; lost: number; rate: number | null }[]
  total: object
}
const rates = async (by: string, query = '') => {
  const { groups, total } = await get<Rates>(`/pipeline/win-rates?by=${by}&${asOf}${query}`)
  return { groups: groups.map(({ name, won, lost, rate }) => [name, won, lost, rate]), total }
}

describe('win rates', () => {
  it('OPP-16 OPP-24 are told by every dimension with the counts they are made of', async () => {
    const total = { won: 2, lost: 2, rate: 0.5 }
    expect(await rates('stage')).toStrictEqual({
      groups: [
        ['First', 2, 2, 0.5],
        ['Second', 2, 0, 1],
      ],
      total,
    })
    // Who had a deal when it was closed: C is rep's again since.
    const byOwner = await get<Rates>(`/pipeline/win-rates?by=owner&${asOf}`)
    expect(Object.fromEntries(byOwner.groups.map(({ key, won, lost }) => [key, [won, lost]]))).toStrictEqual({
      [t.ids.rep]: [1, 2],
      [t.ids.rep2]: [1, 0],
    })
    expect((await rates('source')).groups).toStrictEqual([
      ['From no lead', 1, 2, 0.3333],
      ['Referral', 1, 0, 1],
    ])
    expect((await rates('competitor')).groups).toStrictEqual([
      ['No competitor', 1, 1, 0.5],
      ['Rival', 1, 1, 0.5],
    ])
    expect((await rates('channel')).groups).toStrictEqual([
      ['Direct', 1, 0, 1],
      ['No channel', 1, 1, 0.5],
      ['Partner', 0, 1, 0],
    ])
    expect((await rates('reason')).groups).toStrictEqual([
      ['Best fit', 1, 0, 1],
      ['No budget', 0, 1, 0],
      ['No reason', 1, 0, 1],
      ['Price', 0, 1, 0],
    ])
    expect((await rates('month', '&from=2026-02-01')).groups).toStrictEqual([
      ['2026-02', 0, 1, 0],
      ['2026-03', 1, 0, 1],
    ])
    const then = await get<Rates>('/pipeline/win-rates?asOf=2026-02-01T00:00:00Z')
    expect(then.total).toStrictEqual({ won: 1, lost: 1, rate: 0.5 })
    // Whose deals one does not see are in no count.
    expect((await get<Rates>(`/pipeline/win-rates?${asOf}`, 'rep2')).total).toStrictEqual({
      won: 0,
      lost: 0,
      rate: null,
    })
  })
})

describe('how deals go', () => {
  it('OPP-20 tells median days in each stage and the loss from it, by what happened, and marks what is slow', async () => {
    const path = `/pipeline/stage-times?${asOf}&threshold=15`
    expect(await get(path)).toMatchObject({
      pipelineId,
      stages: [
        // A 10, B 30, C 20 and D 10 days; changes of other fields begin no new stay.
        {
          name: 'First',
          entered: 8,
          onward: 2,
          won: 0,
          lost: 2,
          here: 4,
          medianDays: 15,
          lossRate: 0.5,
          slow: false,
        },
        {
          name: 'Second',
          entered: 2,
          onward: 0,
          won: 2,
          lost: 0,
          here: 0,
          medianDays: 15,
          lossRate: 0,
          slow: false,
        },
      ],
    })
    const strict = await get<{ stages: { slow: boolean }[] }>(`/pipeline/stage-times?${asOf}&threshold=14`)
    expect(strict.stages.map(({ slow }) => slow)).toStrictEqual([true, true])
    const then = await get<{ stages: { entered: number }[] }>(
      '/pipeline/stage-times?asOf=2026-01-12T00:00:00Z',
    )
    expect(then.stages.map(({ entered }) => entered)).toStrictEqual([3, 1])
  })

  it('OPP-18 tells the velocity in each currency with its factors, OPP-17 and how large deals are', async () => {
    // 3 open with an amount × 2 of 3 × 2,000.50 ÷ 30 days = 133.37 a day.
    expect(await get(`/pipeline/velocity?${asOf}`)).toMatchObject({
      velocities: [
        { currency: 'EUR', open: 0, won: 0, lost: 1, rate: 0, average: null, cycleDays: null, perDay: null },
        {
          currency: 'USD',
          open: 3,
          won: 2,
          lost: 1,
          rate: 0.6667,
          average: 2001,
          cycleDays: 30,
          perDay: 133,
        },
      ],
    })
    expect(await get(`/pipeline/deal-sizes?by=month&${asOf}`)).toMatchObject({
      sizes: [
        { key: '2026-01', currency: 'USD', count: 1, average: 3000, median: 3000 },
        { key: '2026-03', currency: 'USD', count: 1, average: 1001, median: 1001 },
      ],
    })
    const { sizes } = await get<{ sizes: object[] }>(`/pipeline/deal-sizes?by=channel&${asOf}`)
    expect(sizes).toMatchObject([
      { name: 'Unknown', count: 1 },
      { name: 'Direct', count: 1 },
    ])
  })
})

describe('the health of the pipeline', () => {
  it('OPP-19 tells coverage, ageing, and what slipped, is overdue or has no next step, as of any instant', async () => {
    expect(await get(`/pipeline/health?${asOf}`)).toMatchObject({
      today: '2026-03-15',
      from: '2026-01-01',
      to: '2026-03-31',
      open: 4,
      // E and H close in this quarter; the quarter before brought nothing.
      coverage: [{ currency: 'USD', open: 6000, won: 4001, before: 0, ratio: null }],
      ageing: [
        { age: 'under 15 days', count: 3 },
        { age: '15 to 30 days', count: 0 },
        { age: '31 to 60 days', count: 0 },
        { age: 'over 60 days', count: 1 },
      ],
      signs: [
        { sign: 'overdue', count: 1 },
        { sign: 'slipped', count: 1 },
        { sign: 'no-close-date', count: 1 },
        { sign: 'no-amount', count: 1 },
        { sign: 'no-next-step', count: 2 },
        { sign: 'next-step-passed', count: 1 },
      ],
      dates: [
        { opportunityName: 'F', name: 'Decision', on: '2026-03-18' },
        { opportunityName: 'F', name: 'Call', on: '2026-03-20' },
        { opportunityName: 'H', name: 'Expected to close', on: '2026-03-31' },
      ],
    })
    const later = await get<{ coverage: object[] }>('/pipeline/health?asOf=2026-04-02T12:00:00Z')
    // F is the only one that closes in the second quarter: 10,000 against the 4,001 of the first.
    expect(later.coverage).toStrictEqual([
      {
        currency: 'USD',
        open: 10_000,
        won: 0,
        before: 4001,
        quota: null,
        against: 'quarter-before',
        ratio: 2.5,
      },
    ])
  })

  it('OPP-21 says what to work on next, and why', async () => {
    interface Next {
      deals: { name: string; score: number; factors: object; reasons: string[] }[]
    }
    const { deals } = await get<Next>(`/pipeline/work-next?${asOf}`)
    expect(deals.map(({ name }) => name)).toStrictEqual(['F', 'E', 'H', 'G'])
    expect(deals[0]).toMatchObject({
      score: 0.65,
      factors: { value: 1, probability: 0.5, urgency: 1.3 },
      reasons: ['USD 100.00 at 50 %', '72 days in First'],
    })
    expect(deals[1]).toMatchObject({
      score: 0.23,
      factors: { value: 0.5, probability: 0.2, urgency: 2.3 },
      reasons: ['USD 50.00 at 20 %', 'Close date passed 3 days ago', 'No next step'],
    })
    expect(deals[3]?.reasons).toStrictEqual(['No amount', 'No close date', 'No next step'])
    expect(
      (await get<Next>(`/pipeline/work-next?${asOf}`, 'rep2')).deals.map(({ name }) => name),
    ).toStrictEqual(['H'])
  })
})
