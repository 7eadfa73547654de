import { minorDigits } from '../../../src/domain/values/currency.ts'
import { pricePlaces } from '../../../src/domain/values/rounding.ts'
import type { PersonName } from '../api/types.gen.ts'
import { datePattern, formatsNow } from './formats.ts'
import { daysBetween, type Wall, wallAt } from './zone.ts'

/** Words are English, whatever the person's formats. */
const words = 'en-GB'

/** An amount in minor units; null: a sum that is too large to be told exactly. */
export interface Sum {
  amount: number | null
  currency: string
}

/** The number of an amount, without its currency: "12,300" or, to the cent, "12,300.50". */
export function moneyNumber({ amount, currency }: Sum, exact = true): string {
  if (amount === null) return 'too large'
  const digits = minorDigits(currency)
  const whole = amount % 10 ** digits === 0
  // A price for one may be less than the smallest coin.
  const most = Number.isInteger(amount) ? digits : pricePlaces
  return new Intl.NumberFormat(formatsNow().locale, {
    minimumFractionDigits: exact && !whole ? digits : 0,
    maximumFractionDigits: exact ? most : 0,
  }).format(amount / 10 ** digits)
}

export function money(value: Sum, exact = true): string {
  return `${moneyNumber(value, exact)} ${value.currency}`
}

export function count(value: number, places = 3): string {
  return new Intl.NumberFormat(formatsNow().locale, { maximumFractionDigits: places }).format(value)
}

/** "1 lead", "12 leads". */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

export function percent(share: number): string {
  return new Intl.NumberFormat(formatsNow().locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  )
}

export function personName(name: PersonName | null | undefined): string {
  return name ? [name.first, name.last].filter(Boolean).join(' ') : ''
}

/** "2017-06-30" as "30 Jun 2017", or in the person's own order. A date has no zone, so none may shift it. */
export function day(date: string): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return date
  return written(wallAt(at, 'UTC'))
}

/** A day as people say it, seen from `now`: "today", "tomorrow", "Tue", "12 Mar", "12 Mar 2017". */
export function nearDay(date: string, now: Date): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return date
  return near(wallAt(at, 'UTC'), wallAt(now, formatsNow().timeZone))
}

/** The one way to tell a day from another one. */
function near(then: Wall, today: Wall): string {
  const days = daysBetween(then, today)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  if (days === -1) return 'tomorrow'
  if (Math.abs(days) < 7)
    return new Intl.DateTimeFormat(words, { weekday: 'short', timeZone: 'UTC' }).format(
      Date.UTC(then.year, then.month - 1, then.day),
    )
  return then.year === today.year ? written(then, withoutYear(datePattern())) : written(then)
}

/** "2017-06" as "Jun 2017". */
export function monthName(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  return new Intl.DateTimeFormat(words, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at)
}

const minute = 60_000
const hour = 60 * minute

/** An instant as people say it, seen from `now`: "5 min ago", "yesterday 09:10", "Tue 14:05", "12 Mar", "12 Mar 2017". */
export function instant(iso: string, now: Date): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const since = now.getTime() - at.getTime()
  const time = clock(at)
  if (since >= 0 && since < 45_000) return 'just now'
  if (since >= 0 && since < hour) return `${Math.max(1, Math.round(since / minute))} min ago`
  const { timeZone } = formatsNow()
  const [then, today] = [wallAt(at, timeZone), wallAt(now, timeZone)]
  const date = near(then, today)
  if (Math.abs(daysBetween(then, today)) >= 7) return date
  return date === 'today' && since < 0 ? `today at ${time}` : `${date} ${time}`
}

/** The whole truth of an instant, for the hover: local, with its zone, and UTC. */
export function exactly(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const local = inWords(at, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  })
  return `${local}\n${at.toISOString()}`
}

/** Day and minute, for places where the instant itself is the subject: "30 Jun 2017, 23:59". */
export function dayAndTime(at: Date): string {
  return `${written(wallAt(at, formatsNow().timeZone))}, ${clock(at)}`
}

/** The same words with the instants and days in them as people write them here: they come as the log has them. */
export function timesInWords(words: string | null | undefined): string {
  return (words ?? '')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (found) => dayAndTime(new Date(found)))
    .replace(/\b\d{4}-\d\d-\d\d\b/g, day)
}

/** "2 h 14 m", "3 d 4 h", "42 s": the two largest units. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(Math.abs(ms) / 1000))
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor((total % 86_400) / 3600), 'h'],
    [Math.floor((total % 3600) / 60), 'm'],
    [total % 60, 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return '0 s'
  const shown = parts.slice(first, first + 2).filter(([value]) => value > 0)
  return shown.map(([value, unit]) => `${value} ${unit}`).join(' ')
}

/** Business time as people count it, in hours: "40 h", "3 h 27 m". A working day has no 24 hours. */
export function hours(minutes: number): string {
  const whole = Math.round(minutes)
  const parts = [
    ...(whole >= 60 ? [`${Math.floor(whole / 60)} h`] : []),
    ...(whole % 60 || whole === 0 ? [`${whole % 60} m`] : []),
  ]
  return parts.join(' ')
}

/** `close-date` and `closeDate` as "Close date". */
export function sentence(key: string): string {
  const words = key
    .replaceAll(/[-_.]/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec'.split(' ')

function written({ year, month, day: date }: Wall, pattern = datePattern()): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return pattern.replaceAll(/YYYY|MMM|MM|DD|D/g, (letters) => {
    if (letters === 'YYYY') return String(year).padStart(4, '0')
    if (letters === 'MMM') return months[month - 1] ?? ''
    if (letters === 'MM') return two(month)
    return letters === 'DD' ? two(date) : String(date)
  })
}

/** "12 Mar" says enough within its year; numbers alone do not. */
const withoutYear = (pattern: string) => (pattern.includes('MMM') ? pattern.replace(/,? YYYY/, '') : pattern)

/** Hours and minutes as the person's locale has them, in their zone. */
function clock(at: Date): string {
  const { locale, timeZone } = formatsNow()
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(at)
}

function inWords(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(words, { ...options, timeZone: formatsNow().timeZone }).format(at)
}

/** How much there is of something on a disk. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${count(bytes)} bytes`
  return bytes < 1_000_000 ? `${count(bytes / 1000, 0)} kB` : `${count(bytes / 1_000_000, 1)} MB`
}

/** Who acted, by what the server calls them: where there is no name it gives the id, which tells people nothing. */
export function actorName(id: string, name: string): string {
  if (name !== id) return name
  return id === 'visitor' ? 'A visitor' : 'The system'
}
