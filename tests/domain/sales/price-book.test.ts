import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  entriesAfter,
  holdsOn,
  type PriceEntry,
  priceBook,
  priceIn,
} from '../../../src/domain/sales/price-book.ts'
import { booksFor, priceBy } from '../../../src/domain/sales/price-choice.ts'
import { given, idOf } from '../../support/given.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const lens = idOf('lens')
const lamp = idOf('lamp')
const fields = { name: 'Gold', currency: 'EUR', validFrom: null, validUntil: null }
const created = { type: 'priceBook.created', data: fields } as const
const tiers = [
  { from: 0, price: eur(1_000) },
  { from: 10, price: eur(900.5) },
]
const set = {
  type: 'priceBook.prices-set' as const,
  data: { version: 2, entries: [{ productId: lens, tiers }] },
}

describe('QTC-03 a price book', () => {
  it('has prices by quantity, the fewest first, each change of them a version', () => {
    given(priceBook, created)
      .when('priceBook.set-prices', { entries: [{ productId: lens, tiers: tiers.toReversed() }] })
      .thenEvents(set)
    given(priceBook, created, set)
      .when('priceBook.set-prices', {
        entries: [
          { productId: lens, tiers },
          { productId: lamp, tiers: [{ from: 1, price: eur(5) }] },
        ],
      })
      .thenEvents({
        type: 'priceBook.prices-set',
        data: { version: 3, entries: [{ productId: lamp, tiers: [{ from: 1, price: eur(5) }] }] },
      })
    given(priceBook, created, set)
      .when('priceBook.set-prices', { entries: [{ productId: lens, tiers }] })
      .thenNothing()
  })

  it.each([
    ['another currency', [{ from: 0, price: { amount: 1, currency: 'USD' } }], 'priceBook.currency-mixed'],
    ['two prices from one quantity', [tiers[0], tiers[0]], 'priceBook.tier-twice'],
  ] as const)('has not %s', (_, wrong, code) => {
    given(priceBook, created)
      .when('priceBook.set-prices', { entries: [{ productId: lens, tiers: wrong as never }] })
      .thenRefused(code)
  })

  it('has a product once, and ends after it has begun', () => {
    const one = { productId: lens, tiers }
    given(priceBook, created)
      .when('priceBook.set-prices', { entries: [one, one] })
      .thenRefused('priceBook.product-twice', 'entries.1.productId')
    given(priceBook)
      .when('priceBook.create', { ...fields, validFrom: '2026-02-01', validUntil: '2026-01-31' })
      .thenRefused('priceBook.validity-reversed', 'validUntil')
  })

  it('says the price of the highest quantity that is reached, also of what is taken back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: -60, max: 60 }),
        (froms, quantity) => {
          const steps = froms.toSorted((a, b) => a - b).map((from) => ({ from, price: eur(from) }))
          const reached = froms.filter((from) => from <= Math.abs(quantity))
          const found = priceIn({ entries: [{ productId: lens, tiers: steps }] }, lens, quantity)
          expect(found?.from).toBe(reached.length === 0 ? undefined : Math.max(...reached))
        },
      ),
    )
  })

  it('after prices were set has those that were set last, and nothing that has none', () => {
    const book = fc.uniqueArray(
      fc.record({
        productId: fc.constantFrom('a', 'b', 'c', 'd'),
        tiers: fc.constantFrom<PriceEntry['tiers']>(
          [],
          [{ from: 0, price: eur(1) }],
          [{ from: 2, price: eur(2) }],
        ),
      }),
      { selector: ({ productId }) => productId },
    )
    fc.assert(
      fc.property(book, book, (before, given) => {
        const model = new Map([...before, ...given].map((one) => [one.productId, one.tiers]))
        const after = entriesAfter(before, given)
        expect(new Map(after.map((one) => [one.productId, one.tiers]))).toEqual(
          new Map([...model].filter(([, some]) => some.length > 0)),
        )
      }),
    )
  })

  it('holds on its first and its last day, and for nothing in another currency', () => {
    const book = { archived: false, currency: 'EUR', validFrom: '2026-01-01', validUntil: '2026-12-31' }
    const on = (day: string, currency = 'EUR') => holdsOn(book, { on: day, currency })
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-12-31'), on('2027-01-01')]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(on('2026-05-01', 'USD')).toBe(false)
  })
})

describe('QTC-03 the rules choose a book', () => {
  const book = (name: string, productId: string) => ({
    ...fields,
    name,
    version: 2,
    archived: false,
    entries: [{ productId, tiers }],
  })
  const books = new Map([
    ['gold', book('Gold', lens)],
    ['all', book('All', lamp)],
  ])
  const rules = [
    {
      id: 'gold',
      name: 'Class A',
      when: { field: 'classification', operator: 'is', value: 'A' } as const,
      outcome: { priceBookId: 'gold' },
    },
    { id: 'all', name: 'All', when: { all: [] }, outcome: { priceBookId: 'all' } },
  ]
  const at = { on: '2026-05-01', currency: 'EUR' }
  const chosen = (classification: string | null, otherBooks: boolean) =>
    booksFor({ rules, otherBooks, version: 3 }, { classification }, books, at)

  it('the first that holds, then the next where it may, and a price names book, version, tier and rule', () => {
    expect(chosen('A', true).map(({ id }) => id)).toEqual(['gold', 'all'])
    expect(chosen('A', false).map(({ id }) => id)).toEqual(['gold'])
    expect(chosen(null, true).map(({ id }) => id)).toEqual(['all'])
    expect(priceBy(chosen('A', true), lens, 12)).toEqual({
      price: eur(900.5),
      pricedBy: {
        priceBookId: 'gold',
        name: 'Gold',
        version: 2,
        from: 10,
        rule: { version: 3, rule: 'gold', name: 'Class A' },
      },
    })
    expect(priceBy(chosen('A', true), lamp, 1)?.pricedBy.priceBookId).toBe('all')
    expect(priceBy(chosen('A', false), lamp, 1)).toBeUndefined()
  })
})
