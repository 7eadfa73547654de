import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleSetId } from '../../../src/commands/settings/rule-set.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { type TestApp, testApp } from '../../support/app.ts'
import { answered, refusal } from '../../support/reply.ts'

interface Line {
  unitPrice: { amount: number }
  listPrice: { amount: number } | null
  pricedBy?: { priceBookId: string; name: string; version: number; from: number; rule: { name: string } }
}
const ok = answered<{ id: string; revision: number; lines: Line[] } & Record<string, unknown>>
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const stages = [
  { name: 'Open', probability: 0.5, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]

let t: TestApp
let productId: string
let bookId: string
let dealId: string
beforeAll(async () => {
  t = await testApp()
  await furnishRules(t, systemPrincipal('first-start', { kind: 'cli' }))
  const admin = t.as('admin')
  await ok(admin.post('/api/pipelines', { name: 'P', currency: 'EUR', isDefault: true, stages }))
  productId = (await ok(admin.post('/api/products', { name: 'Lens', code: 'L', price: eur(1_000) }))).id
  bookId = (await ok(admin.post('/api/price-books', { name: 'Germany', currency: 'EUR' }))).id
  await prices([
    { from: 0, price: eur(900) },
    { from: 10, price: eur(812.3456) },
  ])
  const rule = {
    name: 'From Germany',
    when: { field: 'country', operator: 'is', value: 'DE' },
    outcome: { priceBookId: bookId },
  }
  const set = `/api/rule-sets/${ruleSetId('price-book')}`
  await ok(
    t
      .as('manager')
      .post(`${set}/draft`, { content: { rules: [rule], otherBooks: true } }, { 'if-match': '*' }),
  )
  await ok(t.as('manager').post(`${set}/publish`, {}, { 'if-match': '*' }))
  const { id: accountId } = await ok(t.as('rep').post('/api/accounts', { name: 'Optik AG', country: 'DE' }))
  dealId = (await ok(t.as('rep').post('/api/opportunities', { name: 'Lenses', accountId }))).id
})
afterAll(() => t.close())

const prices = (tiers: object[]) =>
  ok(t.as('manager').post(`/api/price-books/${bookId}/set-prices`, { entries: [{ productId, tiers }] }))
const quoted = async (id: string) => {
  await t.settled()
  return (await ok(t.as('rep').get(`/api/quotes/${id}`))).lines
}
const draft = async (lines: object[], more: object = {}) =>
  (
    await ok(
      t.as('rep').post('/api/quotes', {
        opportunityId: dealId,
        currency: 'EUR',
        validUntil: '2030-01-31',
        lines,
        ...more,
      }),
    )
  ).id

describe('QTC-03 a line is priced by the book that rules choose for the customer', () => {
  it('and says by which book, version, tier and rule; a quote keeps it whatever becomes of the book', async () => {
    const id = await draft([
      { productId, quantity: 1 },
      { productId, quantity: 12 },
      { productId, quantity: 1, unitPrice: eur(850) },
    ])
    const lines = await quoted(id)
    expect(lines.map(({ unitPrice, listPrice }) => [unitPrice.amount, listPrice?.amount])).toEqual([
      [900, 900],
      [812.3456, 812.3456],
      [850, 900],
    ])
    expect(lines[1]?.pricedBy).toMatchObject({
      priceBookId: bookId,
      name: 'Germany',
      version: 2,
      from: 10,
      rule: { version: 2, name: 'From Germany' },
    })
    await prices([{ from: 0, price: eur(950) }])
    expect(await quoted(id)).toEqual(lines)
    expect((await quoted(await draft([{ productId, quantity: 12 }])))[0]).toMatchObject({
      unitPrice: eur(950),
      pricedBy: { version: 3, from: 0 },
    })
    // The next version begins with what was offered.
    await ok(t.as('rep').post(`/api/quotes/${id}/send`))
    const next = (
      await ok(
        t.as('rep').post('/api/quotes', { opportunityId: dealId, validUntil: '2030-02-28', replacesId: id }),
      )
    ).id
    expect(await quoted(next)).toEqual(lines)
  })

  it('tells beforehand what it would cost, and costs others what the catalogue says', async () => {
    await t.settled()
    const price = (of: string, quantity: number) =>
      ok(
        t
          .as('rep')
          .get(
            `/api/opportunities/${of}/list-price?productId=${productId}&quantity=${quantity}&currency=EUR`,
          ),
      )
    expect(await price(dealId, -3)).toMatchObject({ price: eur(950), pricedBy: { version: 3 } })
    const other = (await ok(t.as('rep').post('/api/opportunities', { name: 'No account' }))).id
    await t.settled()
    expect(await price(other, 3)).toEqual({ price: eur(1_000), pricedBy: null })
    expect(
      (
        await t
          .as('agent')
          .get(`/api/opportunities/${other}/list-price?productId=${productId}&quantity=1&currency=EUR`)
      ).statusCode,
    ).toBe(403)
  })

  it('is not priced by a book that is archived, or over, or in another currency', async () => {
    const book = `/api/price-books/${bookId}`
    const first = async () => (await quoted(await draft([{ productId, quantity: 1 }])))[0]?.unitPrice.amount
    await ok(t.as('manager').patch(book, { validUntil: '2020-12-31' }))
    expect(await first()).toBe(1_000)
    await ok(t.as('manager').patch(book, { validUntil: null }))
    expect(await first()).toBe(950)
    await ok(t.as('manager').post(`${book}/archive`))
    expect(await first()).toBe(1_000)
    await ok(t.as('manager').post(`${book}/restore`))
    const usd = t.as('rep').post('/api/quotes', {
      opportunityId: dealId,
      currency: 'USD',
      validUntil: '2030-01-31',
      lines: [{ productId, quantity: 1 }],
    })
    expect(await refusal(usd)).toEqual([422, 'line.currency-mixed', 'lines.0.unitPrice'])
  })

  it('refuses prices of products and books that there are not', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(
      await refusal(
        t
          .as('manager')
          .post(`/api/price-books/${bookId}/set-prices`, { entries: [{ productId: nobody, tiers: [] }] }),
      ),
    ).toEqual([422, 'priceBook.product-unknown', 'productId'])
    expect(await refusal(t.as('rep').post('/api/price-books', { name: 'Mine', currency: 'EUR' }))).toEqual([
      403,
      'forbidden',
    ])
  })
})
