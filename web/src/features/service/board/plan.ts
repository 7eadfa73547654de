import type { Span } from '../../../time/span.ts'
import { startOfDay } from '../../../ui/zone.ts'
import type { Appointment } from '../appointment.entry.ts'

/** Where an appointment can be put down: the start of a half hour, or of a day. */
export interface Cell {
  at: number
  ends: number
}

const halfHourMs = 1_800_000
/** The first and the last hour of a day that the board shows. */
const firstHour = 6
const lastHour = 20

/** The cells of a row, from the day on; a day that is shorter by a change of the clocks has as many. */
export function cellsOf(span: Span, date: string, timeZone: string | undefined): Cell[] {
  if (span === 'week')
    return Array.from({ length: 7 }, (_, place) => ({
      at: startOfDay(date, timeZone, place),
      ends: startOfDay(date, timeZone, place + 1),
    }))
  const midnight = startOfDay(date, timeZone)
  return Array.from({ length: 2 * (lastHour - firstHour) }, (_, place) => {
    const at = midnight + (2 * firstHour + place) * halfHourMs
    return { at, ends: at + halfHourMs }
  })
}

/** When an appointment begins that is put down there: on another day at the same time of day. */
export function startIn(span: Span, { startsAt }: Appointment, from: Cell, to: Cell): string {
  const at = span === 'week' ? to.at + (Date.parse(startsAt ?? '') - from.at) : to.at
  return new Date(at).toISOString()
}

/** The cell that an instant is in. */
export const cellAt = (cells: readonly Cell[], at: string | undefined): number =>
  cells.findIndex((cell) => cell.at <= Date.parse(at ?? '') && Date.parse(at ?? '') < cell.ends)

/** How many cells an appointment covers, from the first on. */
export function widthIn(cells: readonly Cell[], place: number, endsAt: string | undefined): number {
  const end = Date.parse(endsAt ?? '')
  return Math.max(1, cells.filter((cell, index) => index >= place && cell.at < end).length)
}
