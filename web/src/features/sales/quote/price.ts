import type { Money } from '../../../api/shapes.ts'
import type { Replies } from '../../../api/types.gen.ts'

type Quote = Replies['/quotes/{id}']
export type Line = NonNullable<Quote['lines']>[number]
export type Totals = NonNullable<Quote['totals']>

/** What a line needs to be priced. Percents have at most four decimals, quantities three. */
export interface Priceable {
  quantity: number
  /** Minor units. */
  unitPrice: number
  discountPercent: number
  taxPercent: number
}

/**
 * What the server will make of these lines, shown while they are typed: each line rounded on its own, halves away
 * from zero. A test holds it against the server's own arithmetic.
 */
export function priceLines(
  lines: readonly Priceable[],
  currency: string,
): { lines: Totals[]; totals: Totals } {
  const money = (amount: number): Money => ({ amount, currency })
  const priced = lines.map(({ quantity, unitPrice, discountPercent, taxPercent }) => {
    const listed = share(unitPrice, Math.round(quantity * 1000), 1000)
    const discount = share(listed, Math.round(discountPercent * 10_000), 1_000_000)
    const net = listed - discount
    const tax = share(net, Math.round(taxPercent * 10_000), 1_000_000)
    return { net: money(net), discount: money(discount), tax: money(tax), gross: money(net + tax) }
  })
  const sum = (part: keyof Totals) => money(priced.reduce((total, line) => total + line[part].amount, 0))
  return {
    lines: priced,
    totals: { net: sum('net'), discount: sum('discount'), tax: sum('tax'), gross: sum('gross') },
  }
}

/** `amount * part / whole` in whole numbers; the products outgrow what a number holds exactly. */
function share(amount: number, part: number, whole: number): number {
  const twice = BigInt(whole) * 2n
  return Number((BigInt(amount) * BigInt(part) * 2n + BigInt(whole)) / twice)
}
