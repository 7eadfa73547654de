import { minorDigits } from '../../../src/domain/values/currency.ts'
import { datePattern, type Formats, formatsNow, numberSigns } from './formats.ts'

/** The day that a person means by what they typed or pasted; undefined: it cannot be told. */
export function dayTyped(text: string, formats: Formats = formatsNow()): string | undefined {
  const words = text.normalize('NFKC').trim().toLowerCase()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:t.*)?$/.exec(words)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const spelled = spelledDay(words, formats.locale)
  if (spelled) return spelled
  const parts = /^(\d{1,2})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{4})\.?$/.exec(words)
  if (!parts) return undefined
  // In numbers alone a date is what it would be as it is shown, and nothing else.
  const order = datePattern(formats).replaceAll(/[^YMD]/g, '')
  if (/^D+M+Y+$/.test(order)) return dayOf(parts[3], parts[2], parts[1])
  if (/^M+D+Y+$/.test(order)) return dayOf(parts[3], parts[1], parts[2])
  return undefined
}

/** "31 Dec 2026", "Thursday, December 31st, 2026", "31. Dezember 2026", "31 de diciembre de 2026", "2026 Dec 31". */
function spelledDay(words: string, locale: string): string | undefined {
  const [month, ...more] = (words.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []).flatMap((word) =>
    monthsCalled(word, locale),
  )
  const numbers = words.match(/\d+/g) ?? []
  if (month === undefined || more.length > 0 || numbers.length !== 2) return undefined
  const year = numbers.find((each) => each.length === 4)
  const day = numbers.find((each) => each.length <= 2)
  return dayOf(year, String(month), day)
}

/** 1 to 12, by its name or else the beginning of it, in English or the person's language. */
function monthsCalled(name: string, locale: string): number[] {
  const months = Array.from({ length: 12 }, (_, at) => at + 1)
  const forms = (month: number) =>
    ['en', locale].flatMap((language) =>
      (['long', 'short'] as const).map((length) =>
        new Intl.DateTimeFormat(language, { day: 'numeric', month: length, timeZone: 'UTC' })
          .formatToParts(Date.UTC(2026, month - 1, 15))
          .find(({ type }) => type === 'month')
          ?.value.toLowerCase()
          .replace(/\.$/, ''),
      ),
    )
  const called = months.filter((month) => forms(month).includes(name))
  if (called.length > 0 || name.length < 3) return called
  return months.filter((month) => forms(month).some((form) => form?.startsWith(name)))
}

/** Whether it is a day, rather than what was typed in the place of one. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  return dayOf(year, month, day) !== undefined
}

/** A real day of the years 1 to 9999; a year has four digits, so that nobody has to guess the century. */
function dayOf(year = '', month = '', day = ''): string | undefined {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${date}T00:00:00.000Z`)
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
  return isReal && year !== '0000' ? date : undefined
}

/**
 * The number that a person means by what they typed or pasted; undefined: it cannot be told, or has more decimals than
 * `places`. Their own notation is taken, and the other one where it can be nothing else: `1.234,56`, `1 234.5`, but not
 * `1.234` where a point begins the decimals.
 */
export function numberTyped(text: string, places: number, signs?: Signs): number | undefined {
  const [, minus, digits = ''] = /^\s*([-\u2212])?(.*)$/s.exec(text) ?? []
  const parts = decimalTyped(digits, places, signs)
  return parts && Number(`${minus ? '-' : ''}${parts.join('.')}`)
}

/**
 * The same for an amount, in minor units, with or without the name of its currency. With more `places` than the currency
 * has they may be broken.
 */
export function amountTyped(
  text: string,
  currency: string,
  signs?: Signs,
  places = minorDigits(currency),
): number | undefined {
  const digits = minorDigits(currency)
  const parts = decimalTyped(withoutCurrency(text.normalize('NFKC'), currency), places, signs)
  if (!parts) return undefined
  const [whole, fraction] = parts
  const coins = fraction.padEnd(digits, '0')
  const amount = Number(`${whole}${coins.slice(0, digits)}.${coins.slice(digits)}`)
  return amount <= 10_000_000_000_000 ? amount : undefined
}

/** Of another currency the name stays, and makes it no number. */
function withoutCurrency(text: string, currency: string): string {
  const names = ['en', formatsNow().locale].map((locale) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
      .formatToParts(0)
      .find(({ type }) => type === 'currency'),
  )
  const name = [currency, ...names.map((part) => part?.value ?? currency)].find((one) =>
    text.toUpperCase().includes(one.toUpperCase()),
  )
  if (name === undefined) return text
  const at = text.toUpperCase().indexOf(name.toUpperCase())
  return text.slice(0, at) + text.slice(at + name.length)
}

interface Signs {
  group: string
  decimal: string
}

/** The digits before and after the decimal sign, with no others between them. */
function decimalTyped(text: string, places: number, signs = numberSigns()): [string, string] | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replaceAll(/[\s'\u2019]/g, ' ')
  const [, whole = '', rest = ''] = /^\+?([\d ]*)(.*)$/.exec(plain) ?? []
  if (!grouped(whole, ' ') || !/^([.,]\d+)*[.,]?$/.test(rest) || !/\d/.test(plain)) return undefined
  const parts = split(`${whole.replaceAll(' ', '')}${rest}`, places, signs)
  return parts && parts[1].length <= places ? [parts[0] || '0', parts[1]] : undefined
}

/** Before and after the decimal sign. */
function split(number: string, places: number, { decimal, group }: Signs): [string, string] | undefined {
  const used = [...new Set(number.match(/[.,]/g))]
  if (used.length === 0) return [number, '']
  const last = used.length === 2 ? (number.match(/[.,]/g)?.at(-1) ?? '') : (used[0] ?? '')
  const at = number.lastIndexOf(last)
  const [before, after] = [number.slice(0, at), number.slice(at + 1)]
  if (used.length === 2) {
    const other = last === '.' ? ',' : '.'
    return before.includes(last) || !grouped(before, other)
      ? undefined
      : [before.replaceAll(other, ''), after]
  }
  const isGrouped = grouped(number, last)
  if (before.includes(last)) return isGrouped ? [number.replaceAll(last, ''), ''] : undefined
  if (!isGrouped) return [before, after]
  // One sign before three digits: only their own notation says which it is.
  if (last === group) return [number.replaceAll(last, ''), '']
  return last === decimal && places >= 3 ? [before, after] : undefined
}

/** Whether digits stand in threes between these signs, or in twos before the last three (12,34,567). */
function grouped(number: string, sign: string): boolean {
  const groups = number.split(sign)
  const [first = '', ...rest] = groups
  if (rest.length === 0) return true
  if (!/^[1-9]\d{0,2}$/.test(first) || rest.at(-1)?.length !== 3) return false
  const inner = rest.slice(0, -1)
  return (
    inner.every(({ length }) => length === 3) ||
    (first.length <= 2 && inner.every(({ length }) => length === 2))
  )
}
