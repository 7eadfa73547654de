import { type Kysely, sql } from 'kysely'
import { usualHours } from '../../../domain/activities/free-time.ts'
import type { BusyTime } from '../../../domain/activities/personal-calendar.ts'
import type { BusinessHours } from '../../../domain/values/business-time.ts'
import { personalCalendarTable } from '../../../projections/activities/personal-calendar.ts'
import { takenTimeTable } from '../../../projections/activities/taken-time.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { appointmentTable } from '../../../projections/service/appointment.ts'
import { businessCalendarTable } from '../../../projections/service/business-calendar.ts'
import { resourceTable } from '../../../projections/service/resource.ts'
import type { TablesOf } from '../../lists/query.ts'

/** What it takes to know when people can be had. */
export const planTables = [
  userTable,
  personalCalendarTable,
  takenTimeTable,
  businessCalendarTable,
  resourceTable,
  appointmentTable,
] as const
export type PlanDb = Kysely<TablesOf<typeof planTables>>

/** When somebody works, and what keeps them in some time. */
export interface Plan {
  id: string
  name: string
  hours: BusinessHours
  busy: readonly BusyTime[]
}

const inUtc = (at: string) => new Date(at).toISOString()

/** Of those among them who work here: appointments, visits of theirs as a resource, and what their other calendar has. */
export async function plansOf(
  db: PlanDb,
  ids: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<Plan[]> {
  if (ids.length === 0) return []
  const people = await db
    .selectFrom('user')
    .select(['id', 'name', 'timeZone'])
    .where('id', 'in', ids)
    .where('active', '=', true)
    .orderBy('name')
    .execute()
  const own = await db
    .selectFrom('personalCalendar')
    .select(['userId', 'hoursId', 'busy'])
    .where('userId', 'in', ids)
    .execute()
  const calendars = await db
    .selectFrom('businessCalendar')
    .select(['id', 'timeZone', 'weekly', 'holidays'])
    .where(sql<boolean>`id = any(${own.flatMap(({ hoursId }) => hoursId ?? [])}::uuid[])`)
    .execute()
  const taken = await db
    .selectFrom('takenTime')
    .select(['startsAt', 'endsAt', 'assigneeId', 'userIds'])
    .where('open', '=', true)
    .where('startsAt', '<', to)
    .where('endsAt', '>', from)
    .where((of) =>
      of.or([of('assigneeId', 'in', ids), sql<boolean>`${sql.ref('userIds')} && ${ids}::text[]`]),
    )
    .execute()
  const visits = await db
    .selectFrom('appointment')
    .innerJoin('resource', 'resource.id', 'appointment.resourceId')
    .select(['resource.userId as userId', 'appointment.startsAt as startsAt', 'appointment.endsAt as endsAt'])
    .where('resource.userId', 'in', ids)
    .where('appointment.cancelled', '=', false)
    .where('appointment.startsAt', '<', to)
    .where('appointment.endsAt', '>', from)
    .execute()
  return people.map(({ id, name, timeZone }) => {
    const said = own.find(({ userId }) => userId === id)
    const hours = calendars.find((one) => one.id === said?.hoursId)
    const times = [
      ...taken.filter(({ assigneeId, userIds }) => assigneeId === id || userIds.includes(id)),
      ...visits.filter(({ userId }) => userId === id),
      ...(said?.busy ?? []).filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from),
    ]
    return {
      id,
      name: name ?? '',
      hours: hours
        ? { timeZone: hours.timeZone, weekly: [...hours.weekly], holidays: hours.holidays }
        : usualHours(timeZone ?? 'UTC'),
      busy: times
        .map(({ startsAt, endsAt }) => ({ startsAt: inUtc(startsAt), endsAt: inUtc(endsAt) }))
        .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    }
  })
}
