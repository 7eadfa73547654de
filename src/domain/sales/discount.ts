import { minorDigits } from '../values/currency.ts'
import type { Money } from '../values/money.ts'
import { percentPlaces, pricePlaces, scaled } from '../values/rounding.ts'
import { quantityPlaces } from './pricing.ts'

interface Offered {
  quantity: number
  unitPrice: Money
  listPrice: Money | null
  discountPercent: number
}

/**
 * How much lines give away of what the list asks, in percent, rounded up: the most that one line does, or all of them
 * together, whichever is more. A price of one's own below the list is a discount, too; and so is what is taken back,
 * because nobody can tell a trade-in from a gift. A line without a list price is worth what it asks. What is rounded to
 * whole cents counts for nothing.
 */
export function discountOf(lines: readonly Offered[]): number {
  const sold = lines.filter(({ quantity }) => quantity > 0)
  const shares = sold.map((line) => shareOf(listed(line), asked(line)))
  const list = sold.reduce((sum, line) => sum + listed(line), 0n)
  const all = lines.reduce((sum, line) => sum + asked(line), 0n)
  return Math.max(0, shareOf(list, all), ...shares)
}

/** A percentage in whole numbers. */
const percents = 10n ** BigInt(percentPlaces)
const whole = 100n * percents

/** What the list asks and what the line asks, both in the same small parts, so that they are whole. */
const listed = (line: Offered) => worth(line.listPrice ?? line.unitPrice, line.quantity) * whole
const asked = (line: Offered) =>
  worth(line.unitPrice, line.quantity) * (whole - scaled(line.discountPercent, percentPlaces))

const worth = ({ amount, currency }: Money, quantity: number) =>
  scaled(amount, pricePlaces - minorDigits(currency)) * scaled(quantity, quantityPlaces)

function shareOf(list: bigint, of: bigint): number {
  if (list <= 0n || of >= list) return 0
  return Number(((list - of) * whole + list - 1n) / list) / Number(percents)
}
