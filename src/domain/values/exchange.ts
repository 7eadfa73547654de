import { z } from 'zod'
import { minorDigits } from './currency.ts'
import { day } from './day.ts'
import { currency } from './money.ts'
import { divideRounded } from './rounding.ts'
import { vocabulary } from './vocabulary.ts'

/** A rate as it was published, digit for digit: no number in between could say `1.0876` exactly. */
export const rateText = z
  .string()
  .regex(/^(?=.*[1-9])\d{1,9}(\.\d{1,9})?$/, 'must be a decimal number above 0')
  .meta({ examples: ['1.0876', '161.23'] })
const code = z.string().regex(/^[A-Z]{3}$/)

/** What one unit of a base is worth in each of these currencies on one day. */
export const dayRates = z
  .array(z.object({ code, rate: rateText }).register(vocabulary, { id: 'PublishedRate' }))
  .max(200)

/** The rates of one day, against one base. */
export interface RatesOfDay {
  base: string
  on: string
  rates: readonly { code: string; rate: string }[]
}

/**
 * By which an amount is told in another currency: on that day, `of` units of the amount's own were worth `into` units of this
 * one. Kept with the amount, so that rates of later say nothing else of it.
 */
export const usedRate = z
  .object({ currency, on: day, of: rateText, into: rateText })
  .register(vocabulary, { id: 'UsedRate' })
export type UsedRate = z.output<typeof usedRate>

/** How one currency is told in another by the rates of a day; undefined: they do not have one of them. */
export function rateBetween(
  from: string,
  into: string,
  { base, on, rates }: RatesOfDay,
): UsedRate | undefined {
  const rateOf = (asked: string) => (asked === base ? '1' : rates.find((one) => one.code === asked)?.rate)
  const [of, to] = [rateOf(from), rateOf(into)]
  return of === undefined || to === undefined ? undefined : { currency: into, on, of, into: to }
}

/** An amount in minor units of its own currency, in minor units of the other, halves rounded away from zero, once. */
export function converted(amount: bigint, from: string, { currency: to, of, into }: UsedRate): bigint {
  const [a, b] = [exact(of), exact(into)]
  // amount / 10^digits(from) * into / of * 10^digits(to), as one fraction of whole numbers.
  const above = amount * b.digits * 10n ** BigInt(a.places + minorDigits(to))
  const below = a.digits * 10n ** BigInt(b.places + minorDigits(from))
  return divideRounded(above, below)
}

/** `1.0876` as 10876 of its fourth place. */
function exact(rate: string): { digits: bigint; places: number } {
  const [whole = '', fraction = ''] = rate.split('.')
  return { digits: BigInt(whole + fraction), places: fraction.length }
}
