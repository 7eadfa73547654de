import type { Kysely } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { dayOf, daysAfter, endOfDay, startOfDay } from '../../domain/values/day.ts'
import type { appointmentTable } from '../../projections/service/appointment.ts'
import type { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import type { resourceGroupTable, resourceTable } from '../../projections/service/resource.ts'
import type { TablesOf } from '../lists/query.ts'

export type PlanningTables = TablesOf<
  [typeof appointmentTable, typeof resourceTable, typeof resourceGroupTable, typeof businessCalendarTable]
>
export type PlanningDb = Kysely<PlanningTables>

export interface Booking {
  id: string
  title: string
  resourceId: string
  startsAt: string
  endsAt: string
}

const inUtc = (at: string) => new Date(at).toISOString()

/** What is booked of these resources and touches a time. */
export async function bookingsBetween(
  db: PlanningDb,
  ids: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<Booking[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('appointment')
    .select(['id', 'title', 'resourceId', 'startsAt', 'endsAt'])
    .where('resourceId', 'in', ids)
    .where('cancelled', '=', false)
    .where('startsAt', '<', to)
    .where('endsAt', '>', from)
    .orderBy('startsAt')
    .execute()
  return rows.map((row) => ({ ...row, startsAt: inUtc(row.startsAt), endsAt: inUtc(row.endsAt) }))
}

export const minutesOf = ({ startsAt, endsAt }: Pick<Booking, 'startsAt' | 'endsAt'>) =>
  (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000

/** The week, from Monday, that an instant is in where the organisation is. */
export function weekOf(at: string, zone: string): { from: string; to: string } {
  const date = dayOf(at, zone)
  const monday = daysAfter(date, 1 - Temporal.PlainDate.from(date).dayOfWeek)
  return { from: startOfDay(monday, zone), to: endOfDay(daysAfter(monday, 6), zone) }
}

/** How many minutes each has booked in a time. */
export function loadsIn(bookings: readonly Booking[], { from, to }: { from: string; to: string }) {
  const loads = new Map<string, number>()
  for (const one of bookings) {
    const startsAt = one.startsAt < from ? from : one.startsAt
    const endsAt = one.endsAt > to ? to : one.endsAt
    if (endsAt > startsAt)
      loads.set(one.resourceId, (loads.get(one.resourceId) ?? 0) + minutesOf({ startsAt, endsAt }))
  }
  return loads
}

/** How many of these go on at once at most within a time. */
export function peakOf(bookings: readonly Booking[], { from, to }: { from: string; to: string }): number {
  const steps = bookings
    .filter((one) => one.startsAt < to && one.endsAt > from)
    .flatMap((one) => [
      { at: one.startsAt, by: 1 },
      { at: one.endsAt, by: -1 },
    ])
    // What ends makes room before what begins takes it.
    .sort((a, b) => (a.at === b.at ? a.by - b.by : a.at < b.at ? -1 : 1))
  let now = 0
  return steps.reduce((peak, { by }) => {
    now += by
    return Math.max(peak, now)
  }, 0)
}
