import { firstOf, type Span, stepped } from '../../../time/span.ts'
import { instantOf, startOfDay, wallAt } from '../../../ui/zone.ts'
import type { Activity } from '../activity.entry.ts'

/** From which hour to which a day is shown. */
export interface Hours {
  first: number
  last: number
}

/** Those of work, and as many more as what there is on these days needs. */
export function hoursOf(
  days: readonly string[],
  rows: readonly Activity[],
  timeZone: string | undefined,
): Hours {
  const hours = { first: 7, last: 21 }
  for (const date of days)
    for (const { start, end, from, to } of within(date, rows, timeZone)) {
      const last = wallAt(new Date(end), timeZone)
      hours.first = Math.min(hours.first, start < from ? 0 : wallAt(new Date(start), timeZone).hour)
      hours.last = Math.max(hours.last, end >= to ? 24 : last.hour + (last.minute > 0 ? 1 : 0))
    }
  return hours
}

/** So many half hours are shown of a day. */
export const slotsIn = ({ first, last }: Hours): number => 2 * (last - first)

/** The days that are shown, from one on, as `YYYY-MM-DD`. */
export function daysOf(span: Span, date: string): string[] {
  const first = firstOf(span, date)
  return Array.from({ length: span === 'week' ? 7 : 1 }, (_, later) => stepped('day', first, later))
}

/**
 * The instant at which a half hour of a day begins, by the clock of the zone: one that clocks pass over comes as much later, of
 * one that they show twice it is the first (RFC 5545, section 3.3.5).
 */
export function slotAt(date: string, slot: number, { first }: Hours, timeZone: string | undefined): number {
  const [year = 1, month = 1, day = 1] = date.split('-').map(Number)
  const minutes = first * 60 + slot * 30
  const wall = { year, month, day, hour: Math.floor(minutes / 60), minute: minutes % 60, second: 0 }
  return instantOf(wall, timeZone)
}

/** In half hours from the first that is shown. */
const heightAt = (at: number, { first }: Hours, timeZone: string | undefined) => {
  const { hour, minute } = wallAt(new Date(at), timeZone)
  return (hour - first) * 2 + minute / 30
}

/** What there is on a day, and when that day begins and is over. */
function within(date: string, rows: readonly Activity[], timeZone: string | undefined) {
  const [from, to] = [startOfDay(date, timeZone), startOfDay(date, timeZone, 1)]
  return rows
    .map((row) => ({ row, start: Date.parse(row.startsAt ?? ''), end: endOf(row), from, to }))
    .filter(({ start, end }) => start < to && (end > from || start >= from))
}

export interface Placed {
  row: Activity
  /** In half hours. */
  top: number
  height: number
  /** Beside what else there is at that time. */
  lane: number
  lanes: number
}

/** Where the appointments of a day stand: those that overlap beside each other. */
export function placedOn(
  date: string,
  rows: readonly Activity[],
  hours: Hours,
  timeZone: string | undefined,
): Placed[] {
  const slots = slotsIn(hours)
  const own = within(date, rows, timeZone).sort((a, b) => a.start - b.start || b.end - a.end)
  const placed: (Placed & { end: number; group: number })[] = []
  let group = 0
  let reach = 0
  for (const { row, start, end, from, to } of own) {
    if (start >= reach) group++
    reach = Math.max(reach, end)
    const taken = placed.filter((one) => one.group === group && one.end > start).map(({ lane }) => lane)
    const lane = Array.from({ length: taken.length + 1 }, (_, n) => n).find((n) => !taken.includes(n)) ?? 0
    const top = start < from ? 0 : Math.min(slots - 1, Math.max(0, heightAt(start, hours, timeZone)))
    const bottom = end >= to ? slots : Math.min(slots, heightAt(end, hours, timeZone))
    placed.push({ row, top, height: Math.max(1, bottom - top), lane, lanes: 1, end, group })
  }
  return placed.map((one) => ({
    ...one,
    lanes: Math.max(...placed.filter((other) => other.group === one.group).map(({ lane }) => lane)) + 1,
  }))
}

/** When it ends; a call that says no end takes half an hour. */
export const endOf = ({ startsAt, endsAt }: Activity): number =>
  endsAt ? Date.parse(endsAt) : Date.parse(startsAt ?? '') + 1_800_000
