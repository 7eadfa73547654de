import { counted, money } from '../../../ui/format.ts'

interface Price {
  amount: number
  currency: string
}

/** So many parts, with what they cost together where it is known what one does. */
export function textCost(parts: number, pricePerPart: Price | null): string {
  const said = counted(parts, 'part', 'parts')
  if (!pricePerPart) return said
  // A price has six decimals at most; so has so many times it.
  const amount = Math.round(parts * pricePerPart.amount * 10_000) / 10_000
  return `${said}, ${money({ ...pricePerPart, amount })}`
}
