import { randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code } from '../../src/api/identity/sign-in.ts'
import { currencies } from '../../src/domain/values/currency.ts'
import { formatMoney } from '../../src/domain/values/money.ts'
import { claimSameNames } from '../../src/start/claims.ts'
import { money } from '../../web/src/ui/format.ts'
import { amiss } from '../support/amiss.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { older } from '../support/older.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const stages = ['open', 'won', 'lost'].map((kind, n) => ({
    id: randomUUID(),
    name: kind,
    kind,
    probability: [0.5, 1, 0][n],
  }))
  await t.as('admin').post('/api/pipelines', { name: 'Sales', currency: 'EUR', isDefault: true, stages })
})
afterAll(() => t.close())

const made = async (resource: string, body: object): Promise<string> => {
  const reply = await t.as('admin').post(`/api/${resource}`, body)
  expect([reply.statusCode, reply.body]).toEqual([201, expect.anything()])
  return reply.json<{ id: string }>().id
}

describe('FAULTS 3: sums that are too large', () => {
  it('are one column that says so, and every figure beside it is right', async () => {
    const most = Number.MAX_SAFE_INTEGER
    for (const name of ['One', 'Two']) {
      const id = await made('opportunities', {
        name,
        ownerId: t.ids.rep,
        closeDate: '2030-01-15',
        amount: { amount: 100, currency: 'EUR' },
      })
      const data = { amount: { amount: most, currency: 'EUR' } }
      const event = older(t.ids.rep, 'opportunity.amount-changed.v1', data)
      await t.store.append(`opportunity-${id}`, [event], 0n)
    }
    await made('opportunities', {
      name: 'Small',
      ownerId: t.ids.rep,
      closeDate: '2030-01-16',
      amount: { amount: 700, currency: 'USD' },
    })
    await t.settled()
    const admin = t.as('admin')
    const board = await admin.get('/api/pipeline')
    // More than is taken now, and more than an answer says that there is.
    expect(amiss.splice(0)).toEqual([expect.stringContaining('amount must be <= 10000000000000')])
    const [open] = board.json().stages
    expect(open).toMatchObject({
      count: 3,
      amounts: [
        { currency: 'EUR', amount: null, weighted: most },
        { currency: 'USD', amount: 700, weighted: 350 },
      ],
    })
    const summary = await admin.get('/api/pipeline/summary')
    expect(summary.json().open).toMatchObject({ count: 3, amounts: [{ amount: null }, { amount: 700 }] })
    const forecast = await admin.get('/api/forecast?from=2030-01-01&to=2030-03-31')
    expect(forecast.json().totals).toMatchObject([
      { currency: 'EUR', count: 2, won: 0, weighted: most, bestCase: null },
      { currency: 'USD', count: 1, bestCase: 700 },
    ])
    const diff = await admin.get('/api/pipeline/diff?from=2020-01-01T00:00:00Z')
    expect(diff.statusCode).toBe(200)
    expect(diff.json().walks).toMatchObject([
      { currency: 'EUR', end: { count: 2, amount: { amount: null } }, residual: { amount: null } },
      { currency: 'USD', end: { count: 1, amount: { amount: 700 } }, residual: { amount: 0 } },
    ])
  })
})

describe('FAULTS 14: If-Match as RFC 9110 has it', () => {
  it.each([
    ['*', 200],
    ['"0"', 200],
    ['"7", "0"', 200],
    ['W/"1", "0"', 200],
    [', "0" ,', 200],
    ['W/"0"', 412],
    ['"7"', 412],
    ['"7", W/"0"', 412],
    ['"other"', 412],
    ['0', 400],
    ['"0', 400],
    ['"0" "1"', 400],
    ['*, "0"', 400],
  ])('%s is answered %i', async (ifMatch, status) => {
    const id = await made('accounts', { name: `If-Match ${randomUUID()}` })
    const reply = await t.as('admin').patch(`/api/accounts/${id}`, { sector: 'x' }, { 'if-match': ifMatch })
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([
      status,
      expect.stringContaining('json'),
    ])
    if (status === 412) expect(reply.json().current).toMatchObject({ revision: 0, since: [] })
  })
})

describe('FAULTS 21: currencies', () => {
  it('are those of ISO 4217 as of then: withdrawn ones are not for new amounts, and what they were stays', async () => {
    const admin = t.as('admin')
    const product = (currency: string, headers?: Record<string, string>) =>
      admin.post(
        '/api/products',
        { name: 'It', code: randomUUID(), price: { amount: 100, currency } },
        headers,
      )
    for (const code of ['BGN', 'ANG']) {
      const reply = await product(code)
      expect([reply.statusCode, reply.json().errors]).toEqual([
        422,
        [expect.objectContaining({ field: 'price.currency' })],
      ])
      expect((await product(code, { 'x-occurred-at': '2019-06-01T00:00:00Z' })).statusCode).toBe(201)
      expect(currencies).not.toContain(code)
    }
    expect((await product('XCG')).statusCode).toBe(201)
    expect((await product('DEM')).statusCode).toBe(400)
    expect(currencies).toContain('XCG')
  })

  it('have the same decimals on screen and on paper', () => {
    for (const currency of currencies) {
      const value = { amount: 1_234_567, currency }
      const screen = money(value).replaceAll(/[^0-9.]/g, '')
      expect([currency, Number(screen)]).toEqual([
        currency,
        Number(formatMoney(value).replaceAll(/[^0-9.]/g, '')),
      ])
    }
    expect(money({ amount: 15_000_000_000, currency: 'IDR' })).toBe('150,000,000 IDR')
  })
})

describe('FAULTS 24: what proves who one is', () => {
  it('is a code as the authenticator shows it', () => {
    for (const text of ['123456', '123 456', ' 123\u00A0456 ', '123-456', '\uFF11\uFF12\uFF13 456'])
      expect([text, code.parse(text)]).toEqual([text, '123456'])
    expect(code.safeParse('12 345').success).toBe(false)
  })

  it('is a password in the same letters, composed or not, and hashes of before go on working', async () => {
    const [composed, decomposed] = [
      'Stra\u00DFenb\u00E4ume \u00E9t\u00E9',
      'Stra\u00DFenba\u0308ume e\u0301te\u0301',
    ]
    for (const [kept, typed] of [
      [composed, decomposed],
      [decomposed, composed],
    ] as const) {
      const id = randomUUID()
      expect(await t.passwords.keep(id, kept)).toBe(true)
      expect(await t.passwords.check(id, typed)).toBe(true)
      expect(await t.passwords.check(id, `${typed}!`)).toBe(false)
      const before = randomUUID()
      await t.pg.owner.query('insert into auth.credential (id, hash) values ($1, $2)', [
        before,
        await hash(kept),
      ])
      expect(await t.passwords.check(before, kept)).toBe(true)
      expect(await t.passwords.check(before, typed)).toBe(true)
    }
  })
})

describe('FAULTS 25: names that look the same', () => {
  it('are one account, and a name of nothing visible is none', async () => {
    await made('accounts', { name: 'O\u2019Neill Ltd' })
    const admin = t.as('admin')
    for (const name of ["O'Neill Ltd", 'O\u02BCNeill Ltd', 'o\u2019neill\u200B ltd'])
      expect([name, (await admin.post('/api/accounts', { name })).statusCode]).toEqual([name, 409])
    for (const name of ['\u200B', '\u00AD', 'a\u202Eb', 'a\u2028b'])
      expect([JSON.stringify(name), (await admin.post('/api/accounts', { name })).statusCode]).toEqual([
        JSON.stringify(name),
        400,
      ])
  })

  it('go on being claimed by who had them before the rule', async () => {
    const first = (await t.store.readStream(`account-${await made('accounts', { name: 'Template' })}`))[0]
    const id = randomUUID()
    const data = { ...(first?.data as object), name: 'O\u2019Brien Ltd' }
    await t.store.append(`account-${id}`, [older(t.ids.rep, 'account.created.v1', data)], 'no-stream')
    await t.settled()
    await t.pg.owner.query(`delete from public.hindsight_migration where id like 'claims/same-names/%'`)
    await claimSameNames({ pg: t.pg, execute: t.execute, log: t.services.log })
    const reply = await t.as('admin').post('/api/accounts', { name: "O'Brien Ltd" })
    expect([reply.statusCode, reply.json().details]).toEqual([409, expect.objectContaining({ id })])
  })
})

describe('FAULTS 26: the organisation’s day', () => {
  it('is the one on which a deal is closed and a quote ends', async () => {
    const admin = t.as('admin')
    const organisation = { legalName: 'Hindsight GmbH', timeZone: 'America/New_York', from: '2020-01-01' }
    expect((await admin.patch('/api/settings/organisation', organisation)).statusCode).toBe(200)
    const at = { 'x-occurred-at': '2026-07-01T03:30:00Z' }
    const reply = await admin.post(
      '/api/opportunities',
      { name: 'Late', ownerId: t.ids.rep },
      { 'x-occurred-at': '2026-06-01T00:00:00Z' },
    )
    const { id } = reply.json()
    expect((await admin.post(`/api/opportunities/${id}/win`, {}, at)).statusCode).toBe(200)
    const open = await made('opportunities', { name: 'Open', ownerId: t.ids.rep })
    const quote = await made('quotes', {
      opportunityId: open,
      currency: 'EUR',
      validUntil: '2099-10-31',
      lines: [
        { description: 'It', quantity: 1, unitPrice: { amount: 100, currency: 'EUR' }, taxPercent: 9.975 },
      ],
    })
    expect((await admin.post(`/api/quotes/${quote}/send`)).statusCode).toBe(200)
    await t.settled()
    expect((await admin.get(`/api/opportunities/${id}`)).json()).toMatchObject({ closeDate: '2026-06-30' })
    expect((await admin.get(`/api/quotes/${quote}`)).json().totals.tax).toEqual({
      amount: 10,
      currency: 'EUR',
    })
    const sent = (await t.store.readStream(`quote-${quote}`)).find(({ type }) =>
      type.startsWith('quote.sent.'),
    )
    expect(sent?.data).toMatchObject({ validUntil: '2099-10-31', expiresAt: '2099-11-01T04:00:00.000Z' })
  })
})
