import { z } from 'zod'
import { record } from '../record.ts'
import type { BusinessHours } from '../values/business-time.ts'
import { uuid } from '../values/uuid.ts'

const most = z.int().min(1).max(1_000_000)

/** How much of something by one person within an hour raises an alert. Each has the value that holds until decided. */
export const alertLimits = z.object({
  /** Refused sign-ins, from one address. */
  failedSignIns: most.default(5),
  exports: most.default(5),
  /** Different records, however often each is shown; and never less than some times what this person usually reads. */
  recordsRead: most.default(2_000),
  refusedRequests: most.default(30),
  offHoursRequests: most.default(20),
  /** Off-hours is when this calendar is closed; without one the night, in the organisation's time zone. */
  calendarId: uuid.nullable().default(null),
})
export type AlertLimits = z.output<typeof alertLimits>

/** What holds where nothing was decided. */
export const defaultLimits: AlertLimits = alertLimits.parse({})

/** When somebody is told of what may be an attack or a leak; there is one, and every change of it is an event. */
export const alertPolicy = record('alertPolicy', alertLimits)

/** From 5 to 22 o'clock, on every day. */
export function daytime(timeZone: string): BusinessHours {
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '05:00', to: '22:00' }))
  return { timeZone, weekly, holidays: [] }
}
