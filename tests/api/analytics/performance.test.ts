import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdleDeals } from '../../../src/api/sales/deal-idle.ts'
import { ruleSetId } from '../../../src/commands/settings/rule-set.ts'
import { activity } from '../../../src/domain/activities/activity.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { idOf } from '../../support/given.ts'

const stages = [
  { id: idOf('First'), name: 'First', probability: 0.2, kind: 'open' },
  { id: idOf('Won'), name: 'Won', probability: 1, kind: 'won' },
  { id: idOf('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let pipelineId: string
let eastId: string

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
  return does('opportunity.open', body, at)
}

async function get<T>(path: string, person: Person = 'manager'): Promise<T> {
  const reply = await t.as(person).get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

/*
 * January to March 2026, all of it in the team that both reps are in. A is rep's, won after 30 days, from a lead 40 days old; B is
 * rep's and lost; C was won by rep2 and given to rep afterwards; D is rep's, open at 20 % of 2,000. Afterwards rep2 went East.
 */
beforeAll(async () => {
  t = await testApp()
  pipelineId = await does(
    'pipeline.create',
    { name: 'Sales', currency: 'USD', isDefault: true, stages },
    '2025-01-01',
  )
  eastId = await does('team.create', { name: 'East' }, '2026-01-01')
  const capture = (last: string, at: string, ownerId: string) =>
    does('lead.capture', { name: { last }, source: 'Referral', ownerId }, at)
  const ada = await capture('Ada', '2025-12-22', t.ids.rep)
  const bea = await capture('Bea', '2026-01-05', t.ids.rep2)
  await does(
    'lead.disqualify',
    { reason: 'No budget' },
    '2026-01-20',
    await capture('Cid', '2026-01-06', t.ids.rep),
  )
  const a = await open('A', '2026-01-01', { amount: usd(3000), leadId: ada })
  await does('opportunity.win', {}, '2026-01-31', a)
  await does('opportunity.lose', { reason: 'Price' }, '2026-02-10', await open('B', '2026-01-01'))
  const c = await open('C', '2026-02-01', { ownerId: t.ids.rep2, leadId: bea })
  await does('opportunity.win', {}, '2026-03-03', c)
  await does('opportunity.assign', { ownerId: t.ids.rep }, '2026-03-04', c)
  await open('D', '2026-03-01', { amount: usd(2000) })
  await does(
    'activity.add',
    {
      kind: 'call',
      subject: 'Hello',
      startsAt: on('2026-02-02'),
      assigneeId: t.ids.rep2,
      regarding: [{ model: 'opportunity', id: c }],
    },
    '2026-02-02',
  )
  expect((await t.as('admin').patch(`/api/users/${t.ids.rep2}`, { teamId: eastId })).statusCode).toBe(200)
  await t.settled()
})
afterAll(() => t.close())

const quarter = 'from=2026-01-01&to=2026-03-31'

describe('people and teams', () => {
  interface Performance {
    performers: { id: string | null; name: string | null; won: number; revenue: object[] }[]
    total: object
  }

  it('OPP-23 counts for whoever had a record at that time, in the team they were in, with the records behind each count', async () => {
    const { performers, total } = await get<Performance>(`/performance?${quarter}`)
    expect(performers).toMatchObject([
      {
        id: t.ids.rep,
        activities: 0,
        converted: 0,
        disqualified: 1,
        conversion: 0,
        won: 1,
        lost: 1,
        winRate: 0.5,
        days: 30,
        revenue: [{ currency: 'USD', amount: 3000, deals: 1, average: 3000 }],
      },
      {
        id: t.ids.rep2,
        activities: 1,
        conversion: null,
        won: 1,
        lost: 0,
        winRate: 1,
        revenue: [{ amount: 1000 }],
      },
    ])
    expect(total).toMatchObject({
      won: 2,
      lost: 1,
      winRate: 0.6667,
      days: 30,
      revenue: [{ amount: 4000, average: 2000 }],
    })
    // rep2 is in East only since; what they won before was won in the team of then.
    const teams = await get<Performance>(`/performance?by=team&${quarter}`)
    expect(teams.performers.map(({ id, won }) => [id, won])).toStrictEqual([[t.ids.team, 2]])
    const won = `/performance/records?outcome=won&${quarter}`
    expect(await get(`${won}&id=${t.ids.rep2}`)).toMatchObject({
      count: 1,
      records: [
        { model: 'opportunity', name: 'C', personId: t.ids.rep2, amount: 1000, currency: 'USD', days: 30 },
      ],
    })
    expect(await get(`${won}&by=team&parts=true&id=${t.ids.team}`)).toMatchObject({ count: 2 })
    expect(await get(`/performance?${quarter}&asOf=2026-02-01T00:00:00Z`)).toMatchObject({
      total: { won: 1, lost: 0 },
    })
    // Of what one does not see nothing is counted.
    expect(await get(`/performance?${quarter}`, 'rep2')).toMatchObject({ total: { won: 0, activities: 1 } })
  })

  it('OPP-23 asks for days in their order', async () => {
    for (const path of ['performance', 'forecast', 'quotas/attainment', 'pipeline/win-rates?by=owner']) {
      const days = 'from=2026-04-01&to=2026-03-31'
      const reply = await t.as('manager').get(`/api/${path}${path.includes('?') ? '&' : '?'}${days}`)
      expect([path, reply.statusCode, reply.json().errors?.[0]?.field]).toEqual([path, 400, 'from'])
    }
  })

  it('OPP-29 tells the days from lead to won by cohort, with quartiles, and before and after a date', async () => {
    const path = '/performance/lead-to-won'
    expect(await get(`${path}?${quarter}&split=2026-02-15`, 'admin')).toMatchObject({
      cohorts: [
        { month: '2026-01', captured: null, won: 1, median: 40 },
        { month: '2026-03', captured: null, won: 1, median: 57 },
      ],
      total: { won: 2, firstQuartile: 44.3, median: 48.5, thirdQuartile: 52.8 },
      before: { won: 1, median: 40 },
      after: { won: 1, median: 57 },
      change: 17,
    })
    expect(await get(`${path}?cohort=captured&from=2025-12-01&to=2026-01-31`, 'admin')).toMatchObject({
      cohorts: [
        { month: '2025-12', captured: 1, won: 1, median: 40 },
        { month: '2026-01', captured: 2, won: 1, median: 57 },
      ],
      before: null,
      change: null,
    })
  })
})

describe('quotas', () => {
  const first = { startsOn: '2026-01-01', endsOn: '2026-03-31' }
  const set = (body: object, person: Person = 'manager') =>
    t.as(person).post('/api/quotas', { ...first, ...body })

  it('OPP-14 a manager sets a quota, and its attainment is won and weighted of whose it was then', async () => {
    const own = await set({ ownerId: t.ids.rep, target: usd(6000) })
    expect(own.statusCode, own.body).toBe(201)
    const { id } = own.json<{ id: string }>()
    expect((await set({ ownerId: t.ids.rep2, target: usd(2000) })).statusCode).toBe(422)
    expect((await set({ teamId: t.ids.team, target: usd(8000) })).statusCode).toBe(201)
    expect((await set({ ownerId: t.ids.rep, target: usd(1) })).json()).toMatchObject({
      type: '/problems/quota.period-taken',
    })
    expect((await set({ target: usd(1) })).json()).toMatchObject({ type: '/problems/quota.of-one' })
    expect((await set({ ownerId: t.ids.rep, teamId: t.ids.team, target: usd(1) })).json()).toMatchObject({
      type: '/problems/quota.of-one',
    })
    expect((await set({ ownerId: t.ids.manager, target: usd(0) })).json()).toMatchObject({
      type: '/problems/quota.nothing',
    })
    expect(
      (await set({ ownerId: t.ids.manager, target: usd(5), endsOn: '2025-01-01' })).json(),
    ).toMatchObject({
      type: '/problems/quota.period-reversed',
    })
    expect((await set({ ownerId: t.ids.rep, target: usd(5) }, 'rep')).statusCode).toBe(403)
    await t.settled()

    // D is weighted with 400; C was rep2's when it was won, and is the team's.
    const { quotas } = await get<{ quotas: object[] }>(`/quotas/attainment?${quarter}`)
    expect(quotas).toMatchObject([
      {
        quotaId: id,
        ownerId: t.ids.rep,
        deals: 1,
        won: 3000,
        weighted: 400,
        attained: 0.5,
        expected: 0.5667,
      },
      { teamId: t.ids.team, deals: 2, won: 4000, weighted: 400, attained: 0.5, expected: 0.55 },
    ])
    // Whoever sees a team's deals in part is told nothing of its quota.
    expect((await get<{ quotas: object[] }>(`/quotas/attainment?${quarter}`, 'rep')).quotas).toMatchObject([
      { quotaId: id },
    ])

    const before = await instantBetween()
    const changed = await t.as('manager').patch(`/api/quotas/${id}`, { target: usd(3000) })
    expect(changed.statusCode, changed.body).toBe(200)
    await t.settled()
    expect((await get<{ quotas: object[] }>(`/quotas/attainment?${quarter}`)).quotas).toMatchObject([
      { attained: 1 },
      {},
    ])
    expect(
      (await get<{ quotas: object[] }>(`/quotas/attainment?${quarter}&asOf=${before}`)).quotas,
    ).toMatchObject([{ attained: 0.5 }, {}])
    const history = await get<{ items: { title: string; id: string }[] }>(`/quotas/${id}/history`)
    expect(history.items.map(({ title }) => title)).toStrictEqual([
      'Quota changed from USD 60.00 to USD 30.00',
      'Quota of USD 60.00 set for 2026-01-01 to 2026-03-31',
    ])
    const undone = await t.as('manager').post(`/api/events/${history.items[0]?.id}/undo`)
    expect(undone.statusCode, undone.body).toBe(200)
    await t.settled()
    expect(await get(`/quotas/${id}`)).toMatchObject({ target: usd(6000) })
  })

  it('OPP-19 holds the open deals of a quarter against its quota, of people before teams', async () => {
    const day = new Date().toISOString().slice(0, 10)
    const year = Number(day.slice(0, 4))
    const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3
    const iso = (m: number, d: number) => new Date(Date.UTC(year, m, d)).toISOString().slice(0, 10)
    const now = { startsOn: iso(month, 1), endsOn: iso(month + 3, 0) }
    await set({ ...now, teamId: t.ids.team, target: usd(9000) })
    await t.as('rep').post('/api/opportunities', { name: 'Now', amount: usd(5000), closeDate: now.endsOn })
    await t.settled()
    expect(await get('/pipeline/health')).toMatchObject({
      coverage: [{ currency: 'USD', open: 5000, quota: 9000, against: 'quota', ratio: 0.56 }],
    })
    // One for the quarter is for all of it; those for its parts add up.
    await set({ ...now, endsOn: iso(month + 1, 0), ownerId: t.ids.rep, target: usd(1000) })
    await set({ ...now, startsOn: iso(month + 1, 1), ownerId: t.ids.rep, target: usd(1500) })
    await t.settled()
    expect(await get('/pipeline/health')).toMatchObject({ coverage: [{ quota: 2500, ratio: 2 }] })
    await set({ ...now, ownerId: t.ids.rep, target: usd(4000) })
    await t.settled()
    expect(await get('/pipeline/health')).toMatchObject({ coverage: [{ quota: 4000, ratio: 1.25 }] })
    expect(await get(`/pipeline/health?pipelineId=${pipelineId}`)).toMatchObject({
      coverage: [{ quota: null, against: 'quarter-before' }],
    })
  })
})

describe('deals that stand still', () => {
  it('OPP-25 a rule gives the owner of an idle deal a task, once, and the event names rule and version', async () => {
    const admin = t.as('admin')
    const set = `/api/rule-sets/${ruleSetId('deal-idle')}`
    const content = {
      tasksDueInDays: 2,
      rules: [
        {
          id: 'two-weeks',
          name: 'Two weeks without anything',
          when: {
            all: [
              { field: 'idleDays', operator: 'at-least', value: 14 },
              { field: 'amount', operator: 'at-least', value: { amount: 1500, currency: 'USD' } },
            ],
          },
          outcome: { task: 'Call them' },
        },
      ],
    }
    const first = { tasksDueInDays: 1, rules: [] }
    await does(
      'ruleSet.create',
      { name: 'Deals that stand still', purpose: 'deal-idle', content: first },
      '2026-03-31',
      ruleSetId('deal-idle'),
    )
    for (const [verb, body] of [
      ['draft', { content }],
      ['publish', {}],
    ] as const) {
      const reply = await admin.post(`${set}/${verb}`, body, { 'if-match': '*' })
      expect(reply.statusCode, reply.body).toBe(200)
    }
    await t.settled()
    const deals = createIdleDeals({
      readModels: t.services.readModels,
      execute: t.execute,
      clock: t.services.clock,
    })
    expect(await deals.judge()).toStrictEqual({ found: 1 })
    const { items } = await get<{ items: { id: string }[] }>('/opportunities?status=open&q=D')
    const id = items[0]?.id
    const tasks = async () =>
      (await get<{ items: { subject: string }[] }>(`/activities?assigneeId=${t.ids.rep}&kind=task`)).items
    await expect.poll(tasks, { timeout: 20_000 }).toMatchObject([{ subject: 'Call them', status: 'open' }])
    await t.settled()
    const history = await get<{ items: { id: string; title: string; data: object }[] }>(
      `/opportunities/${id}/history`,
    )
    expect(history.items[0]?.title).toMatch(
      /^Untouched for \d+ days: “Call them” for its owner, by rule “Two weeks without anything” \(version 2\)$/,
    )
    // The task is caused by that, and says by which rule.
    const [task] = (await get<{ items: { id: string }[] }>(`/activities?assigneeId=${t.ids.rep}&kind=task`))
      .items
    const [added] = await t.services.events(activity, task?.id ?? '')
    expect(added?.metadata).toMatchObject({
      $causationId: history.items[0]?.id,
      via: { kind: 'saga', rule: 'deal-idle version 2, two-weeks' },
    })
    expect(await deals.judge()).toStrictEqual({ found: 0 })
  })
})
