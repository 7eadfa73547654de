import { z } from 'zod'
import { conflict, refuse } from '../../domain/error.ts'
import {
  type AppointmentState,
  appointment,
  type GroupChoice,
  groupChoice,
  mustBeATime,
  placesOf,
} from '../../domain/service/appointment.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { quartersBetween } from '../../domain/service/quarters.ts'
import { resource } from '../../domain/service/resource.ts'
import { resourceGroup } from '../../domain/service/resource-group.ts'
import { service } from '../../domain/service/service.ts'
import { serviceOrder } from '../../domain/service/service-order.ts'
import { businessMinutesBetween } from '../../domain/values/business-time.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, type Claim, commandsOf } from '../command.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const { commands } = appointment
const { schema } = commands['appointment.book']

/** Whoever says so books beside the hours of work. */
const outsideHours = z.boolean().default(false)

const booking = schema.omit({ seats: true, choice: true }).extend({
  title: schema.shape.title.optional().describe('Left out, that of the order, else the name of the service.'),
  note: schema.shape.note.default(null),
  serviceId: schema.shape.serviceId.default(null),
  serviceOrderId: schema.shape.serviceOrderId.default(null),
  outsideHours,
})
export const bookingOfGroup = booking.omit({ resourceId: true })

const move = commands['appointment.move']
  .omit({ seats: true })
  .partial({ resourceId: true, endsAt: true })
  .extend({ outsideHours })

const claimOf = (resourceId: string, { quarter, seat }: { quarter: number; seat: number }): Claim => ({
  kind: 'appointment-time',
  value: `${resourceId} ${quarter} ${seat}`,
})

export const appointmentCommands = commandsOf(
  appointment,
  (prepared) => ({
    'appointment.book': {
      summary: 'Book some time of a resource; nobody else has it then',
      ...prepared(booking, (body, asking) => booked(body, null, asking)),
    },
    'appointment.book-chosen': {
      summary: 'Book some time of whoever of a group was chosen',
      internal: true,
      permission: 'appointment.book',
      ...prepared(booking.extend({ choice: groupChoice }), ({ choice, ...body }, asking) =>
        booked(body, choice, asking),
      ),
    },
    'appointment.move': {
      summary: 'Move an appointment to another time or resource, if nobody has that',
      inverse: ({ resourceId, startsAt, endsAt }) => ({
        command: 'appointment.move',
        body: { resourceId, startsAt, endsAt, outsideHours: true },
      }),
      ...prepared(move, async ({ outsideHours: outside, ...asked }, asking) => {
        const { state } = asking
        const took = Date.parse(state.endsAt) - Date.parse(state.startsAt)
        const body = {
          resourceId: asked.resourceId ?? state.resourceId,
          startsAt: asked.startsAt,
          endsAt: asked.endsAt ?? new Date(Date.parse(asked.startsAt) + took).toISOString(),
        }
        const offered = state.serviceId ? await asking.load(service, state.serviceId) : undefined
        return { ...body, seats: await seatsFor({ ...body, outside, skills: offered?.skills ?? [] }, asking) }
      }),
    },
    'appointment.change': { summary: 'Change what an appointment is called and what is noted of it' },
    'appointment.cancel': { summary: 'Cancel an appointment; its time is free again' },
  }),
  { unique: (state) => placesOf(state).map((place) => claimOf(state.resourceId, place)) },
)

async function booked(
  { outsideHours: outside, ...body }: z.output<typeof booking>,
  choice: GroupChoice | null,
  asking: Asking,
) {
  await mustBeKnown('appointment', body, { serviceOrderId: serviceOrder }, asking)
  await mustExist('appointment', body, { serviceId: service }, asking)
  if (choice) await mustExist('appointment', choice, { groupId: resourceGroup }, asking)
  const order = body.serviceOrderId ? await asking.load(serviceOrder, body.serviceOrderId) : undefined
  const serviceId = body.serviceId ?? order?.service?.id ?? null
  const offered = serviceId ? await asking.load(service, serviceId) : undefined
  const seats = await seatsFor({ ...body, outside, skills: offered?.skills ?? [] }, asking)
  const title =
    body.title ??
    order?.title ??
    offered?.name ??
    refuse('appointment.untitled', 'Say what it is for.', { field: 'title' })
  return { ...body, serviceId, title, seats, choice }
}

interface Wanted extends Pick<AppointmentState, 'resourceId' | 'startsAt' | 'endsAt'> {
  /** Whether it may be beside the hours of work. */
  outside: boolean
  skills: readonly string[]
}

/** A place for each quarter of an hour. @throws DomainError where the resource does not work, cannot do it, or is taken. */
async function seatsFor(wanted: Wanted, asking: Asking): Promise<number[]> {
  mustBeATime(wanted)
  const { resourceId, startsAt, endsAt, outside, skills } = wanted
  await mustExist('appointment', { resourceId }, { resourceId: resource }, asking)
  const found = await asking.load(resource, resourceId)
  if (!found) throw new Error(`the resource ${resourceId} was there a moment ago`)
  const { name, kind, capacity, calendarId, skills: has } = found
  const missing = kind === 'person' ? lacking(has, skills) : []
  if (missing.length > 0)
    refuse('appointment.unskilled', `${name} cannot do that: ${missing.join(', ')}.`, {
      field: 'resourceId',
      details: { skills: missing },
    })
  const hours = await asking.load(businessCalendar, calendarId)
  const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  if (!outside && hours && businessMinutesBetween(hours, startsAt, endsAt) < minutes)
    conflict('appointment.outside-hours', `${name} does not work then; say that it is outside the hours.`, {
      field: 'startsAt',
    })
  const quarters = quartersBetween(startsAt, endsAt)
  // Of one there is once, the claims themselves say who has it.
  if (capacity === 1) return quarters.map(() => 0)
  return Promise.all(quarters.map((quarter) => freeSeat({ resourceId, quarter, capacity }, asking)))
}

async function freeSeat(
  { resourceId, quarter, capacity }: { resourceId: string; quarter: number; capacity: number },
  { id, holder }: Pick<Asking, 'id' | 'holder'>,
): Promise<number> {
  let last: string | undefined
  for (let seat = 0; seat < capacity; seat++) {
    last = await holder(claimOf(resourceId, { quarter, seat }))
    if (last === undefined || last === id) return seat
  }
  return conflict('appointment.time-taken', 'All of it is taken at that time.', {
    field: 'time',
    ...(last !== undefined && { id: last }),
  })
}

/** Which of the skills somebody lacks, however they are written. */
export const lacking = (has: readonly string[], needed: readonly string[]): string[] =>
  needed.filter((one) => !has.some((known) => sameName(known) === sameName(one)))
