import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { isOnQuarter, mostQuarters, quarterMs, quartersBetween } from './quarters.ts'

const when = z.object({
  resourceId: uuid,
  startsAt: instant.meta({ examples: ['2026-03-02T09:00:00.000Z', '2026-03-02T09:15:00.000Z'] }),
  endsAt: instant.meta({ examples: ['2026-03-02T10:00:00.000Z', '2026-03-02T13:30:00.000Z'] }),
})
/** Of each quarter of an hour, which of the places of the resource it has. */
const seats = z.array(count).min(1).max(mostQuarters)

/** Why one of a group did not get it. */
export const whyPassed = z
  .enum(['taken', 'closed', 'unskilled', 'archived'])
  .register(vocabulary, { id: 'WhyPassedOver' })
export type WhyPassed = z.output<typeof whyPassed>

/** Of a group, who could have got it: how much each had to do that week, in minutes, and why not, where so. */
export const groupChoice = z
  .object({
    groupId: uuid,
    candidates: z
      .array(
        z
          .object({ resourceId: uuid, minutes: count, passed: whyPassed.nullable() })
          .register(vocabulary, { id: 'ResourceCandidate' }),
      )
      .max(100),
  })
  .register(vocabulary, { id: 'ResourceChoice' })
export type GroupChoice = z.output<typeof groupChoice>

const words = z.object({ title: line(200), note: line(500).nullable() })
const about = z.object({ serviceId: uuid.nullable(), serviceOrderId: uuid.nullable() })

const booking = creates(
  words.extend({ ...about.shape, ...when.shape, seats, choice: groupChoice.nullable() }),
)

const events = {
  'appointment.booked': booking,
  'appointment.moved': when.extend({ seats }),
  'appointment.changed': z.object({ changes: words.partial() }),
  'appointment.cancelled': z.object({ reason: line(200).nullable() }),
}

const commands = {
  'appointment.book': booking,
  /** Of a group, for whoever was chosen. */
  'appointment.book-chosen': booking,
  'appointment.move': when.extend({ seats }),
  'appointment.change': words.partial(),
  'appointment.cancel': z.object({ reason: line(200).nullable().default(null) }),
}

export interface AppointmentState
  extends z.output<typeof words>,
    z.output<typeof about>,
    z.output<typeof when> {
  seats: readonly number[]
  cancelled: boolean
}

/** Some time of a resource, for something. Nobody else has that time of it (090). */
export const appointment = decider<AppointmentState>()({
  name: 'appointment',
  events,
  commands,
  evolve: {
    'appointment.booked': (_, { choice: __, ...data }) => ({ ...data, cancelled: false }),
    'appointment.moved': (state, data) => ({ ...state, ...data }),
    'appointment.changed': (state, { changes: { title = state.title, note = state.note } }) => ({
      ...state,
      title,
      note,
    }),
    'appointment.cancelled': (state) => ({ ...state, cancelled: true }),
  },
  decide: {
    'appointment.book': (_, input) => booked(input),
    'appointment.book-chosen': (_, input) => booked(input),
    'appointment.move': (state, input) => {
      mustStand(state)
      mustBeATime(input)
      const { resourceId, startsAt, endsAt } = state
      if (resourceId === input.resourceId && startsAt === input.startsAt && endsAt === input.endsAt) return []
      return [{ type: 'appointment.moved', data: input }]
    },
    'appointment.change': (state, { title = state.title, note = state.note }) => {
      mustStand(state)
      const changes = {
        ...(title !== state.title && { title }),
        ...(note !== state.note && { note }),
      }
      return Object.keys(changes).length > 0 ? [{ type: 'appointment.changed', data: { changes } }] : []
    },
    'appointment.cancel': (state, input) =>
      state.cancelled ? [] : [{ type: 'appointment.cancelled', data: input }],
  },
})

function booked(data: z.output<(typeof booking)['schema']>) {
  mustBeATime(data)
  return [{ type: 'appointment.booked', data }] as const
}

/** What of which time it has: a quarter of an hour, a place in it. Nothing, once it is cancelled. */
export function placesOf({ startsAt, endsAt, seats: taken, cancelled }: AppointmentState) {
  if (cancelled) return []
  return quartersBetween(startsAt, endsAt).map((quarter, place) => ({ quarter, seat: taken[place] ?? 0 }))
}

/** @throws DomainError for what is no time. */
export function mustBeATime({ startsAt, endsAt }: Pick<AppointmentState, 'startsAt' | 'endsAt'>): void {
  if (!isOnQuarter(startsAt) || !isOnQuarter(endsAt))
    refuse('appointment.off-quarter', 'It begins and ends on a quarter of an hour.', {
      field: isOnQuarter(startsAt) ? 'endsAt' : 'startsAt',
    })
  if (endsAt <= startsAt)
    refuse('appointment.ends-first', 'It would end before it begins.', { field: 'endsAt' })
  if (Date.parse(endsAt) - Date.parse(startsAt) > mostQuarters * quarterMs)
    refuse('appointment.too-long', 'It is at most a day long; book another one for the rest.', {
      field: 'endsAt',
    })
}

function mustStand({ cancelled }: AppointmentState): void {
  if (cancelled) conflict('appointment.cancelled', 'This was cancelled; book it anew.')
}
