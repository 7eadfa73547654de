import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceLines as serverPrices } from '../../src/domain/sales/line.ts'
import { priceLines } from '../../web/src/features/sales/quote/price.ts'

const hundredths = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((value) => value / 100)
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 9_999_999 }).map((value) => value / 1000),
  unitPrice: fc.integer({ min: 0, max: 100_000_000 }).map((value) => value / 100),
  discountPercent: hundredths(100),
  taxPercent: hundredths(100),
})

describe('the sums a quote shows while it is written', () => {
  it('QTC-04 FAULTS 30 are to the cent those that the server makes of the same lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const asked = lines.map((each) => ({
          ...each,
          productId: null,
          product: null,
          description: 'A line',
          unitPrice: { amount: each.unitPrice, currency: 'EUR' },
        }))
        const server = serverPrices(asked, 'EUR')
        const shown = priceLines(lines, 'EUR')
        expect(shown.totals).toEqual(server.totals)
        expect(shown.nets).toEqual(server.lines.map(({ net }) => net.amount))
      }),
    )
  })

  it('FAULTS 20 are there while something is typed that is no number', () => {
    const typed = { quantity: 1, unitPrice: Number.NaN, discountPercent: 0, taxPercent: 19 }
    expect(priceLines([typed], 'EUR').totals.gross).toEqual({ amount: 0, currency: 'EUR' })
  })
})
