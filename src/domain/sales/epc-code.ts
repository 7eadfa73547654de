import { minorDigits } from '../values/currency.ts'

/** What a transfer needs to be told. */
interface Transfer {
  name: string
  iban: string | null
  bic: string | null
  /** Minor units. */
  amount: number
  currency: string
  /** What the payment is for: the number of an invoice. */
  about: string
}

/** As the guideline has it: the name of at most 70 signs, EUR 0.01 to 999,999,999.99. */
const longestName = 70
const largest = 99_999_999_999

/**
 * What a banking app reads from the code on an invoice (EPC069-12, version 002, in UTF-8); null: no such transfer can be told by
 * one, as it is not in euros, over nothing or too much, or nobody has said where to.
 */
export function epcCode({ name, iban, bic, amount, currency, about }: Transfer): string | null {
  if (iban === null || currency !== 'EUR' || amount < 1 || amount > largest) return null
  const euros = (amount / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))
  const named = Array.from(name).slice(0, longestName).join('')
  return ['BCD', '002', '1', 'SCT', bic ?? '', named, iban, `EUR${euros}`, '', '', about].join('\n')
}
