import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { timeOfDay } from '../values/business-time.ts'
import { day, dayOf, endOfDay } from '../values/day.ts'
import { within } from '../values/instant.ts'
import { timeZone } from '../values/time-zone.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** By when something is to be done: a day, and a time of it or none, as calendar and clocks of a zone show them. */
export const due = z.object({ day, time: timeOfDay.nullable(), timeZone }).register(vocabulary, { id: 'Due' })
export type Due = z.output<typeof due>

/**
 * The instant from which it is late: at the time, or when the day is over. A time that clocks pass over comes as much
 * later, one that they show twice is the first (RFC 5545, section 3.3.5).
 */
export function dueInstant({ day: date, time, timeZone: zone }: Due): string {
  if (time === null) return endOfDay(date, zone)
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`)
  return within(wall.toZonedDateTime(zone).epochMilliseconds)
}

const rule = z.object({
  every: z.enum(['day', 'week', 'month', 'year']).register(vocabulary, { id: 'RecurrenceUnit' }),
  /** Every second, third and so on of them. */
  interval: z.int().min(1).max(999),
  /** Of weeks, the days of the week (ISO 8601: 1 is Monday); none: that of the first day. */
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  /** The last day it may fall on; null: it goes on. */
  until: day.nullable(),
})

/** How a task comes again, as somebody says it. */
export const recurrenceRule = rule
  .extend({
    interval: rule.shape.interval.default(1),
    weekdays: rule.shape.weekdays.default([]),
    until: rule.shape.until.default(null),
  })
  .register(vocabulary, { id: 'RecurrenceRule' })

/** The same with the day it began with, from which all others are counted. */
export const recurrence = rule.extend({ from: day }).register(vocabulary, { id: 'Recurrence' })
export type Recurrence = z.output<typeof recurrence>

/** The first day after this one on which it falls; null: there is none. */
export function occurrenceAfter(
  { every, interval, weekdays, from, until }: Recurrence,
  after: string,
): string | null {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(after)]
  const found =
    every === 'week'
      ? weekly(first, last, weekdays.length > 0 ? weekdays : [first.dayOfWeek], interval)
      : stepped(first, last, `${every}s`, interval)
  return found.year > 9999 || (until !== null && found.toString() > until) ? null : found.toString()
}

/** Counted from the first each time: what falls on the 31st comes back to it after a shorter month. */
function stepped(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  unit: 'days' | 'months' | 'years',
  interval: number,
): Temporal.PlainDate {
  const passed = Math.floor(first.until(last, { largestUnit: unit })[unit] / interval)
  for (let n = Math.max(passed, 0); ; n++) {
    const date = first.add({ [unit]: n * interval })
    if (Temporal.PlainDate.compare(date, last) > 0) return date
  }
}

function weekly(
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  weekdays: readonly number[],
  interval: number,
): Temporal.PlainDate {
  const monday = first.subtract({ days: first.dayOfWeek - 1 })
  const next = last.add({ days: 1 })
  let date = Temporal.PlainDate.compare(first, next) > 0 ? first : next
  for (;;) {
    const week = Math.floor(monday.until(date).days / 7)
    const ahead = (interval - (week % interval)) % interval
    if (ahead > 0) date = monday.add({ weeks: week + ahead })
    if (weekdays.includes(date.dayOfWeek)) return date
    date = date.add({ days: 1 })
  }
}

/** When it is due again once it is done at an instant: the next time that is still to come; null: never. */
export function dueAfter(of: Due, how: Recurrence, at: string): Due | null {
  const today = Temporal.PlainDate.from(dayOf(at, of.timeZone))
  const yesterday = today.subtract({ days: 1 }).toString()
  const on = occurrenceAfter(how, yesterday > of.day ? yesterday : of.day)
  if (on === null) return null
  const next = { ...of, day: on }
  if (dueInstant(next) > at) return next
  const later = occurrenceAfter(how, on)
  return later === null ? null : { ...of, day: later }
}

/** An instant as many days later as one day is due after the other, at the same time of the clock. */
export function movedAlong(instant: string, from: Due, to: Due): string {
  const days = Temporal.PlainDate.from(from.day).until(to.day).days
  const wall = Temporal.Instant.from(instant).toZonedDateTimeISO(to.timeZone).toPlainDateTime()
  return within(wall.add({ days }).toZonedDateTime(to.timeZone).epochMilliseconds)
}
