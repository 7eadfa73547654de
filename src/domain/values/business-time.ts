import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day as dayOfCalendar } from './day.ts'
import { within as instantWithin } from './instant.ts'
import { timeZone } from './time-zone.ts'
import { vocabulary } from './vocabulary.ts'

/** A time of day, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 09:30')

/** Opening hours of one weekday (1 is Monday). With `to` at or before `from` they end on the day after. */
export const openingHours = z
  .object({ day: z.int().min(1).max(7), from: timeOfDay, to: z.union([timeOfDay, z.literal('24:00')]) })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from `from`' })
  .register(vocabulary, { id: 'OpeningHours' })

/**
 * When business time passes: a moment counts when a clock on the wall in `timeZone` shows opening hours on a date
 * that is no holiday. So a night shift loses the part that lies on a holiday, an hour skipped in spring is not
 * there to count, and one repeated in autumn counts twice.
 */
export const businessHours = z.object({
  timeZone,
  weekly: z.array(openingHours).min(1).max(100),
  holidays: z.array(dayOfCalendar).max(2000),
})
export type BusinessHours = z.output<typeof businessHours>

/** A stretch of real time, in ISO-8601 UTC, that counts (`open`) or does not. `minutes` is its length. */
export interface Stretch {
  from: string
  to: string
  kind: 'open' | 'closed' | 'holiday'
  minutes: number
}

const minute = 60_000
const day = 24 * 60 * minute
/** Nobody promises anything for later than this. */
const horizon = 20 * 365 * day

/**
 * The first instant by which so much business time (to the millisecond) has passed since `from`.
 * @throws RangeError when that takes more than twenty years.
 */
export function addBusinessMinutes(hours: BusinessHours, from: string, minutes: number): string {
  const start = Date.parse(from)
  let left = Math.round(minutes * minute)
  if (left < 0) throw new RangeError('business time is added, not taken away')
  if (left === 0) return from
  for (const piece of pieces(hours, start)) {
    if (piece.from - start > horizon) break
    if (piece.kind !== 'open') continue
    const length = piece.to - piece.from
    if (length >= left) return instantWithin(piece.from + left)
    left -= length
  }
  throw new RangeError('the calendar gives too little business time')
}

/** Business time between two instants, in minutes to the millisecond; negative when `to` is before `from`. */
export function businessMinutesBetween(hours: BusinessHours, from: string, to: string): number {
  if (to < from) return -businessMinutesBetween(hours, to, from)
  let counted = 0
  for (const piece of within(hours, from, to)) {
    if (piece.kind === 'open') counted += piece.to - piece.from
  }
  return counted / minute
}

/** Every stretch between two instants and whether it counts; together they are all the time there is. */
export function explainBusinessTime(hours: BusinessHours, from: string, to: string): Stretch[] {
  const joined: Piece[] = []
  for (const piece of within(hours, from, to)) {
    const last = joined.at(-1)
    if (last?.kind === piece.kind) last.to = piece.to
    else joined.push(piece)
  }
  return joined.map((piece) => ({
    from: instantWithin(piece.from),
    to: instantWithin(piece.to),
    kind: piece.kind,
    minutes: (piece.to - piece.from) / minute,
  }))
}

interface Piece {
  from: number
  to: number
  kind: Stretch['kind']
}

function* within(hours: BusinessHours, from: string, to: string): Generator<Piece> {
  const end = Date.parse(to)
  for (const piece of pieces(hours, Date.parse(from))) {
    if (piece.from >= end) return
    yield piece.to <= end ? piece : { ...piece, to: end }
  }
}

/** All time from `start` on, in pieces that are of one kind, on one local date and under one offset from UTC. */
function* pieces(hours: BusinessHours, start: number): Generator<Piece> {
  const week = openings(hours.weekly)
  const holidays = new Set(hours.holidays.map((date) => Date.parse(date) / day))
  for (let from = start; ; ) {
    const { offset, until } = offsetAt(hours.timeZone, from)
    const date = Math.floor((from + offset) / day)
    const midnight = date * day - offset
    const [kind, ends] = holidays.has(date)
      ? (['holiday', day] as const)
      : state(week[weekdayOf(date)] ?? [], from - midnight)
    const to = Math.min(midnight + ends, until)
    yield { from, to, kind }
    from = to
  }
}

/** Open or closed at this time of a local day, and until which. */
function state(open: readonly Opening[], at: number): readonly ['open' | 'closed', number] {
  for (const { from, to } of open) {
    if (at < from) return ['closed', from]
    if (at < to) return ['open', to]
  }
  return ['closed', day]
}

interface Opening {
  from: number
  to: number
}

/** Opening hours by weekday (index 1 to 7), cut at midnight, sorted and joined where they touch. */
function openings(weekly: BusinessHours['weekly']): readonly (readonly Opening[])[] {
  const days: Opening[][] = Array.from({ length: 8 }, () => [])
  for (const { day: weekday, from, to } of weekly) {
    const start = sinceMidnight(from)
    const end = sinceMidnight(to)
    days[weekday]?.push({ from: start, to: end > start ? end : day })
    if (end <= start && end > 0) days[(weekday % 7) + 1]?.push({ from: 0, to: end })
  }
  return days.map(joined)
}

function joined(intervals: readonly Opening[]): Opening[] {
  const result: Opening[] = []
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else result.push({ ...next })
  }
  return result
}

function sinceMidnight(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute
}

/** 1 January 1970, day 0, was a Thursday. */
function weekdayOf(date: number): number {
  return ((((date + 3) % 7) + 7) % 7) + 1
}

interface OffsetPeriod {
  from: number
  until: number
  /** What to add to UTC for local time, in milliseconds. */
  offset: number
}

/** Rules of time zones are looked up once for each period between two changes of the clocks. */
const known = new Map<string, OffsetPeriod[]>()

function offsetAt(zone: string, at: number): OffsetPeriod {
  const periods = known.get(zone) ?? []
  const found = periods.find(({ from, until }) => from <= at && at < until)
  if (found) return found
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  // The change before `there` excludes one at this very instant, hence from just after it.
  const before = there.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const period = {
    from: before?.epochMilliseconds ?? -Infinity,
    until: there.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset: Math.round(there.offsetNanoseconds / 1e6),
  }
  known.set(zone, [...periods, period])
  return period
}
