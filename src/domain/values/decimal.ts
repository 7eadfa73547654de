import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** A number of at most `places` decimals, as people write it: 12.5 but not 12.3456789. */
export const decimal = (places: number) =>
  z.number().refine((value) => isDecimal(value, places), `must have at most ${places} decimals`)

/** How finely percentages are told: a tax may be 9.975 %. */
export const percentPlaces = 4

/** A share in percent, 0 to 100, with at most four decimals. */
export const percentage = decimal(percentPlaces)
  .min(0)
  .max(100)
  .describe('In percent.')
  .register(vocabulary, { id: 'Percentage' })

/** How likely something is, 0 to 1, in whole percents. */
export const probability = decimal(2)
  .min(0)
  .max(1)
  .describe('How likely: 0 is never, 1 is for certain.')
  .register(vocabulary, { id: 'Probability' })

/** The value as a whole number of its last place: `scaled(12.5, 2)` is `1250n`. Exact for what `decimal` admits. */
export function scaled(value: number, places: number): bigint {
  return BigInt(Math.round(value * 10 ** places))
}

/** `dividend / divisor` to the nearest whole number, halves away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const magnitude = (abs(dividend) * 2n + abs(divisor)) / (abs(divisor) * 2n)
  return dividend < 0n === divisor < 0n ? magnitude : -magnitude
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

function isDecimal(value: number, places: number): boolean {
  const whole = Math.round(value * 10 ** places)
  return Number.isSafeInteger(whole) && Number(`${whole}e-${places}`) === value
}
