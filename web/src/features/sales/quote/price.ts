import { type DocumentSums, type Priceable, pricesOf } from '../../../../../src/domain/sales/pricing.ts'
import type { Replies } from '../../../api/types.gen.ts'

type Quote = Replies['/quotes/{id}']
export type Line = NonNullable<Quote['lines']>[number]
export type Totals = NonNullable<Quote['totals']>

/**
 * What the server will make of these lines, by its own arithmetic, shown while they are typed. What is typed and is no
 * number yet counts for nothing.
 */
export function priceLines(
  lines: readonly Priceable[],
  currency: string,
): { nets: number[]; totals: Totals } {
  const { lines: priced, sums } = pricesOf(lines.map(countable), currency)
  return { nets: priced.map(({ net }) => Number(net)), totals: totalsOf(sums, currency) }
}

function countable(line: Priceable): Priceable {
  const finite = (value: number) => (Number.isFinite(value) ? value : 0)
  return {
    quantity: finite(line.quantity),
    unitPrice: finite(line.unitPrice),
    discountPercent: finite(line.discountPercent),
    taxPercent: finite(line.taxPercent),
  }
}

function totalsOf({ taxes, ...sums }: DocumentSums, currency: string): Totals {
  const money = (amount: bigint) => ({ amount: Number(amount), currency })
  return {
    net: money(sums.net),
    discount: money(sums.discount),
    tax: money(sums.tax),
    gross: money(sums.gross),
    taxes: taxes.map(({ percent, net, tax }) => ({ percent, net: money(net), tax: money(tax) })),
  }
}
