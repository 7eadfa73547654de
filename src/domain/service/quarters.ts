/** Appointments begin and end on quarters of an hour: all zones differ from UTC by whole ones. */
export const quarterMinutes = 15
export const quarterMs = quarterMinutes * 60_000

/** The longest that one appointment may be: a day. */
export const mostQuarters = (24 * 60) / quarterMinutes

export const isOnQuarter = (instant: string) => Date.parse(instant) % quarterMs === 0

/** The quarters of an hour between two instants, each by its number since 1970. */
export function quartersBetween(from: string, to: string): number[] {
  const first = Math.floor(Date.parse(from) / quarterMs)
  const count = Math.ceil(Date.parse(to) / quarterMs) - first
  return Array.from({ length: Math.max(0, count) }, (_, place) => first + place)
}
