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

/** "31 Dec 2026", "December 31st, 2026", "31. Dezember 2026", "2026 Dec 31". */
function spelledDay(words: string, locale: string): string | undefined {
  const name = /\p{L}[\p{L}\p{M}]*\.?/u.exec(words.replaceAll(/(\d)(?:st|nd|rd|th)\b/g, '$1'))?.[0]
  if (!name) return undefined
  const month = monthCalled(name.replace(/\.$/, ''), locale)
  const numbers = words.match(/\d+/g) ?? []
  if (month === undefined || numbers.length !== 2) return undefined
  const year = numbers.find((each) => each.length === 4)
  const day = numbers.find((each) => each.length <= 2)
  return dayOf(year, String(month), day)
}

/** 1 to 12, by its name or the beginning of it, in English or the person's language. */
function monthCalled(name: string, locale: string): number | undefined {
  if (name.length < 3) return undefined
  for (const language of ['en', locale])
    for (let month = 1; month <= 12; month++) {
      const at = new Date(Date.UTC(2026, month - 1, 15))
      const forms = (['long', 'short'] as const).map((length) =>
        new Intl.DateTimeFormat(language, { day: 'numeric', month: length, timeZone: 'UTC' })
          .formatToParts(at)
          .find(({ type }) => type === 'month')
          ?.value.toLowerCase()
          .replace(/\.$/, ''),
      )
      if (forms.some((form) => form === name) || forms[0]?.startsWith(name)) return month
    }
  return undefined
}

/** A real day of the years 1 to 9999; a year has four digits, so that nobody has to guess the century. */
function dayOf(year = '', month = '', day = ''): string | undefined {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${date}T00:00:00.000Z`)
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
  return isReal && year !== '0000' ? date : undefined
}

/**
 * The minor units that a person means by what they typed or pasted; undefined: it cannot be told, or is finer than the
 * currency. Their own notation is taken, and the other one where it can be nothing else: `1.234,56`, `1 234.5`, but not
 * `1.234` where a point begins the decimals. With more `places` than `digits` minor units may be broken.
 */
export function amountTyped(
  text: string,
  digits: number,
  signs: { group: string; decimal: string } = numberSigns(),
  places = digits,
): number | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\p{Sc}|\b[a-z]{3}\b/giu, '')
    .replaceAll(/[\s'\u2019\u00A0\u202F]/g, '')
  const number = /^\+?(\d[\d.,]*|[.,]\d+)$/.exec(plain)?.[1]
  if (number === undefined) return undefined
  const parts = split(number, places, signs)
  if (!parts) return undefined
  const [whole, fraction] = parts
  if (fraction.length > places) return undefined
  const coins = fraction.padEnd(digits, '0')
  const amount = Number(`${whole || '0'}${coins.slice(0, digits)}.${coins.slice(digits)}`)
  return amount <= 10_000_000_000_000 ? amount : undefined
}

/** Before and after the decimal sign. */
function split(
  number: string,
  digits: number,
  { decimal, group }: { group: string; decimal: string },
): [string, string] | undefined {
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
  return last === decimal && digits >= 3 ? [before, after] : undefined
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
