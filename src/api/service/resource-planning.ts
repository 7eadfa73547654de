import { sql } from 'kysely'
import { z } from 'zod'
import { lacking } from '../../commands/service/appointment.ts'
import { quarterMinutes } from '../../domain/service/quarters.ts'
import {
  type BusinessHours,
  businessMinutesBetween,
  explainBusinessTime,
} from '../../domain/values/business-time.ts'
import { day, dayOf, daysAfter, endOfDay, startOfDay } from '../../domain/values/day.ts'
import { instant, within } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { appointmentTable } from '../../projections/service/appointment.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { resourceGroupTable, resourceTable } from '../../projections/service/resource.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { quarterUnless } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import {
  type Booking,
  bookingsBetween,
  loadsIn,
  minutesOf,
  type PlanningDb,
  peakOf,
  weekOf,
} from './resource-load.ts'

const stepMs = 2 * quarterMinutes * 60_000
/** So many slots are offered. */
const mostSlots = 30
/** And so many of one resource in one of its stretches of work: whoever asks wants a choice. */
const mostOfOne = 4

const slot = z
  .object({
    resourceId: uuid,
    resourceName: z.string(),
    startsAt: instant,
    endsAt: instant,
    minutes: z.int().describe('How much it has booked in that week already.'),
    skills: z.array(z.string()).describe('What is needed and it has.'),
  })
  .register(vocabulary, { id: 'AppointmentSlot' })

/** Where an appointment could be: by skill, hours of work and what is booked; earlier first, then who has less to do (SVC-05). */
export const appointmentSlots = query(
  appointmentTable,
  resourceTable,
  resourceGroupTable,
  businessCalendarTable,
  serviceTable,
)({
  name: 'appointmentSlots',
  path: '/appointment-slots',
  summary: 'Free times for a service, by skill, hours of work and load, the earliest first',
  permission: 'appointment.read',
  parameters: z.object({
    serviceId: uuid.optional(),
    minutes: z.coerce
      .number()
      .int()
      .min(quarterMinutes)
      .max(24 * 60)
      .multipleOf(quarterMinutes)
      .optional()
      .describe('Left out, what the service takes, else an hour.'),
    groupId: uuid.optional(),
    resourceId: uuid.optional(),
    from: instant.optional().describe('Left out, `asOf`, else now.'),
    days: z.coerce.number().int().min(1).max(60).default(14),
  }),
  reply: z.object({
    minutes: z.int(),
    method: z.string(),
    items: z.array(slot).describe(`At most ${mostSlots}.`),
    unfit: z
      .array(
        z
          .object({ resourceId: uuid, resourceName: z.string(), lacks: z.array(z.string()) })
          .register(vocabulary, { id: 'UnfitResource' }),
      )
      .describe('Who lacks what is needed.'),
  }),
  async run({ db, parameters, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      resource: ['skills', 'calendarId', 'capacity', 'kind', 'name'],
      appointment: ['startsAt', 'endsAt', 'resourceId', 'cancelled'],
    })
    const { serviceId, groupId, resourceId, days } = parameters
    const plans = db as never as PlanningDb
    const offered = serviceId
      ? await db.selectFrom('service').selectAll().where('id', '=', serviceId).executeTakeFirst()
      : undefined
    if (serviceId && !offered) return undefined
    const there = await zone()
    const minutes = parameters.minutes ?? offered?.minutes ?? 60
    const from = parameters.from ?? asOf ?? now
    const to = within(Date.parse(from) + days * 86_400_000)
    const all = await resourcesOf(plans, { groupId, resourceId })
    const needed = offered?.skills ?? []
    const lacks = (one: (typeof all)[number]) => (one.kind === 'person' ? lacking(one.skills, needed) : [])
    const fit = all.filter((one) => lacks(one).length === 0)
    const weeks = { from: weekOf(from, there).from, to: weekOf(to, there).to }
    const bookings = await bookingsBetween(
      plans,
      fit.map(({ id }) => id),
      weeks,
    )
    const calendars = await calendarsOf(plans, [
      ...fit.map((one) => one.calendarId),
      offered?.calendarId ?? '',
    ])
    const offeredHours = offered?.calendarId ? calendars.get(offered.calendarId) : undefined
    const items = fit
      .flatMap((one) => {
        const hours = calendars.get(one.calendarId)
        if (!hours) return []
        const own = bookings.filter((booking) => booking.resourceId === one.id)
        return startsOf({ hours, offered: offeredHours, from, to, minutes, capacity: one.capacity, own }).map(
          (startsAt) => ({
            resourceId: one.id,
            resourceName: one.name,
            startsAt,
            endsAt: within(Date.parse(startsAt) + minutes * 60_000),
            minutes: loadsIn(own, weekOf(startsAt, there)).get(one.id) ?? 0,
            skills: needed,
          }),
        )
      })
      .sort((a, b) =>
        a.startsAt === b.startsAt
          ? a.minutes - b.minutes || (a.resourceName < b.resourceName ? -1 : 1)
          : a.startsAt < b.startsAt
            ? -1
            : 1,
      )
      .slice(0, mostSlots)
    return {
      minutes,
      method:
        'Within the hours of the resource and of the service, where less is booked than there is of it; every half hour; earlier first, then who has less booked in that week. Travel is not counted.',
      items,
      unfit: all.flatMap((one) => {
        const missing = lacks(one)
        return missing.length > 0 ? [{ resourceId: one.id, resourceName: one.name, lacks: missing }] : []
      }),
    }
  },
})

async function resourcesOf(
  db: PlanningDb,
  { groupId, resourceId }: { groupId: string | undefined; resourceId: string | undefined },
) {
  const group = groupId
    ? await db.selectFrom('resourceGroup').select('resourceIds').where('id', '=', groupId).executeTakeFirst()
    : undefined
  return db
    .selectFrom('resource')
    .select(['id', 'name', 'kind', 'skills', 'calendarId', 'capacity'])
    .where('archived', '=', false)
    .$if(resourceId !== undefined, (some) => some.where('id', '=', resourceId ?? ''))
    .$if(groupId !== undefined, (some) =>
      some.where(sql<boolean>`id = any(${group?.resourceIds ?? []}::uuid[])`),
    )
    .orderBy('name')
    .limit(500)
    .execute()
}

async function calendarsOf(db: PlanningDb, ids: readonly string[]): Promise<Map<string, BusinessHours>> {
  const rows = await db
    .selectFrom('businessCalendar')
    .select(['id', 'timeZone', 'weekly', 'holidays'])
    .where(sql<boolean>`id = any(${ids.filter(Boolean)}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, ...hours }) => [id, hours as BusinessHours]))
}

interface Wanted {
  hours: BusinessHours
  offered: BusinessHours | undefined
  from: string
  to: string
  minutes: number
  capacity: number
  own: readonly Booking[]
}

/** The instants at which it could begin, on half hours: the first few of each stretch of work. */
function startsOf({ hours, offered, from, to, minutes, capacity, own }: Wanted): string[] {
  const starts: string[] = []
  const open = explainBusinessTime(hours, from, to).filter(({ kind }) => kind === 'open')
  for (const stretch of open) {
    const last = Date.parse(stretch.to) - minutes * 60_000
    const before = starts.length
    for (let at = Math.ceil(Date.parse(stretch.from) / stepMs) * stepMs; at <= last; at += stepMs) {
      const time = { from: within(at), to: within(at + minutes * 60_000) }
      if (offered && businessMinutesBetween(offered, time.from, time.to) < minutes) continue
      if (peakOf(own, time) < capacity) starts.push(time.from)
      if (starts.length - before === mostOfOne) break
    }
    if (starts.length >= mostSlots) break
  }
  return starts
}

const use = z
  .object({
    resourceId: uuid,
    resourceName: z.string(),
    kind: z.enum(['person', 'equipment', 'facility']),
    appointments: z.int(),
    open: z.int().describe('Minutes of work in this time, as many times over as there is of it.'),
    booked: z.int().describe('Minutes that are booked within them.'),
    outside: z.int().describe('Minutes that are booked beside them.'),
    share: z.number().nullable().describe('Booked of open; null: it does not work then.'),
  })
  .register(vocabulary, { id: 'BookedResource' })

export const resourceUse = query(
  appointmentTable,
  resourceTable,
  resourceGroupTable,
  businessCalendarTable,
)({
  name: 'resourceUse',
  path: '/resource-use',
  summary: 'How much of their hours of work resources are booked',
  permission: 'appointment.read',
  parameters: z.object({
    from: day.optional().describe('The first day; left out, with `to`, the quarter that it is.'),
    to: day.optional(),
    groupId: uuid.optional(),
  }),
  reply: z.object({ from: day, to: day, method: z.string(), items: z.array(use) }),
  async run({ db, parameters: { groupId, ...of }, principal, asOf, now, zone }) {
    refuseHidden(principal, {
      resource: ['calendarId', 'capacity', 'kind', 'name'],
      appointment: ['startsAt', 'endsAt', 'resourceId', 'cancelled'],
    })
    const there = await zone()
    const { from, to } = quarterUnless(of, dayOf(asOf ?? now, there))
    const last = daysAfter(from, 400) < to ? daysAfter(from, 400) : to
    const time = { from: startOfDay(from, there), to: endOfDay(last, there) }
    const plans = db as never as PlanningDb
    const all = await resourcesOf(plans, { groupId, resourceId: undefined })
    const bookings = await bookingsBetween(
      plans,
      all.map(({ id }) => id),
      time,
    )
    const calendars = await calendarsOf(
      plans,
      all.map(({ calendarId }) => calendarId),
    )
    const items = all.map(({ id, name, kind, capacity, calendarId }) => {
      const hours = calendars.get(calendarId)
      const own = bookings
        .filter((one) => one.resourceId === id)
        .map((one) => ({
          startsAt: one.startsAt < time.from ? time.from : one.startsAt,
          endsAt: one.endsAt > time.to ? time.to : one.endsAt,
        }))
      const open = hours ? Math.round(businessMinutesBetween(hours, time.from, time.to)) * capacity : 0
      const all = own.reduce((sum, one) => sum + minutesOf(one), 0)
      const inside = hours
        ? own.reduce((sum, one) => sum + businessMinutesBetween(hours, one.startsAt, one.endsAt), 0)
        : 0
      const booked = Math.round(inside)
      return {
        resourceId: id,
        resourceName: name,
        kind,
        appointments: own.length,
        open,
        booked,
        outside: Math.round(all) - booked,
        share: open === 0 ? null : Math.round((booked / open) * 10_000) / 10_000,
      }
    })
    return {
      from,
      to: last,
      method:
        'Hours of work by the calendar of each, as it is at the instant shown, holidays taken off. At most 400 days from the first.',
      items,
    }
  },
})
