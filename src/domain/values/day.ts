import { z } from 'zod'

/** A calendar date, `YYYY-MM-DD`. */
export const day = z.iso.date('must be a date such as 2026-03-31')

/** The date in UTC of an instant. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10)
}

/** The instant at which a date is over in UTC: the first one of the next. */
export function endOfDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + 86_400_000).toISOString()
}
