import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { quarterMinutes } from '../service/quarters.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const quarters = (least: number, most: number) => z.int().min(least).max(most).multipleOf(quarterMinutes)

const fields = z.object({
  name: line(80),
  /** What whoever books is asked, and how the page is headed; it makes the lead. */
  formId: uuid,
  /** Who may be met, each in turn. */
  hostIds: z.array(uuid).min(1).max(25),
  /** What the appointment is called. */
  subject: line(200),
  location: line(300).nullable().default(null),
  minutes: quarters(quarterMinutes, 480).default(30),
  /** Kept free before and after. */
  before: quarters(0, 240).default(0),
  after: quarters(0, 240).default(0),
  /** So many hours ahead at least, and so many days at most. */
  noticeHours: z.int().min(0).max(720).default(4),
  daysAhead: z.int().min(1).max(60).default(14),
  /** Who has so many appointments on a day is offered no more on it. */
  mostPerDay: z.int().min(1).max(50).default(8),
})
const booked = z.object({ activityId: uuid, leadId: uuid, hostId: uuid })

export interface BookingPageState extends RecordState<z.output<typeof fields>> {
  /** How often it was whose turn. */
  turns?: Readonly<Record<string, number>>
}

const plain = record('bookingPage', fields)

/** A page on which people choose when to meet one of us; archived, it is switched off. */
export const bookingPage = decider<BookingPageState>()({
  name: 'bookingPage',
  events: { ...plain.events, 'bookingPage.booked': booked },
  commands: { ...plain.commands, 'bookingPage.note-booked': booked },
  evolve: {
    ...plain.evolve,
    'bookingPage.booked': (state, { hostId }) => ({
      ...state,
      turns: { ...state.turns, [hostId]: (state.turns?.[hostId] ?? 0) + 1 },
    }),
  },
  decide: {
    ...plain.decide,
    'bookingPage.create': (state, input, context) => {
      mustBeDistinct(input.hostIds)
      return plain.decide['bookingPage.create'](state, input, context)
    },
    'bookingPage.change': (state, input, context) => {
      mustBeDistinct(input.hostIds ?? [])
      return plain.decide['bookingPage.change'](state, input, context)
    },
    'bookingPage.note-booked': (_, data) => [{ type: 'bookingPage.booked', data }],
  },
})

function mustBeDistinct(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length)
    refuse('bookingPage.host-twice', 'Each of them is named once.', { field: 'hostIds' })
}

/** Whose turn it is among these: who had it least often, as they are named. */
export function inTurn(
  { hostIds, turns = {} }: Pick<BookingPageState, 'hostIds' | 'turns'>,
  free: readonly string[],
) {
  return hostIds
    .filter((id) => free.includes(id))
    .sort((one, other) => (turns[one] ?? 0) - (turns[other] ?? 0))
}
