import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { leadStatus } from '../sales/lead-status.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** By what somebody came into a sequence. */
export const enrolledBy = z.enum(['hand', 'list', 'stage']).register(vocabulary, { id: 'EnrolledBy' })

/** Why somebody left before the last step. */
export const exitReason = z
  .enum(['goal', 'converted', 'replied', 'opted-out', 'bounced', 'gone', 'campaign-over', 'by-hand'])
  .register(vocabulary, { id: 'EnrolmentExit' })
export type ExitReason = z.output<typeof exitReason>

const begun = z.object({
  sequenceId: uuid,
  /** Of the sequence, in which they stay. */
  version: count.min(1),
  campaignId: uuid,
  contactId: uuid.nullable(),
  leadId: uuid.nullable(),
  /** Whose customer they are. */
  ownerId: uuid.nullable(),
  by: enrolledBy,
  /** Where a lead stood when it came. */
  stage: leadStatus.nullable(),
})

const task = z.object({ subject: line(200), due: day, assigneeId: uuid.nullable() })

/** What comes next for somebody. */
const advance = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('mail') }),
    task.extend({ is: z.literal('task') }),
    z.object({ is: z.literal('wait'), until: instant }),
    z.object({ is: z.literal('check'), held: z.boolean(), next: count }),
    z.object({ is: z.literal('exit'), reason: exitReason }),
    z.object({ is: z.literal('end') }),
    /** Not now: it is paused. */
    z.object({ is: z.literal('stay') }),
  ])
  .register(vocabulary, { id: 'EnrolmentAdvance' })
export type EnrolmentAdvance = z.output<typeof advance>

const person = subjectOf('enrolment')
const step = count
const nothing = z.object({})

export interface EnrolmentState extends AboutPerson, z.output<typeof begun> {
  status: 'active' | 'paused' | 'left' | 'done'
  /** The next step. */
  step: number
  until: string | null
  exit: ExitReason | null
}

const own = decider<EnrolmentState>()({
  name: 'enrolment',
  events: {
    'enrolment.begun': creates(begun),
    /** A mail is due: whom it reached, or why not, its recipient says. */
    'enrolment.mail-due': z.object({ step }),
    'enrolment.task-due': task.extend({ step }),
    'enrolment.waited': z.object({ step, until: instant }),
    'enrolment.checked': z.object({ step, held: z.boolean(), next: count }),
    /** What a step asked for was not taken. */
    'enrolment.step-refused': z.object({ code: line(120), message: prose(500) }),
    'enrolment.paused': nothing,
    'enrolment.resumed': nothing,
    'enrolment.left': z.object({ reason: exitReason }),
    'enrolment.completed': nothing,
    ...person.events,
  },
  commands: {
    'enrolment.begin': creates(begun),
    'enrolment.advance': z.object({ from: count, next: advance }),
    'enrolment.note-refusal': z.object({ code: line(120), message: prose(500) }),
    'enrolment.pause': nothing,
    'enrolment.resume': nothing,
    'enrolment.exit': nothing,
    'enrolment.leave': z.object({ reason: exitReason }),
    ...person.commands,
  },
  evolve: {
    'enrolment.begun': (_, data) => ({ ...data, status: 'active', step: 0, until: null, exit: null }),
    'enrolment.mail-due': (state, data) => ({ ...state, step: data.step + 1, until: null }),
    'enrolment.task-due': (state, data) => ({ ...state, step: data.step + 1, until: null }),
    'enrolment.waited': (state, data) => ({ ...state, step: data.step + 1, until: data.until }),
    'enrolment.checked': (state, { next }) => ({ ...state, step: next, until: null }),
    'enrolment.step-refused': (state) => state,
    'enrolment.paused': (state) => ({ ...state, status: 'paused' }),
    'enrolment.resumed': (state) => ({ ...state, status: 'active' }),
    'enrolment.left': (state, { reason }) => ({ ...state, status: 'left', exit: reason }),
    'enrolment.completed': (state) => ({ ...state, status: 'done' }),
    ...person.evolve,
  },
  decide: {
    'enrolment.begin': (_, input) => [{ type: 'enrolment.begun', data: input }],
    'enrolment.advance': (state, { from, next }) => {
      if (state.status !== 'active' || state.step !== from) return []
      switch (next.is) {
        case 'mail':
          return [{ type: 'enrolment.mail-due', data: { step: from } }]
        case 'task': {
          const { is: _, ...said } = next
          return [{ type: 'enrolment.task-due', data: { ...said, step: from } }]
        }
        case 'wait':
          return [{ type: 'enrolment.waited', data: { step: from, until: next.until } }]
        case 'check':
          return [{ type: 'enrolment.checked', data: { step: from, held: next.held, next: next.next } }]
        case 'exit':
          return [{ type: 'enrolment.left', data: { reason: next.reason } }]
        case 'end':
          return [{ type: 'enrolment.completed', data: {} }]
        case 'stay':
          return []
      }
    },
    'enrolment.note-refusal': (_, input) => [{ type: 'enrolment.step-refused', data: input }],
    'enrolment.pause': ({ status }) => {
      if (status === 'paused') return []
      if (status !== 'active') conflict('enrolment.over', 'They are in this sequence no more.')
      return [{ type: 'enrolment.paused', data: {} }]
    },
    'enrolment.resume': ({ status }) => {
      if (status === 'active') return []
      if (status !== 'paused') conflict('enrolment.over', 'They are in this sequence no more.')
      return [{ type: 'enrolment.resumed', data: {} }]
    },
    'enrolment.exit': (state) =>
      isInside(state) ? [{ type: 'enrolment.left', data: { reason: 'by-hand' as const } }] : [],
    'enrolment.leave': (state, input) => (isInside(state) ? [{ type: 'enrolment.left', data: input }] : []),
    ...person.decide,
  },
})

/** Somebody on their way through a sequence, by the version that it had when they came. */
export const enrolment = withLinks(
  'enrolment',
  own,
  z.object({ contactId: uuid.nullable(), leadId: uuid.nullable(), ownerId: uuid.nullable() }),
)

export const isInside = ({ status }: Pick<EnrolmentState, 'status'>): boolean =>
  status === 'active' || status === 'paused'
