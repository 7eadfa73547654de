import { Temporal } from 'temporal-polyfill'
import { countries, countryByName } from '../../domain/values/country.ts'
import { isCurrency, minorDigits } from '../../domain/values/currency.ts'

/** In which order a column writes its dates. */
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const
export type DateOrder = (typeof dateOrders)[number]
/** What stands before the decimals of a column. */
export const decimalMarks = ['point', 'comma'] as const
export type DecimalMark = (typeof decimalMarks)[number]
export type Format = DateOrder | DecimalMark

export interface Read<T> {
  value?: T
  /** Why it cannot be read, as the end of a sentence that begins with the value. */
  problem?: string
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const parts: Readonly<Record<DateOrder, readonly ['y' | 'm' | 'd', 'y' | 'm' | 'd', 'y' | 'm' | 'd']>> = {
  ymd: ['y', 'm', 'd'],
  dmy: ['d', 'm', 'y'],
  mdy: ['m', 'd', 'y'],
}

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`
const numeric = new RegExp(String.raw`^(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})\.?${clock}$`, 'i')
const spelledDayFirst = new RegExp(String.raw`^(\d{1,2})\.?[- ]([a-z]{3,9})\.?,?[- ](\d{4})${clock}$`, 'i')
const spelledMonthFirst = new RegExp(
  String.raw`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${clock}$`,
  'i',
)

interface Moment {
  day: string
  time: readonly (string | undefined)[]
}

/** A date with or without a time. What starts with four digits is year, month and day, whatever the column says. */
function momentOf(text: string, order: DateOrder): Moment | undefined {
  const [, a = '', b = '', c = '', ...time] = numeric.exec(text) ?? []
  if (a) {
    const by = Object.fromEntries(
      parts[a.length === 4 ? 'ymd' : order].map((part, place) => [part, [a, b, c][place]]),
    )
    // Years of two digits are of the last century or of this one: nobody can tell.
    if (by.y?.length !== 4) return undefined
    return dayIn(Number(by.y), Number(by.m), Number(by.d), time)
  }
  const [, day, month = '', year, ...later] = spelledDayFirst.exec(text) ?? []
  if (day) return dayIn(Number(year), monthOf(month), Number(day), later)
  const [, name = '', of, in4, ...latest] = spelledMonthFirst.exec(text) ?? []
  return name ? dayIn(Number(in4), monthOf(name), Number(of), latest) : undefined
}

const monthOf = (name: string) => monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1

function dayIn(year: number, month: number, day: number, time: Moment['time']): Moment | undefined {
  try {
    return { day: Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString(), time }
  } catch {
    return undefined
  }
}

export function dayFrom(text: string, order: DateOrder): Read<string> {
  const found = momentOf(text, order)
  return found ? { value: found.day } : { problem: `is no date that is written ${orderWords[order]}` }
}

export const orderWords: Readonly<Record<DateOrder, string>> = {
  ymd: 'year, month, day',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
}

/** An instant. Without an offset it is of the organisation's zone; a date alone is its midnight there. */
export function instantFrom(text: string, order: DateOrder, zone: string): Read<string> {
  // HubSpot and others write milliseconds, which have thirteen digits until the year 2286.
  if (/^1\d{12}$/.test(text)) return { value: new Date(Number(text)).toISOString() }
  const found = momentOf(text, order)
  const [hours = '0', minutes = '0', seconds = '0', half, offset] = found?.time ?? []
  if (!found) return { problem: `is no point in time that is written ${orderWords[order]}` }
  const isLate = half?.toLowerCase().startsWith('p') ?? false
  const hour = half ? (Number(hours) % 12) + (isLate ? 12 : 0) : Number(hours)
  try {
    const plain = Temporal.PlainDate.from(found.day).toPlainDateTime(
      Temporal.PlainTime.from(
        { hour, minute: Number(minutes), second: Number(seconds) },
        { overflow: 'reject' },
      ),
    )
    const at = offset
      ? plain.toZonedDateTime(
          /^[zug]/i.test(offset) ? 'UTC' : offset.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2'),
        )
      : plain.toZonedDateTime(zone)
    return { value: new Date(at.epochMilliseconds).toISOString() }
  } catch {
    return { problem: 'is no point in time' }
  }
}

const marks: Readonly<Record<DecimalMark, { grouped: RegExp; group: RegExp; decimal: string }>> = {
  point: {
    grouped: /^-?(\d{1,3}([ ,'’\u00a0\u202f]\d{2,3})+|\d+)(\.\d+)?$/,
    group: /[ ,'’\u00a0\u202f]/g,
    decimal: '.',
  },
  comma: {
    grouped: /^-?(\d{1,3}([ .'’\u00a0\u202f]\d{3})+|\d+)(,\d+)?$/,
    group: /[ .'’\u00a0\u202f]/g,
    decimal: ',',
  },
}

/** A number as plain decimal text: `1.234,5` with a decimal comma is `1234.5`. */
export function decimalFrom(text: string, mark: DecimalMark): Read<string> {
  const { grouped, group, decimal } = marks[mark]
  const bare = text
    .replace(/^\((.+)\)$/, '-$1')
    .replace(/\u2212/, '-')
    .replace(/\s*%$/, '')
  // What spreadsheets hold as a number is written so whatever the column's mark: 1e5, 1234.5678.
  if (/^-?\d+(\.\d+)?e[+-]?\d+$/i.test(bare)) return { value: String(Number(bare)) }
  if (!grouped.test(bare)) return { problem: `is no number with a decimal ${mark}` }
  return { value: bare.replace(group, '').replace(decimal, '.') }
}

const symbols: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₺': 'TRY',
  '₩': 'KRW',
  zł: 'PLN',
}

/** A code of ISO 4217, or a sign that is of one currency; a dollar sign is of twenty. */
export function currencyIn(text: string): string | undefined {
  const [code = ''] = /\b[A-Z]{3}\b/.exec(text) ?? []
  if (isCurrency(code)) return code
  return Object.entries(symbols).find(([sign]) => text.includes(sign))?.[1]
}

/** An amount in minor units. @param places how many decimals beyond the currency's it may have: of unit prices. */
export function moneyFrom(
  text: string,
  mark: DecimalMark,
  usual: string | undefined,
  isPrice = false,
): Read<{ amount: number; currency: string }> {
  const currency = currencyIn(text) ?? usual
  if (!currency) return { problem: 'has no currency: say which one amounts are in' }
  const bare = text.replace(/[A-Z]{3}|[^\d.,'’\s()\u2212-]+/g, '').trim()
  const { value, problem } = decimalFrom(bare, mark)
  if (value === undefined) return { problem: problem ?? 'is no amount' }
  if (value.startsWith('-')) return { problem: 'is negative, which an amount here cannot be' }
  const digits = minorDigits(currency)
  const [whole = '0', decimals = ''] = value.split('.')
  const significant = decimals.replace(/0+$/, '')
  if (significant.length > digits && !isPrice) return { problem: `has more decimals than ${currency} has` }
  const amount = Number(
    `${whole}${significant.slice(0, digits).padEnd(digits, '0')}.${significant.slice(digits) || '0'}`,
  )
  return { value: { amount, currency } }
}

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'on', 'ja', 'oui', 'sí', 'si', 'wahr', 'vrai'])
const no = new Set(['false', 'no', 'n', '0', 'off', 'nein', 'non', 'falsch', 'faux'])

export function yesNoFrom(text: string): Read<boolean> {
  const word = text.toLowerCase()
  if (yes.has(word)) return { value: true }
  return no.has(word) ? { value: false } : { problem: 'is neither yes nor no' }
}

let namesByLanguage: ReadonlyMap<string, string> | undefined
const otherNames: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.a.': 'US',
  'u.s.': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'u.k.': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  holland: 'NL',
}

/** A country by its code, or by its name in the languages that address books are mostly written in. */
export function countryFrom(text: string): Read<string> {
  const code = text.toUpperCase()
  if (countries.includes(code)) return { value: code }
  const word = text.toLowerCase()
  namesByLanguage ??= new Map(
    ['pt', 'it', 'nl', 'es', 'fr', 'de'].flatMap((language) => {
      const names = new Intl.DisplayNames([language], { type: 'region' })
      return countries.map((each): [string, string] => [(names.of(each) ?? '').toLowerCase(), each])
    }),
  )
  const found = otherNames[word] ?? countryByName(text) ?? namesByLanguage.get(word)
  return found ? { value: found } : { problem: 'is no country that is known here' }
}

export interface Guess {
  format: Format
  /** Some values fit one way, others another: somebody has to say which are wrong. */
  mixed: boolean
  /** Every value can be read both ways: somebody has to say which is meant. */
  open: boolean
}

/** What a column of dates looks like, by all its values. */
export class DateGuess {
  private readonly fits = { dmy: 0, mdy: 0 }
  private only = { dmy: 0, mdy: 0 }
  private any = 0

  add(text: string): void {
    const [, a = '', b = ''] = numeric.exec(text) ?? []
    if (!a || a.length === 4) return
    this.any++
    const [first, second] = [Number(a), Number(b)]
    if (first <= 31 && second <= 12) this.fits.dmy++
    if (first <= 12 && second <= 31) this.fits.mdy++
    if (first > 12) this.only.dmy++
    if (second > 12) this.only.mdy++
  }

  result(): Guess {
    const { dmy, mdy } = this.only
    if (this.any === 0) return { format: 'ymd', mixed: false, open: false }
    return { format: mdy > dmy ? 'mdy' : 'dmy', mixed: dmy > 0 && mdy > 0, open: dmy === 0 && mdy === 0 }
  }
}

/** What a column of numbers looks like, by all its values. */
export class DecimalGuess {
  private point = 0
  private comma = 0
  private any = 0

  add(text: string): void {
    const bare = text.replace(/[^\d.,]/g, '')
    const [last] = /[.,](?=\d*$)/.exec(bare) ?? []
    if (!last) return
    const mark = last === '.' ? 'point' : 'comma'
    const tail = bare.length - bare.lastIndexOf(last) - 1
    const others = bare.slice(0, bare.lastIndexOf(last))
    const isRepeated = others.includes(last)
    this.any++
    // 1,234 may be a thousand and more, or one and a bit; 1,234,567 is a million, 12,5 and 1.234,56 say which.
    if (isRepeated) this[mark === 'point' ? 'comma' : 'point']++
    else if (/[.,]/.test(others) || tail !== 3 || others === '0') this[mark]++
  }

  result(): Guess {
    const format = this.comma > this.point ? 'comma' : 'point'
    const isOpen = this.any > 0 && this.point === 0 && this.comma === 0
    return { format, mixed: this.point > 0 && this.comma > 0, open: isOpen }
  }
}
