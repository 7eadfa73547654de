import { minorDigits } from '../values/currency.ts'
import { divideRounded, percentPlaces, pricePlaces, scaled } from '../values/rounding.ts'

/** How finely quantities are told. */
export const quantityPlaces = 3

/** What a line needs to be priced. */
export interface Priceable {
  /** Negative for what is taken back: a credit, a trade-in. */
  quantity: number
  /** Minor units, which may be broken. */
  unitPrice: number
  discountPercent: number
  taxPercent: number
}

/** Minor units. Net is before tax, after the discount. */
interface LineSums {
  net: bigint
  discount: bigint
}

interface RateSums {
  percent: number
  net: bigint
  tax: bigint
}

export interface DocumentSums extends LineSums {
  tax: bigint
  gross: bigint
  /** By rate, the highest first. */
  taxes: RateSums[]
}

/**
 * Prices lines as EN 16931 has it, in whole minor units, halves rounded away from zero. Of each line the price times the
 * quantity is rounded, then the discount on that; the tax is rounded once for each rate, on the sum of its lines
 * (BR-CO-17), so that no line has a tax of its own. Totals are sums of these (BR-CO-10, BR-CO-14, BR-CO-15).
 */
export function pricesOf(
  lines: readonly Priceable[],
  currency: string,
): { lines: LineSums[]; sums: DocumentSums } {
  const priced = lines.map((line) => ({ ...lineSums(line, currency), percent: line.taxPercent }))
  const rates = [...new Set(priced.map(({ percent }) => percent))].sort((a, b) => b - a)
  const taxes = rates.map((percent) => {
    const net = total(priced.filter((line) => line.percent === percent).map((line) => line.net))
    return { percent, net, tax: share(net, percent) }
  })
  const net = total(priced.map((line) => line.net))
  const tax = total(taxes.map((rate) => rate.tax))
  return {
    lines: priced.map(({ net: own, discount }) => ({ net: own, discount })),
    sums: { net, discount: total(priced.map(({ discount }) => discount)), tax, gross: net + tax, taxes },
  }
}

function lineSums({ quantity, unitPrice, discountPercent }: Priceable, currency: string): LineSums {
  const places = pricePlaces - minorDigits(currency)
  const exact = scaled(unitPrice, places) * scaled(quantity, quantityPlaces)
  const listed = divideRounded(exact, 10n ** BigInt(places + quantityPlaces))
  const discount = share(listed, discountPercent)
  return { net: listed - discount, discount }
}

/** A percentage of an amount, halves rounded away from zero. */
export function share(of: bigint, percent: number): bigint {
  return divideRounded(of * scaled(percent, percentPlaces), 100n * 10n ** BigInt(percentPlaces))
}

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)
