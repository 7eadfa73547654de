/** How one person wants numbers and dates written. */
export interface Formats {
  /** A BCP 47 tag whose signs numbers and clocks take. */
  locale: string
  dates: 'locale' | 'iso' | 'day-first' | 'month-first'
  /** An IANA zone; undefined: that of the browser. */
  timeZone: string | undefined
}

const atFirst: Formats = { locale: 'en-GB', dates: 'locale', timeZone: undefined }
let formats = atFirst

/** Takes effect with what is drawn next: whoever changes it draws everything anew. */
export function setFormats(next: Formats): void {
  formats = next
}

export const formatsNow = (): Formats => formats

/** The interface is English, of which the language alone does not say whose. */
export const localeOf = (language: string): string => (language === 'en' ? atFirst.locale : language)

/**
 * The order and signs of a date, in the letters of Day.js: `D MMM YYYY`. Months have names wherever that is English, so
 * that a date can be read only one way; elsewhere the locale's own numbers.
 */
export function datePattern({ locale, dates }: Formats = formats): string {
  if (dates === 'iso') return 'YYYY-MM-DD'
  if (dates === 'day-first') return 'D MMM YYYY'
  if (dates === 'month-first') return 'MMM D, YYYY'
  if (locale.startsWith('en')) return locale === 'en-US' ? 'MMM D, YYYY' : 'D MMM YYYY'
  const parts = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(0)
  const letters: Readonly<Record<string, string>> = { year: 'YYYY', month: 'MM', day: 'DD' }
  return parts.map(({ type, value }) => letters[type] ?? value).join('')
}

/** The signs of a number: "1,234.5" has a comma and a point. */
export function numberSigns({ locale }: Formats = formats): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(12_345_678.9)
  const sign = (type: string, other: string) => parts.find((part) => part.type === type)?.value ?? other
  return { group: sign('group', ''), decimal: sign('decimal', '.') }
}
