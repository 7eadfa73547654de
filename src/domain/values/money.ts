import { z } from 'zod'
import { isCurrency, minorDigits } from './currency.ts'

/** An ISO 4217 code in capitals, also one that is none any more; `refuseWithdrawn` says which are for new amounts. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
  .refine(isCurrency, 'is not a currency in use')
  .meta({ examples: ['EUR', 'USD', 'JPY'] })

/**
 * The most that one amount may be, in minor units: a hundred thousand millions of euros. Nine hundred of the largest add
 * up to what a JavaScript number holds exactly, 900,000 of them to what a `bigint` of Postgres does.
 */
export const maxAmount = 10_000_000_000_000

/** A whole number of minor units (cents, yen, fils), never negative, with its currency. */
export const money = z.object({ amount: z.int().nonnegative().max(maxAmount), currency })

/** An amount as an older event may hold it, from before there was a bound. */
export const heldMoney = money.extend({ amount: z.int().nonnegative() })

export type Money = z.output<typeof money>

/** `USD 1,054.00`: for people, never parsed back. */
export function formatMoney({ amount, currency: code }: Money): string {
  const count = minorDigits(code)
  const [whole = '', fraction] = (amount / 10 ** count).toFixed(count).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${code} ${grouped}${fraction ? `.${fraction}` : ''}`
}
