/** A time as a clock on the wall shows it; months from 1 to 12. */
export interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const clocks = new Map<string | undefined, Intl.DateTimeFormat>()

/** What the clocks of an IANA zone show at an instant; undefined: the zone of this browser. */
export function wallAt(at: Date, timeZone?: string): Wall {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type as string, Number(value)]))
  const part = (name: keyof Wall) => parts.get(name) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
}

/** The instant at which the clocks of a zone show this, in ms; a day or hour beyond its month or day counts on. */
export function instantOf(wall: Wall, timeZone?: string): number {
  const asUtc = utcOf(wall)
  // The offset then decides, not the one now: the second look is right on both sides of a change of the clocks.
  const near = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(near, timeZone)
}

/** The date on the calendar of a zone at an instant; undefined: the zone of this browser. */
export function dateAt(at: Date, timeZone?: string): string {
  const { year, month, day } = wallAt(at, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** The first instant of a date in a zone, in ms, or of one some days later. */
export function startOfDay(date: string, timeZone?: string, later = 0): number {
  const [year = 1, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number)
  return instantOf({ year, month, day: day + later, hour: 0, minute: 0, second: 0 }, timeZone)
}

/** Days from one to the other on the calendar. */
export function daysBetween(from: Wall, to: Wall): number {
  const midnight = ({ year, month, day }: Wall) => Date.UTC(year, month - 1, day)
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}

const utcOf = ({ year, month, day, hour, minute, second }: Wall) =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** How far the clocks are ahead of UTC, in ms. */
const offsetAt = (at: number, timeZone?: string) =>
  utcOf(wallAt(new Date(at), timeZone)) - Math.floor(at / 1000) * 1000
