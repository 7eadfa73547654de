import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { within } from './instant.ts'

/** The first and the last day there are: years of four digits, which every store can hold and compare as text. */
export const firstDay = '0001-01-01'
export const lastDay = '9999-12-31'

/** A calendar date of the years 1 to 9999, `YYYY-MM-DD`. */
export const day = z.iso
  .date('must be a date such as 2026-03-31')
  .refine((date) => date >= firstDay, 'must not be before the year 1')

/** The date that a calendar in this zone shows at an instant; never one that `day` would refuse. */
export function dayOf(instant: string, timeZone: string): string {
  return withinDays(Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate())
}

/** The first instant of a date in a zone: midnight, or what comes first where clocks pass over it. */
export function startOfDay(date: string, timeZone: string): string {
  return within(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds)
}

/** The first instant after this one at which a clock in this zone shows the hour. */
export function nextHour(hour: number, instant: string, timeZone: string): string {
  const from = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
  const today = from.toPlainDate().toZonedDateTime({ timeZone, plainTime: { hour } })
  const next =
    Temporal.ZonedDateTime.compare(today, from) > 0
      ? today
      : from.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone, plainTime: { hour } })
  return within(next.epochMilliseconds)
}

/** The instant at which a date is over in a zone: the first one of the next day there, or the last there is. */
export function endOfDay(date: string, timeZone: string): string {
  const next = Temporal.PlainDate.from(date).add({ days: 1 })
  return within(next.toZonedDateTime(timeZone).epochMilliseconds)
}

/** The date so many days after another, or before it; the last or the first there is where that would be beyond it. */
export function daysAfter(date: string, days: number): string {
  return withinDays(Temporal.PlainDate.from(date).add({ days }))
}

/** The same date so many months later, or the last day of that month where it has no such date. */
export function monthsOn(date: string, months: number): string {
  return withinDays(Temporal.PlainDate.from(date).add({ months }))
}

/** The date, if it is one that `day` takes; else the one next to it. Years that have not four digits have a sign. */
export function withinDays(date: Temporal.PlainDate): string {
  const text = date.toString()
  if (text.startsWith('+')) return lastDay
  return text < firstDay ? firstDay : text
}
