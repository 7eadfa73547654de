import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../../src/domain/error.ts'
import { type LineInput, lineInput, pricedLine, priceLines } from '../../../src/domain/sales/line.ts'
import { idOf } from '../../support/given.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const line = (parts: object) =>
  lineInput.parse({ description: 'Laptop', quantity: 1, product: null, ...parts })

function priced(parts: object) {
  const { lines, totals } = priceLines([line(parts)], 'USD')
  const [only] = lines
  const amounts = only && [only.discount, only.net, only.tax, only.gross].map(({ amount }) => amount)
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
    ['an unknown product', { productId: idOf('x') }, 'quote.product-unknown', 'lines.1.productId'],
    ['an archived product', { productId: idOf('x'), product }, 'quote.product-archived', 'lines.1.productId'],
    ['no price', {}, 'quote.price-missing', 'lines.1.unitPrice'],
    [
      'no description',
      { unitPrice: usd(1), description: undefined },
      'quote.description-missing',
      'lines.1.description',
    ],
    [
      'another currency',
      { unitPrice: { amount: 1, currency: 'EUR' } },
      'quote.currency-mixed',
      'lines.1.unitPrice',
    ],
    [
      'too much money',
      { unitPrice: usd(9_007_199_254_740), quantity: 1001 },
      'quote.amount-too-large',
      'lines.1.quantity',
    ],
  ])('but not with %s, naming the line', (_, parts, code, field) => {
    const fine = line({ unitPrice: usd(1) })
    expect(() => priceLines([fine, line(parts)], 'USD')).toThrow(
      expect.objectContaining({ name: DomainError.name, code, field }),
    )
  })
})

describe('QTC-04 quote arithmetic', () => {
  const percent = fc.integer({ min: 0, max: 10_000 }).map((basisPoints) => basisPoints / 100)
  const lineOf: fc.Arbitrary<LineInput> = fc
    .record({
      quantity: fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => thousandths / 1000),
      unitPrice: fc.integer({ min: 0, max: 100_000_000 }).map(usd),
      discountPercent: percent,
      taxPercent: percent,
    })
    .map(line)
  /** The nearest whole numbers to a fraction; two of them at a half. */
  const isNearest = (rounded: number, numerator: bigint, denominator: bigint) => {
    const twice = 2n * (BigInt(rounded) * denominator - numerator)
    // Away from zero: a half may be rounded up, never down.
    return twice <= denominator && twice > -denominator
  }

  it('adds up: totals are the sums of the lines, net and tax make gross, net and discount the list price', () => {
    fc.assert(
      fc.property(fc.array(lineOf, { maxLength: 20 }), (inputs) => {
        const { lines, totals } = priceLines(inputs, 'USD')
        for (const part of ['net', 'discount', 'tax', 'gross'] as const) {
          expect(totals[part].amount).toBe(lines.reduce((sum, each) => sum + each[part].amount, 0))
        }
        expect(totals.gross.amount).toBe(totals.net.amount + totals.tax.amount)
        for (const each of lines) {
          expect(pricedLine.safeParse(each).success).toBe(true)
          const thousandths = BigInt(Math.round(each.quantity * 1000))
          const listed = each.net.amount + each.discount.amount
          expect(isNearest(listed, BigInt(each.unitPrice.amount) * thousandths, 1000n)).toBe(true)
          const basisPoints = (share: number) => BigInt(Math.round(share * 100))
          expect(
            isNearest(each.discount.amount, BigInt(listed) * basisPoints(each.discountPercent), 10_000n),
          ).toBe(true)
          expect(
            isNearest(each.tax.amount, BigInt(each.net.amount) * basisPoints(each.taxPercent), 10_000n),
          ).toBe(true)
        }
      }),
    )
  })

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.array(lineOf, { maxLength: 10 }), (inputs) => {
        expect(priceLines(inputs.toReversed(), 'USD').totals).toStrictEqual(priceLines(inputs, 'USD').totals)
      }),
    )
  })
})
