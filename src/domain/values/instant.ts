import { z } from 'zod'

/** The first and the last instant there are: as text they sort as they follow each other, and Postgres holds them. */
export const firstInstant = '0001-01-01T00:00:00.000Z'
export const lastInstant = '9999-12-31T23:59:59.999Z'

const [first, last] = [Date.parse(firstInstant), Date.parse(lastInstant)]

/**
 * An instant with its offset (RFC 3339), brought to UTC in milliseconds. What counts for the bounds is UTC: midnight of
 * the year 1 is too early where clocks are ahead.
 */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO-8601 instant with its offset, such as 2017-06-30T23:59:59Z',
  })
  .overwrite((text) => instantOf(text) ?? text)
  .refine((text) => instantOf(text) === text, 'must be in the years 1 to 9999, counted in UTC')

/** What was asked last: the instant of one event is asked for by each model, and by each of its columns. */
let asked: { text: string; at: string | undefined } | undefined

/** The instant in UTC milliseconds; undefined for what is none, or none that can be stored. */
export function instantOf(text: string): string | undefined {
  if (asked?.text === text) return asked.at
  const time = Date.parse(text)
  const at = time >= first && time <= last ? new Date(time).toISOString() : undefined
  asked = { text, at }
  return at
}

/** An instant given in ms since 1970, or the first or last there is where it lies beyond. */
export function within(ms: number): string {
  return new Date(Math.min(Math.max(ms, first), last)).toISOString()
}
