import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person, TestApp } from '../../support/app.ts'
import { testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { idOf } from '../../support/given.ts'

const stages = [
  { id: idOf('First'), name: 'First', probability: 0.2, kind: 'open' },
  { id: idOf('Second'), name: 'Second', probability: 0.5, kind: 'open' },
  { id: idOf('Won'), name: 'Won', probability: 1, kind: 'won' },
  { id: idOf('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let pipelineId: string

const usd = (amount: number) => ({ amount, currency: 'USD' })

async function does(command: string, body: object, day: string, id?: string): Promise<string> {
  const principal = {
    actor: { kind: 'system', id: 'test', roles: [] },
    via: { kind: 'import' },
    may: ['*'],
    keys: ['all:*'],
    masks: { hidden: {}, readOnly: {} },
  } as const
  const occurredAt = `${day}T09:00:00.000Z`
  return (await t.execute({ command, body, principal, occurredAt, ...(id && { id }) })).id
}

async function get<T>(path: string, person: Person = 'manager'): Promise<T> {
  const reply = await t.as(person).get(`/api${path}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}

interface Methods {
  from: string
  to: string
  currency: string
  wonSoFar: number
  estimates: {
    method: string
    sentence: string
    expected: number
    bands: { share: number; low: number; high: number }[]
  }[]
  counted: Record<'open' | 'withoutCloseDate' | 'withoutAmount' | 'withoutRate', number>
  stages: { name: string; stays: number; won: number; lost: number; onward: number }[]
}
const expectedBy = ({ estimates }: Methods, name: string) =>
  estimates.find(({ method }) => method === name)?.expected

interface BackTest {
  id: string
  upTo: string
  until: string
  forecasts: { on: string; method: string; expected: number; actual: number }[]
  errors: { method: string; forecasts: number; absolute: number }[]
  owners: { ownerId: string }[]
  stages: { stageName: string }[]
  horizons: { months: number }[]
  open: string[]
}

async function backTested(body: object, person: Person = 'manager'): Promise<BackTest> {
  const started = await t.as(person).post('/api/back-tests', body)
  expect(started.statusCode, started.body).toBe(202)
  const job = () =>
    get<{ state: string; result: { path: string } | null }>(`/jobs/${started.json().id}`, person)
  await expect.poll(async () => (await job()).state).not.toBe('running')
  const { state, result } = await job()
  expect(state).toBe('done')
  await t.settled()
  return get<BackTest>((result?.path ?? '').replace('/api', ''), person)
}
const result = ({ forecasts, errors, owners, stages: by, horizons, open }: BackTest) => ({
  forecasts,
  errors,
  owners,
  by,
  horizons,
  open,
})

const year = { from: '2025-01-01', to: '2025-12-31', basis: 'occurred' }

/* Every ten days of 2025 a deal is opened by the one or the other; it moves on in 20 days, and two of three are won 20 days later. */
beforeAll(async () => {
  t = await testApp()
  pipelineId = await does(
    'pipeline.create',
    { name: 'Sales', currency: 'USD', isDefault: true, stages },
    '2025-01-01',
  )
  const day = (n: number) => new Date(Date.UTC(2025, 0, 2 + n)).toISOString().slice(0, 10)
  for (let n = 0; n < 30; n++) {
    const body = {
      name: `Deal ${n}`,
      pipelineId,
      ownerId: n % 2 ? t.ids.rep : t.ids.rep2,
      amount: usd(1000 + 10 * n),
    }
    const id = await does('opportunity.open', body, day(10 * n))
    await does('opportunity.advance-stage', { stageId: idOf('Second') }, day(10 * n + 20), id)
    if (n % 3 === 0) await does('opportunity.lose', { reason: 'Price' }, day(10 * n + 40), id)
    else await does('opportunity.win', {}, day(10 * n + 40), id)
  }
  await does(
    'opportunity.open',
    { name: 'Open', pipelineId, ownerId: t.ids.rep, amount: usd(5000) },
    '2025-12-20',
  )
  await does(
    'opportunity.open',
    { name: 'Euros', pipelineId, ownerId: t.ids.rep, amount: { amount: 9, currency: 'EUR' } },
    '2025-12-20',
  )
  await does('opportunity.open', { name: 'Unpriced', pipelineId, ownerId: t.ids.rep }, '2025-12-20')
  await t.settled()
})
afterAll(() => t.close())

describe('OPP-13 what history says of a period', () => {
  const at = '/forecast/methods?asOf=2025-12-25T00:00:00Z'

  it('explains each method, counts what has no close date, amount or rate, and says what it has learned', async () => {
    const told = await get<Methods>(at)
    expect(told).toMatchObject({ from: '2025-10-01', to: '2025-12-31', currency: 'USD' })
    expect(told.counted).toEqual({ open: 3, withoutCloseDate: 3, withoutAmount: 1, withoutRate: 1 })
    expect(told.estimates.map(({ method }) => method)).toEqual([
      'conversion-by-owner',
      'conversion',
      'smoothed-bookings',
      'stage-defaults',
      'last-period',
      'combined',
    ])
    for (const { sentence } of told.estimates) expect(sentence).toMatch(/^\S.{20,}\.$/)
    expect(expectedBy(told, 'stage-defaults')).toBe(told.wonSoFar + 1000)
    for (const { bands, expected } of told.estimates.filter(({ bands }) => bands.length > 0)) {
      const ends = [...bands]
        .reverse()
        .map(({ low }) => low)
        .concat(bands.map(({ high }) => high))
      expect(ends).toEqual(ends.toSorted((a, b) => a - b))
      expect(expected).toBeGreaterThanOrEqual(ends[0] ?? 0)
    }
    // Of all that came to the second stage 20 of 30 were won.
    expect(told.stages.find(({ name }) => name === 'Second')).toMatchObject({
      stays: 30,
      won: expect.closeTo(2 / 3, 1),
    })
  })

  it('is of what the reader sees, and of nothing for who may not read forecasts', async () => {
    const [all, own] = [await get<Methods>(at), await get<Methods>(at, 'rep2')]
    expect(own.wonSoFar).toBeLessThan(all.wonSoFar)
    expect(own.counted.open).toBe(0)
    expect((await t.as('agent').get(`/api${at}`)).statusCode).toBe(403)
  })

  it('ES-08, OPP-15 as of an instant it is the same whatever is written later, without any snapshot', async () => {
    const then = await instantBetween()
    const asked = `/forecast/methods?asOf=${then}&basis=recorded`
    const before = await get<Methods>(asked)
    const id = (
      await t.as('manager').post('/api/opportunities', { name: 'Later', pipelineId, amount: usd(70_000) })
    ).json().id
    await t.as('manager').post(`/api/opportunities/${id}/win`, {})
    await t.settled()
    expect(await get<Methods>(asked)).toEqual(before)
    expect((await get<Methods>('/forecast/methods')).wonSoFar).toBe(before.wonSoFar + 70_000)
  })
})

describe('ES-08 a back-test', () => {
  it('makes past forecasts again, is kept with its position and seed, and by them is the same again', async () => {
    const first = await backTested(year)
    const { errors, forecasts, upTo, until } = first
    expect(forecasts).toHaveLength(12 * 6)
    expect(errors.map(({ forecasts: of }) => of)).toEqual([12, 12, 12, 12, 12, 12])
    expect(first.stages.map(({ stageName }) => stageName)).toContain('Second')
    expect(first.owners.map(({ ownerId }) => ownerId)).toContain(t.ids.rep2)
    expect(new Set(first.horizons.map(({ months }) => months))).toEqual(new Set([1, 2, 3]))
    // As it would have been made: what is asked as of that instant.
    const june = await get<Methods>('/forecast/methods?asOf=2025-05-31T23:59:59.999Z&on=2025-06-01')
    expect(
      forecasts.filter(({ on }) => on === '2025-05-31').map(({ method, expected }) => ({ method, expected })),
    ).toEqual(expect.arrayContaining(june.estimates.map(({ method, expected }) => ({ method, expected }))))
    // More happens, in the years before too; what was not in the log then is not looked at.
    await does(
      'opportunity.open',
      { name: 'Late', pipelineId, ownerId: t.ids.rep, amount: usd(9) },
      '2025-03-01',
    )
    await t.settled()
    expect(result(await backTested({ ...year, upTo, until }))).toEqual(result(first))
  })

  it('knows only what was recorded by then, unless a past was taken over', async () => {
    const { forecasts, open } = await backTested({ from: '2025-01-01', to: '2025-06-30' })
    // All of this was written down today: nobody would have expected anything, and it came.
    expect(forecasts.every(({ expected }) => expected === 0)).toBe(true)
    expect(forecasts.some(({ actual }) => actual > 0)).toBe(true)
    expect(open).toEqual([])
  })

  it('is for who has asked, and can be cancelled; ranges without an end, or with too many, are refused', async () => {
    const { id } = await backTested(year, 'rep')
    expect((await t.as('rep2').get(`/api/back-tests/${id}`)).statusCode).toBe(404)
    expect((await t.as('agent').post('/api/back-tests', year)).statusCode).toBe(403)
    for (const range of [
      { from: '2025-02-01', to: '2025-02-02' },
      { from: '2025-12-31', to: '2025-01-01' },
      { from: '0001-01-01', to: '9999-12-31' },
    ])
      expect((await t.as('rep').post('/api/back-tests', range)).json()).toMatchObject({ status: 400 })
    const before = (await get<{ items: unknown[] }>('/back-tests', 'rep')).items.length
    const job = (await t.as('rep').post('/api/back-tests', year)).json<{ id: string }>()
    await t.as('rep').post(`/api/jobs/${job.id}/cancel`, {})
    await expect
      .poll(async () => (await get<{ state: string }>(`/jobs/${job.id}`, 'rep')).state)
      .toBe('cancelled')
    await t.settled()
    expect((await get<{ items: unknown[] }>('/back-tests', 'rep')).items).toHaveLength(before)
    expect(
      (await get<{ items: { title: string }[] }>(`/back-tests/${id}/history`, 'rep')).items,
    ).toMatchObject([{ title: 'Back-test of 6 methods from 2025-01-01 to 2025-12-31, 66 forecasts' }])
  })
})

describe('ES-09 what forecasts would have said by other probabilities', () => {
  const asked = '/forecast/what-if?from=2025-01-01&to=2025-12-31'
  interface WhatIf {
    forecasts: { on: string; said: number; other: number; actual: number | null }[]
    off: { said: number; other: number }
    stages: { id: string; probability: number; won: number; lost: number }[]
  }

  it('are what they were by the same ones, and what was said then', async () => {
    const { forecasts, off, stages: given } = await get<WhatIf>(asked)
    expect(forecasts).toHaveLength(12)
    for (const { said, other } of forecasts) expect(other).toBe(said)
    expect(off.other).toBe(off.said)
    const same = given.map(({ id, probability }) => `${id}:${probability}`).join(',')
    expect((await get<WhatIf>(`${asked}&probabilities=${same}`)).forecasts).toEqual(forecasts)
    for (const { on, said } of forecasts.slice(4, 6)) {
      const next = new Date(Date.parse(on) + 86_400_000).toISOString().slice(0, 10)
      const told = await get<Methods>(`/forecast/methods?asOf=${on}T23:59:59.999Z&on=${next}`)
      expect(expectedBy(told, 'stage-defaults')).toBe(said)
    }
  })

  it('are others by others, and nothing is written', async () => {
    const before = await t.store.lastPosition()
    const plain = await get<WhatIf>(asked)
    const { forecasts } = await get<WhatIf>(`${asked}&probabilities=${idOf('First')}:0,${idOf('Second')}:1`)
    expect(forecasts.map(({ said }) => said)).toEqual(plain.forecasts.map(({ said }) => said))
    expect(forecasts.some(({ said, other }) => other > said)).toBe(true)
    expect(await t.store.lastPosition()).toBe(before)
    for (const wrong of ['x', `${idOf('First')}:2`, `${idOf('First')}`])
      expect((await t.as('manager').get(`/api${asked}&probabilities=${wrong}`)).statusCode).toBe(400)
  })
})
