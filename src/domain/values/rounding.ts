/** How finely percentages are told: a tax may be 9.975 %. */
export const percentPlaces = 4

/** So many decimals may a price for one have, in the unit of its currency: EUR 0.195. */
export const pricePlaces = 6

/** The value as a whole number of its last place: `scaled(12.5, 2)` is `1250n`. Exact for what `decimal` admits. */
export function scaled(value: number, places: number): bigint {
  // Times a power of ten, a large whole number would leave what a JavaScript number holds exactly.
  if (Number.isInteger(value)) return BigInt(value) * 10n ** BigInt(places)
  return BigInt(Math.round(value * 10 ** places))
}

/** `dividend / divisor` to the nearest whole number, halves away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const magnitude = (abs(dividend) * 2n + abs(divisor)) / (abs(divisor) * 2n)
  return dividend < 0n === divisor < 0n ? magnitude : -magnitude
}

/** Whether a number has at most so many decimals. */
export function isDecimal(value: number, places: number): boolean {
  if (Number.isSafeInteger(value)) return true
  const whole = Math.round(value * 10 ** places)
  return Number.isSafeInteger(whole) && Number(`${whole}e-${places}`) === value
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
