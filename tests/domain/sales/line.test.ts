import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../../src/domain/error.ts'
import {
  fromTaxByLine,
  type LineInput,
  lineInput,
  lineRequest,
  pricedLine,
  priceLines,
} from '../../../src/domain/sales/line.ts'
import { formatMoney } from '../../../src/domain/values/money.ts'
import { idOf } from '../../support/given.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const line = (parts: object) =>
  lineInput.parse({ description: 'Laptop', quantity: 1, product: null, ...parts })

function priced(parts: object) {
  const { lines, totals } = priceLines([line(parts)], 'USD')
  const [only] = lines
  const amounts = only && [only.discount, only.net, totals.tax, totals.gross].map(({ amount }) => amount)
  return { amounts, totals }
}

describe('QTC-04 a line is priced', () => {
  it.each([
    ['plain', { unitPrice: usd(1999), quantity: 3 }, [0, 5997, 0, 5997]],
    [
      'with discount and tax',
      { unitPrice: usd(10_000), discountPercent: 10, taxPercent: 19 },
      [1000, 9000, 1710, 10_710],
    ],
    ['half a cent of discount away from zero', { unitPrice: usd(5), discountPercent: 50 }, [3, 2, 0, 2]],
    ['half a cent of tax away from zero', { unitPrice: usd(50), taxPercent: 7 }, [0, 50, 4, 54]],
    ['a broken quantity', { unitPrice: usd(333), quantity: 1.5 }, [0, 500, 0, 500]],
    ['percents of two decimals', { unitPrice: usd(10_000), taxPercent: 8.25 }, [0, 10_000, 825, 10_825]],
    ['given away', { unitPrice: usd(10_000), discountPercent: 100, taxPercent: 19 }, [10_000, 0, 0, 0]],
    [
      'FAULTS 30 at less than a cent for one',
      { unitPrice: usd(19.5), quantity: 1000 },
      [0, 19_500, 0, 19_500],
    ],
    ['FAULTS 30 at a millionth', { unitPrice: usd(0.0001), quantity: 1_000_000 }, [0, 100, 0, 100]],
    [
      'FAULTS 30 with a tax of four decimals',
      { unitPrice: usd(10_000), taxPercent: 8.8751 },
      [0, 10_000, 888, 10_888],
    ],
    // 0.07 x 100 is 7.000000000000001 in binary fractions.
    ['where floating point errs', { unitPrice: usd(100), quantity: 0.07 }, [0, 7, 0, 7]],
    [
      'more than doubles can count',
      { unitPrice: usd(9_999_999_999_999), quantity: 1, discountPercent: 33.3333, taxPercent: 0 },
      [3_333_330_000_000, 6_666_669_999_999, 0, 6_666_669_999_999],
    ],
  ])('%s', (_, parts, amounts) => {
    expect(priced(parts).amounts).toStrictEqual(amounts)
  })

  it('by the catalogue where price and description are left out, and keeps the list price where they are not', () => {
    const product = { name: 'GTX Pro', price: usd(482_100), archived: false }
    const productId = idOf('product')
    const { lines } = priceLines(
      [
        line({ productId, product, description: undefined }),
        line({ productId, product, unitPrice: usd(400_000) }),
      ],
      'USD',
    )
    expect(lines).toMatchObject([
      { description: 'GTX Pro', unitPrice: usd(482_100), listPrice: usd(482_100) },
      { description: 'Laptop', unitPrice: usd(400_000), listPrice: usd(482_100) },
    ])
  })

  const product = { name: 'GTX Pro', price: usd(1), archived: true }
  it.each([
    ['an unknown product', { productId: idOf('x') }, 'line.product-unknown', 'lines.1.productId'],
    ['an archived product', { productId: idOf('x'), product }, 'line.product-archived', 'lines.1.productId'],
    ['no price', {}, 'line.price-missing', 'lines.1.unitPrice'],
    [
      'no description',
      { unitPrice: usd(1), description: undefined },
      'line.description-missing',
      'lines.1.description',
    ],
    [
      'another currency',
      { unitPrice: { amount: 1, currency: 'EUR' } },
      'line.currency-mixed',
      'lines.1.unitPrice',
    ],
    [
      'too much money',
      { unitPrice: usd(9_007_199_254_740), quantity: 1001 },
      'line.amount-too-large',
      'lines.1.quantity',
    ],
  ])('but not with %s, naming the line', (_, parts, code, field) => {
    const fine = line({ unitPrice: usd(1) })
    expect(() => priceLines([fine, line(parts)], 'USD')).toThrow(
      expect.objectContaining({ name: DomainError.name, code, field }),
    )
  })
})

describe('FAULTS 30 a document by EN 16931', () => {
  const sums = (...lines: object[]) => priceLines(lines.map(line), 'USD').totals

  it('rounds tax once for each rate, on the sum of its lines (BR-CO-17)', () => {
    const cent = { unitPrice: usd(3), taxPercent: 19 }
    // By line it would be three times 1, for 0.57 each.
    expect(sums(cent, cent, cent)).toMatchObject({
      net: usd(9),
      tax: usd(2),
      gross: usd(11),
      taxes: [{ percent: 19, net: usd(9), tax: usd(2) }],
    })
    expect(sums(cent, { unitPrice: usd(100), taxPercent: 7 }, cent).taxes).toStrictEqual([
      { percent: 19, net: usd(6), tax: usd(1) },
      { percent: 7, net: usd(100), tax: usd(7) },
    ])
  })

  it('takes back what has a negative quantity, by its own rate, and never a negative price (BR-27)', () => {
    const old = { description: 'Trade-in', quantity: -1, unitPrice: usd(2_000), taxPercent: 19 }
    expect(sums({ unitPrice: usd(10_000), taxPercent: 19 }, old)).toMatchObject({
      net: usd(8_000),
      tax: usd(1_520),
      gross: usd(9_520),
    })
    expect(lineInput.safeParse({ ...old, product: null, unitPrice: usd(-1) }).success).toBe(false)
    expect(lineInput.safeParse({ ...old, product: null, quantity: 0 }).success).toBe(false)
    expect(() => sums({ unitPrice: usd(1_000) }, old)).toThrow(
      expect.objectContaining({ code: 'line.total-negative', field: 'lines' }),
    )
  })

  it('takes six decimals of the currency’s unit in a price, and no more', () => {
    const price = (amount: number, currency: string) =>
      lineRequest.safeParse({ quantity: 1, unitPrice: { amount, currency } }).success
    expect(price(0.0001, 'EUR')).toBe(true)
    expect(price(0.00001, 'EUR')).toBe(false)
    expect(price(0.000_001, 'JPY')).toBe(true)
    expect(price(0.0001, 'KWD')).toBe(false)
    expect(formatMoney(usd(19.5))).toBe('USD 0.195')
    expect(formatMoney(usd(-123_450))).toBe('−USD 1,234.50')
  })

  it('keeps the totals of events from before, and tells their tax by rate', () => {
    const before = (net: number, tax: number) => ({
      taxPercent: 19,
      net: usd(net),
      tax: usd(tax),
      gross: usd(net + tax),
    })
    const totals = { net: usd(9), discount: usd(0), tax: usd(3), gross: usd(12) }
    expect(fromTaxByLine({ lines: [before(3, 1), before(3, 1), before(3, 1)], totals })).toStrictEqual({
      lines: [3, 3, 3].map((net) => ({ taxPercent: 19, net: usd(net) })),
      totals: { ...totals, taxes: [{ percent: 19, net: usd(9), tax: usd(3) }] },
    })
  })
})

describe('QTC-04 quote arithmetic', () => {
  const percent = fc.integer({ min: 0, max: 10_000 }).map((basisPoints) => basisPoints / 100)
  const lineOf: fc.Arbitrary<LineInput> = fc
    .record({
      quantity: fc.integer({ min: 1, max: 10_000_000 }).map((n) => (n % 7 === 0 ? -n : 10 * n) / 1000),
      unitPrice: fc.integer({ min: 0, max: 100_000_000 }).map((hundredths) => usd(hundredths / 100)),
      discountPercent: percent,
      taxPercent: percent,
    })
    .map(line)
  /** The nearest whole numbers to a fraction; two of them at a half. */
  const isNearest = (rounded: number, numerator: bigint, denominator: bigint) => {
    const twice = 2n * (BigInt(rounded) * denominator - numerator) * (numerator < 0n ? -1n : 1n)
    // Away from zero: a half may be rounded up, never down.
    return twice <= denominator && twice > -denominator
  }

  /** What is worth less than it takes back is refused, and tested by itself. */
  const offered = fc.array(lineOf, { maxLength: 20 }).filter((inputs) => {
    const worth = inputs.reduce(
      (sum, { quantity, unitPrice, taxPercent, discountPercent }) => {
        const net = quantity * (unitPrice?.amount ?? 0) * (1 - discountPercent / 100)
        return { net: sum.net + net, gross: sum.gross + net * (1 + taxPercent / 100) }
      },
      { net: 0, gross: 0 },
    )
    return worth.net >= inputs.length && worth.gross >= inputs.length
  })

  it('FAULTS 30 adds up: net is the sum of the lines, tax that of the rates, and both make gross', () => {
    fc.assert(
      fc.property(offered, (inputs) => {
        const { lines, totals } = priceLines(inputs, 'USD')
        for (const part of ['net', 'discount'] as const) {
          expect(totals[part].amount).toBe(lines.reduce((sum, each) => sum + each[part].amount, 0))
        }
        expect(totals.tax.amount).toBe(totals.taxes.reduce((sum, { tax }) => sum + tax.amount, 0))
        expect(totals.net.amount).toBe(totals.taxes.reduce((sum, { net }) => sum + net.amount, 0))
        expect(totals.gross.amount).toBe(totals.net.amount + totals.tax.amount)
        const basisPoints = (share: number) => BigInt(Math.round(share * 100))
        for (const { percent: rate, net, tax } of totals.taxes) {
          const own = lines.filter(({ taxPercent }) => taxPercent === rate)
          expect(net.amount).toBe(own.reduce((sum, each) => sum + each.net.amount, 0))
          expect(isNearest(tax.amount, BigInt(net.amount) * basisPoints(rate), 10_000n)).toBe(true)
        }
        for (const each of lines) {
          expect(pricedLine.safeParse(each).success).toBe(true)
          const thousandths = BigInt(Math.round(each.quantity * 1000))
          const hundredths = BigInt(Math.round(each.unitPrice.amount * 100))
          const listed = each.net.amount + each.discount.amount
          expect(isNearest(listed, hundredths * thousandths, 100_000n)).toBe(true)
          expect(
            isNearest(each.discount.amount, BigInt(listed) * basisPoints(each.discountPercent), 10_000n),
          ).toBe(true)
        }
      }),
    )
  })

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(offered, (inputs) => {
        expect(priceLines(inputs.toReversed(), 'USD').totals).toStrictEqual(priceLines(inputs, 'USD').totals)
      }),
    )
  })
})
