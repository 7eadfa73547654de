import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../support/app.ts'
import { idOf } from '../../support/given.ts'

const stages = [
  { id: idOf('Prospecting'), name: 'Prospecting', probability: 0.1, kind: 'open' },
  { id: idOf('Negotiation'), name: 'Negotiation', probability: 0.8, kind: 'open' },
  { id: idOf('Won'), name: 'Won', probability: 1, kind: 'won' },
  { id: idOf('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let pipelineId: string

const on = (day: string) => `${day}T09:00:00.000Z`

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

const open = (name: string, amount: number, at: string, more: object = {}) =>
  does(
    'opportunity.open',
    {
      name,
      pipelineId,
      ownerId: t.ids.rep,
      amount: { amount, currency: 'USD' },
      closeDate: '2026-03-31',
      ...more,
    },
    at,
  )

async function get<T>(path: string, person: 'manager' | 'rep2' = 'manager'): Promise<T> {
  const reply = await t.as(person).get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

/*
 * January to March 2026, in dollars: A and B are won and lost, C grows and slips, D shrinks, E is lost and reopened,
 * F comes and is won in between, G is new, H is in euros, I has no amount.
 */
beforeAll(async () => {
  t = await testApp()
  pipelineId = await does(
    'pipeline.create',
    { name: 'Sales', currency: 'USD', isDefault: true, stages },
    '2026-01-01',
  )
  const a = await open('A', 1000, '2026-01-02')
  const b = await open('B', 2000, '2026-01-02')
  const c = await open('C', 3000, '2026-01-02', { stageId: idOf('Negotiation') })
  const d = await open('D', 4005, '2026-01-02')
  const e = await open('E', 5000, '2026-01-02')
  await open('H', 700, '2026-01-02', { amount: { amount: 700, currency: 'EUR' }, ownerId: t.ids.rep2 })
  await open('I', 0, '2026-01-02', { amount: null })
  await does('opportunity.lose', { reason: 'Price' }, '2026-01-20', e)
  // The first of February is the instant compared with.
  await does('opportunity.win', { amount: { amount: 1100, currency: 'USD' } }, '2026-02-10', a)
  await does('opportunity.lose', { reason: 'Price' }, '2026-02-11', b)
  await does('opportunity.change-amount', { amount: { amount: 3300, currency: 'USD' } }, '2026-02-12', c)
  await does('opportunity.change-close-date', { closeDate: '2026-05-31' }, '2026-02-12', c)
  await does('opportunity.change-amount', { amount: { amount: 4000, currency: 'USD' } }, '2026-02-13', d)
  await does('opportunity.reopen', {}, '2026-02-14', e)
  await does('opportunity.win', {}, '2026-02-16', await open('F', 600, '2026-02-15'))
  await open('G', 777, '2026-02-17')
  await t.settled()
})
afterAll(() => t.close())

const usd = (amount: number) => ({ amount, currency: 'USD' })
const eur = (amount: number) => ({ amount, currency: 'EUR' })

describe('the summary', () => {
  it('OPP-22 counts what is open, won and lost, now and as of any instant', async () => {
    expect(await get('/pipeline/summary')).toStrictEqual({
      open: { count: 6, amounts: [eur(700), usd(13_077)] },
      won: { count: 2, amounts: [usd(1700)] },
      lost: { count: 1, amounts: [usd(2000)] },
    })
    expect(await get('/pipeline/summary?asOf=2026-02-01T00:00:00Z')).toStrictEqual({
      open: { count: 6, amounts: [eur(700), usd(10_005)] },
      won: { count: 0, amounts: [] },
      lost: { count: 1, amounts: [usd(5000)] },
    })
  })

  it('USR-07 counts for each reader what they may see', async () => {
    expect(await get('/pipeline/summary', 'rep2')).toMatchObject({ open: { count: 1, amounts: [eur(700)] } })
  })
})

interface Board {
  stages: { name: string; count: number; amounts: object[]; cards: { name: string; ownerName: string }[] }[]
}

describe('the board', () => {
  it('OPP-01 shows each stage with count, sums and first deals', async () => {
    const board = await get<Board>('/pipeline?cards=2')
    expect(board.stages).toMatchObject([
      {
        name: 'Prospecting',
        count: 5,
        // 4000 + 5000 + 777 dollars at a tenth.
        amounts: [
          { currency: 'EUR', amount: 700, weighted: 70 },
          { currency: 'USD', amount: 9777, weighted: 978 },
        ],
      },
      { name: 'Negotiation', count: 1, amounts: [{ currency: 'USD', amount: 3300, weighted: 2640 }] },
      { name: 'Won', count: 2, amounts: [{ currency: 'USD', amount: 1700, weighted: 1700 }] },
      { name: 'Lost', count: 1, amounts: [{ currency: 'USD', amount: 2000, weighted: 0 }] },
    ])
    expect(board.stages.map(({ cards }) => cards.length)).toStrictEqual([2, 1, 2, 1])
    expect(board.stages[2]?.cards.map(({ name }) => name)).toStrictEqual(['F', 'A'])
    expect(board.stages[1]?.cards[0]).toMatchObject({ name: 'C', amount: usd(3300), accountName: null })
    expect(board.stages[1]?.cards[0]?.ownerName).toBeTruthy()
  })

  it('OPP-10 keeps deals of a stage that was removed, and the past its stages', async () => {
    const before = new Date(Date.now() - 1).toISOString()
    await t.as('admin').post(`/api/pipelines/${pipelineId}/change-stage`, {
      stageId: idOf('Prospecting'),
      name: 'Suspecting',
      probability: 0.2,
    })
    await t.as('admin').post(`/api/pipelines/${pipelineId}/remove-stage`, { stageId: idOf('Negotiation') })
    await t.settled()
    const now = await get<Board>('/pipeline')
    expect(now.stages.map(({ name, count }) => [name, count])).toStrictEqual([
      ['Suspecting', 5],
      ['Won', 2],
      ['Lost', 1],
      ['Negotiation', 1],
    ])
    // OPP-12: the deals keep the probability they were given.
    expect(now.stages[0]?.amounts[1]).toStrictEqual({ currency: 'USD', amount: 9777, weighted: 978 })
    const then = await get<Board>(`/pipeline?asOf=${before}`)
    expect(then.stages.map(({ name }) => name)).toStrictEqual(['Prospecting', 'Negotiation', 'Won', 'Lost'])
  })
})

interface Total {
  currency: string
  count: number
  won: number
  committed: number
  weighted: number
  bestCase: number
}
interface Forecast {
  groups: { key: string; name: string; totals: Total[] }[]
  totals: Total[]
}

describe('the forecast', () => {
  const period = 'from=2026-01-01&to=2026-06-30'

  it('OPP-13 adds to what is won what is as good as won, what to expect, and what is possible', async () => {
    const { totals } = await get<Forecast>(`/forecast?${period}`)
    expect(totals).toStrictEqual([
      { currency: 'EUR', count: 1, won: 0, committed: 0, weighted: 70, bestCase: 700 },
      { currency: 'USD', count: 6, won: 1700, committed: 5000, weighted: 5318, bestCase: 14_777 },
    ])
  })

  it.each(['owner', 'month', 'team'])('adds up over every %s, never over currencies', async (groupBy) => {
    const { groups, totals } = await get<Forecast>(`/forecast?${period}&groupBy=${groupBy}`)
    for (const total of totals) {
      const parts = groups.flatMap((group) =>
        group.totals.filter(({ currency }) => currency === total.currency),
      )
      for (const figure of ['count', 'won', 'committed', 'weighted', 'bestCase'] as const) {
        expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(total[figure])
      }
    }
    expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
  })

  it('knows only what was known as of the instant asked for', async () => {
    const { totals } = await get<Forecast>(`/forecast?${period}&asOf=2026-02-01T00:00:00Z`)
    expect(totals[1]).toMatchObject({ won: 0, bestCase: 10_005 })
  })
})

interface Walk {
  currency: string
  start: object
  steps: { kind: string; count: number; amount: { amount: number } }[]
  end: { count: number; amount: { amount: number } }
  residual: object
  slipped: object
}

describe('the walk between two instants', () => {
  const from = 'from=2026-02-01T00:00:00Z'

  it('ES-07 FAULTS 17 names what changed the open pipeline, and leaves nothing unexplained', async () => {
    const { walks } = await get<{ walks: Walk[] }>(`/pipeline/diff?${from}`)
    expect(walks).toStrictEqual([
      {
        currency: 'EUR',
        start: { count: 1, amount: eur(700) },
        steps: [],
        end: { count: 1, amount: eur(700) },
        residual: eur(0),
        slipped: { count: 0, amount: eur(0) },
      },
      {
        currency: 'USD',
        start: { count: 4, amount: usd(10_005) },
        steps: [
          { kind: 'new', count: 2, amount: usd(777 + 600) },
          { kind: 'reopened', count: 1, amount: usd(5000) },
          { kind: 'increased', count: 2, amount: usd(300 + 100) },
          { kind: 'decreased', count: 1, amount: usd(-5) },
          { kind: 'won', count: 2, amount: usd(-1100 - 600) },
          { kind: 'lost', count: 1, amount: usd(-2000) },
        ],
        end: { count: 4, amount: usd(13_077) },
        residual: usd(0),
        slipped: { count: 1, amount: usd(3300) },
      },
    ])
  })

  it('FAULTS 12 goes by what was known then where that is asked for', async () => {
    const known = async (query: string) =>
      (await get<{ walks: Walk[] }>(`/pipeline/diff?${from}&basis=recorded${query}`)).walks
    // All of it was recorded today.
    expect(await known('&to=2026-03-01T00:00:00Z')).toEqual([])
    const walks = await known('')
    expect(walks).toMatchObject([{ currency: 'EUR' }, { currency: 'USD' }])
    for (const { start, end, steps, residual } of walks) {
      expect(start).toMatchObject({ count: 0 })
      // All of them came; some went as well.
      const went = steps.filter(({ kind }) => kind !== 'new')
      const sum = went.reduce((total, { amount }) => total - amount.amount, 0)
      const count = went.reduce((total, one) => total + one.count, 0)
      expect(steps[0]).toMatchObject({ kind: 'new', count: end.count + count })
      expect(steps[0]?.amount.amount).toBe(end.amount.amount + sum)
      expect(went.map(({ kind }) => kind).every((kind) => ['won', 'lost'].includes(kind))).toBe(true)
      expect(residual).toMatchObject({ amount: 0 })
    }
  })

  it('ES-07 adds up between any two instants, also for one reader and one owner', async () => {
    const days = [
      '2025-12-31',
      '2026-01-10',
      '2026-01-25',
      '2026-02-12',
      '2026-02-14',
      '2026-02-16',
      '2026-03-01',
    ]
    for (const person of ['manager', 'rep2'] as const) {
      for (const first of days) {
        for (const last of days.filter((day) => day >= first)) {
          const { walks } = await get<{ walks: Walk[] }>(
            `/pipeline/diff?from=${first}T12:00:00Z&to=${last}T12:00:00Z&pipelineId=${pipelineId}`,
            person,
          )
          for (const { residual } of walks) expect(residual).toMatchObject({ amount: 0 })
        }
      }
    }
  })
})

describe('FAULTS 14 an older record that refers to younger ones', () => {
  it('names them as they began, as of then too, and has a board', async () => {
    const young = await does('pipeline.create', { name: 'Young', currency: 'USD', stages }, '2026-03-02')
    const accountId = await does('account.create', { name: 'Entered later' }, '2026-03-02')
    await does('account.change', { name: 'Renamed since' }, '2026-03-03', accountId)
    const id = await open('Old deal', 100, '2026-02-20', { pipelineId: young, accountId })
    await t.settled()
    const then = 'asOf=2026-02-25T00:00:00Z'
    const board = await get<{ pipeline: { name: string }; stages: { cards: object[] }[] }>(
      `/pipeline?pipelineId=${young}&${then}`,
    )
    expect(board.pipeline.name).toBe('Young')
    const named = { name: 'Old deal', accountName: 'Entered later', ownerName: 'Test rep' }
    expect(board.stages[0]?.cards).toMatchObject([named])
    expect(await get(`/opportunities/${id}?${then}`)).toMatchObject({ ...named, pipelineName: 'Young' })
    const forecast = await get<{ groups: { name: string }[] }>(
      `/forecast?from=2026-03-01&to=2026-03-31&pipelineId=${young}&${then}`,
    )
    expect(forecast.groups.map(({ name }) => name)).toEqual(['Test rep'])
    // It is not said of itself that it was there.
    expect((await t.as('manager').get(`/api/accounts/${accountId}?${then}`)).statusCode).toBe(404)
    expect(
      (await t.as('manager').get(`/api/pipeline?pipelineId=${young}&asOf=2026-02-01T00:00:00Z`)).statusCode,
    ).toBe(404)
  })
})
