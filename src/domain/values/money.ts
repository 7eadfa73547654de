import { z } from 'zod'
import { refuse } from '../error.ts'
import { isCurrency, isWithdrawn, minorDigits } from './currency.ts'
import { isDecimal, pricePlaces } from './rounding.ts'
import { vocabulary } from './vocabulary.ts'

/** An ISO 4217 code in capitals, also one that is none any more; `refuseWithdrawn` says which are for new amounts. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
  .refine(isCurrency, 'is not a currency in use')
  .meta({ examples: ['EUR', 'USD', 'JPY'], description: 'A currency, ISO 4217.' })
  .register(vocabulary, { id: 'Currency' })

/**
 * The most that one amount may be, in minor units: a hundred thousand millions of euros. Nine hundred of the largest add
 * up to what a JavaScript number holds exactly, 900,000 of them to what a `bigint` of Postgres does.
 */
export const maxAmount = 10_000_000_000_000

const minor = z.int().nonnegative().describe('Minor units of the currency: cents of EUR, yen of JPY.')

/** A whole number of minor units (cents, yen, fils), never negative, with its currency. */
export const money = z
  .object({ amount: minor.max(maxAmount), currency })
  .register(vocabulary, { id: 'Money' })

/** An amount as an older event may hold it, from before there was a bound; told as all others are. */
export const heldMoney = money
  .extend({ amount: minor.meta({ maximum: maxAmount }) })
  .register(vocabulary, { id: 'Money' })

/** A whole number of minor units that may be negative: what a line that takes something back comes to. */
export const signedMoney = money
  .extend({
    amount: z.int().describe('Minor units of the currency; negative where something is taken back.'),
  })
  .register(vocabulary, { id: 'SignedMoney' })

const brokenMinor = z
  .number()
  .nonnegative('must not be negative; take back a negative quantity')
  .describe('Minor units of the currency, which may be broken: 19.5 is EUR 0.195.')
const priceExamples = {
  examples: [
    { amount: 129_900, currency: 'EUR' },
    { amount: 19.5, currency: 'EUR' },
  ],
}

/** A price for one as an older event may hold it, too. */
export const heldPrice = money
  .extend({ amount: brokenMinor.meta({ maximum: maxAmount }) })
  .meta(priceExamples)
  .register(vocabulary, { id: 'HeldPrice' })

/**
 * A price for one: minor units, which may be broken, as what is sold by the thousand costs less than a cent. EUR 0.195 is
 * 19.5. Never negative (EN 16931, BR-27): what is taken back has a negative quantity.
 */
export const unitPrice = money
  .extend({
    amount: brokenMinor.max(maxAmount),
  })
  .refine(({ amount, currency: code }) => isDecimal(amount, pricePlaces - minorDigits(code)), {
    path: ['amount'],
    message: `must have at most ${pricePlaces} decimals in the unit of its currency`,
  })
  .meta(priceExamples)
  .register(vocabulary, { id: 'UnitPrice' })

export type Money = z.output<typeof money>

/**
 * Refuses what somebody asks for in a currency that was withdrawn by then, wherever it stands: the fields are called
 * `currency`, or end so. What happened while there was one may be told later. @throws DomainError naming the field.
 */
export function refuseWithdrawn(asked: unknown, at: string, field = ''): void {
  if (typeof asked !== 'object' || asked === null) return
  for (const [key, value] of Object.entries(asked)) {
    const place = field ? `${field}.${key}` : key
    if (/currency$/i.test(key) && typeof value === 'string' && isWithdrawn(value, at))
      refuse('money.currency-withdrawn', `${value} is no currency any more.`, { field: place })
    refuseWithdrawn(value, at, place)
  }
}

/** `USD 1,054.00`, `EUR 0.195` for a price for one, `−EUR 5.00`: for people, never parsed back. */
export function formatMoney({ amount, currency: code }: Money): string {
  const count = minorDigits(code)
  const places = Number.isInteger(amount) ? count : pricePlaces
  const [whole = '', digits = ''] = (Math.abs(amount) / 10 ** count).toFixed(places).split('.')
  const fraction = digits.slice(0, count) + digits.slice(count).replace(/0+$/, '')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '−' : ''}${code} ${grouped}${fraction ? `.${fraction}` : ''}`
}
