import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { instantBetween } from '../../support/between.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, refusal } from '../../support/reply.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
const ok = answered<Row>
const read = async (path: string, person: Person = 'admin') => {
  await t.settled()
  return ok(t.as(person).get(path))
}
const capture = (body: object = {}, person: Person = 'rep') =>
  make(t.as(person), '/api/leads', { name: { last: 'Okello' }, source: 'Web', ...body })
const ask = (id: string, verb: string, body: object = {}, person: Person = 'rep', headers = {}) =>
  t.as(person).post(`/api/leads/${id}/${verb}`, body, headers)
const at = (occurredAt: string) => ({ 'x-occurred-at': occurredAt })

describe('LEAD-24 a lead that is put off', () => {
  it('is taken up again by itself when its day begins where its owner is', async () => {
    // The clocks there go forward on that very night.
    await ok(t.as('admin').patch(`/api/users/${t.ids.rep}`, { timeZone: 'Europe/Berlin' }))
    const reply = await t
      .as('admin')
      .post('/api/leads', { name: { last: 'Late' }, ownerId: t.ids.rep }, at('2026-03-01T10:00:00Z'))
    const { id } = reply.json<Row>()
    const body = { reason: 'No budget this year', wakeOn: '2026-03-30' }
    await ok(ask(id, 'recycle', body, 'admin', at('2026-03-02T10:00:00Z')))
    const waiting = await read(`/api/leads/${id}?asOf=2026-03-10T00:00:00Z`)
    expect(waiting).toMatchObject({
      status: 'recycled',
      recycledReason: 'No budget this year',
      wakeOn: '2026-03-30',
      wakeAt: '2026-03-29T22:00:00.000Z',
    })
    await eventually(async () => {
      const row = await read(`/api/leads/${id}`)
      expect(row).toMatchObject({ status: 'working', statusSince: '2026-03-29T22:00:00.000Z', wakeOn: null })
    })
    const { items } = await read(`/api/leads/${id}/history`)
    expect(items.map(({ title }) => title).slice(0, 2)).toEqual([
      'Taken up again',
      'Put off until 2026-03-30: No budget this year',
    ])
  })

  it('waits by the clocks of the organisation while nobody owns it, and is not taken up before', async () => {
    const id = await capture({ ownerId: null }, 'manager')
    const wakeOn = '2099-01-02'
    await ok(ask(id, 'recycle', { reason: 'Not ready yet', wakeOn }, 'manager'))
    const row = await read(`/api/leads/${id}`)
    expect(row).toMatchObject({ status: 'recycled', wakeAt: '2099-01-02T00:00:00.000Z' })
    expect((await read('/api/leads?status=recycled&wakeOnTo=2099-01-02&sort=wakeOn')).items).toMatchObject([
      { id },
    ])
    expect(await refusal(ask(id, 'recycle', { reason: 'X', wakeOn: '2020-01-01' }, 'manager'))).toEqual([
      422,
      'lead.wake-past',
      'wakeOn',
    ])
    await ok(ask(id, 'wake', {}, 'manager'))
    expect(await read(`/api/leads/${id}`)).toMatchObject({ status: 'working', wakeAt: null })
  })

  it('or disqualified, singly or many at once, is put back as it stood', async () => {
    const ids = [await capture(), await capture()]
    await ok(ask(ids[1] ?? '', 'assign', { ownerId: t.ids.rep2 }))
    const before = await Promise.all(ids.map((id) => read(`/api/leads/${id}`)))
    const batch = await ok(
      t.as('manager').post('/api/batches', { command: 'lead.disqualify', body: { reason: 'No need' }, ids }),
    )
    await eventually(async () => {
      const rows = await Promise.all(ids.map((id) => read(`/api/leads/${id}`)))
      expect(rows).toMatchObject([
        { status: 'disqualified', disqualifiedReason: 'No need' },
        { status: 'disqualified' },
      ])
      expect(await read(`/api/batches/${batch.id}`, 'manager')).toMatchObject({ status: 'done' })
    })
    await ok(ask(ids[0] ?? '', 'put-back'))
    await ok(t.as('manager').post(`/api/batches/${batch.id}/revert`))
    await eventually(async () => {
      const rows = await Promise.all(ids.map((id) => read(`/api/leads/${id}`)))
      expect(rows).toMatchObject(
        before.map(({ status, disqualifiedReason }) => ({ status, disqualifiedReason })),
      )
    })
  })

  it('is told with its reason in a report, now and as of an instant', async () => {
    const from = new Date().toISOString()
    const { total: before } = await read('/api/lead-reasons')
    const ids = [await capture(), await capture(), await capture({ source: 'Event' })]
    for (const id of ids.slice(0, 2)) await ok(ask(id, 'disqualify', { reason: 'No budget' }))
    await ok(ask(ids[2] ?? '', 'recycle', { reason: 'No answer', wakeOn: '2099-01-01' }))
    const report = await read('/api/lead-reasons', 'rep')
    expect(report.items).toEqual(
      expect.arrayContaining([
        { status: 'disqualified', reason: 'No budget', leads: 2 },
        { status: 'recycled', reason: 'No answer', leads: 1 },
      ]),
    )
    expect((await read('/api/lead-reasons?source=event', 'rep')).items).toEqual([
      { status: 'recycled', reason: 'No answer', leads: 1 },
    ])
    expect((await read('/api/lead-reasons?from=2999-01-01')).total).toBe(0)
    expect((await read(`/api/lead-reasons?asOf=${from}`)).total).toBe(before)
    // Whoever sees none of them counts none.
    expect((await read('/api/lead-reasons', 'rep2')).items).not.toContainEqual(
      expect.objectContaining({ reason: 'No answer' }),
    )
  })
})

describe('LEAD-17 the progress of a lead', () => {
  it('tells how long it was in each status, each time and in all, and who brought it there', async () => {
    const made = await t
      .as('admin')
      .post('/api/leads', { name: { last: 'Slow' }, ownerId: t.ids.rep }, at('2026-01-01T00:00:00Z'))
    const { id } = made.json<Row>()
    const change = (verb: string, body: object, when: string) => ok(ask(id, verb, body, 'admin', at(when)))
    await change('assign', { ownerId: t.ids.rep2 }, '2026-01-02T00:00:00Z')
    await change('recycle', { reason: 'Not ready yet', wakeOn: '2099-01-01' }, '2026-01-02T06:00:00Z')
    await change('wake', {}, '2026-01-05T06:00:00Z')
    const asOf = '2026-01-05T07:30:00.000Z'
    const { spans, totals, ...rest } = await read(`/api/leads/${id}/progress?asOf=${asOf}`)
    const byId = t.ids.admin
    expect(rest).toMatchObject({ status: 'working', since: '2026-01-05T06:00:00.000Z', at: asOf })
    expect(spans).toMatchObject([
      { status: 'new', minutes: 24 * 60, byId },
      { status: 'working', minutes: 6 * 60, byId },
      { status: 'recycled', minutes: 3 * 24 * 60, byId },
      { status: 'working', to: null, minutes: 90, byId },
    ])
    expect(totals).toEqual([
      { status: 'new', minutes: 24 * 60 },
      { status: 'working', minutes: 6 * 60 + 90 },
      { status: 'recycled', minutes: 3 * 24 * 60 },
    ])
    const since = await read('/api/leads?sort=statusSince&statusSinceTo=2026-01-05T06:00:00Z')
    expect(since.items.map((row) => row.id)).toContain(id)
    expect((await t.as('agent').get(`/api/leads/${id}/progress`)).statusCode).toBe(403)
  })
})

describe('LEAD-06 who brought a lead', () => {
  it('stands on it, and a report counts what came of it', async () => {
    const referrerId = await make(t.as('rep'), '/api/contacts', { name: { first: 'Ada', last: 'Byron' } })
    const before = await instantBetween()
    const ids = [await capture({ referrerId, source: 'Referral' }), await capture({ referrerId })]
    await ok(ask(ids[0] ?? '', 'disqualify', { reason: 'No need' }))
    const nobody = await capture()
    expect(await refusal(t.as('rep').patch(`/api/leads/${nobody}`, { referrerId: t.ids.rep }))).toEqual([
      422,
      'lead.referrer-unknown',
      'referrerId',
    ])
    await ok(t.as('rep').patch(`/api/leads/${nobody}`, { referrerId }))
    await ok(t.as('rep').patch(`/api/leads/${nobody}`, { referrerId: null }))
    expect(await read(`/api/leads/${ids[0]}`)).toMatchObject({ referrerId, referrerName: 'Ada Byron' })
    const report = await read('/api/lead-referrals')
    expect(report).toMatchObject({
      total: 2,
      items: [
        { referrerId, referrerName: 'Ada Byron', leads: 2, qualified: 0, disqualified: 1, converted: 0 },
      ],
    })
    expect((await read(`/api/lead-referrals?asOf=${before}`)).total).toBe(0)
    expect((await read(`/api/leads?referrerId=${referrerId}`)).items).toHaveLength(2)
  })
})

describe('LEAD-22 what to offer to a lead', () => {
  it('is told with why, of what can be had, and as of an instant', async () => {
    const product = (name: string, code: string) =>
      make(t.as('admin'), '/api/products', { name, code, price: { amount: 100, currency: 'EUR' } })
    const scope = await product('Larkspur Scope', 'LS-9')
    await product('Immersion oil', 'IO-9')
    const id = await capture({ productInterest: 'larkspur scope' })
    const told = (query = '') => read(`/api/leads/${id}/recommendations${query}`, 'rep')
    expect((await told()).items).toEqual([
      {
        productId: scope,
        productName: 'Larkspur Scope',
        score: 50,
        reasons: [{ reason: 'named', customers: null }],
      },
    ])
    const then = await instantBetween()
    await ok(t.as('admin').patch(`/api/products/${scope}`, { available: false }))
    expect((await told()).items).toEqual([])
    expect((await told(`?asOf=${then}`)).items).toMatchObject([{ productId: scope }])
  })
})
