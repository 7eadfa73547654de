import { z } from 'zod'
import { due, dueAfter, dueInstant, recurrence, recurrenceRule } from '../activities/due.ts'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { daysAfter } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { reportFormat } from './report-format.ts'

/** The first time, by the clocks of a zone: a day alone would not say when. */
export const reportStart = due
  .extend({ time: due.shape.time.unwrap() })
  .register(vocabulary, { id: 'ReportStart' })

const fields = z.object({
  /** What the mail is called. */
  name: line(120),
  reportId: uuid,
  format: reportFormat,
  start: reportStart,
  recurrence,
  /** Who gets it, each of them what they may see. */
  recipientIds: z
    .array(uuid)
    .min(1)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'must name each of them once'),
  ownerId: uuid,
})
export type ReportScheduleTerms = z.output<typeof fields>

/** When it is due next; null: never again. */
const next = instant.nullable()

const events = {
  'reportSchedule.created': creates(fields.extend({ next })),
  'reportSchedule.changed': z.object({ changes: fields.partial(), next }),
  /** It is sent as of `dueAt`, however late this is said. */
  'reportSchedule.fell-due': fields
    .pick({ reportId: true, format: true, recipientIds: true })
    .extend({ dueAt: instant, next }),
  'reportSchedule.archived': z.object({}),
  'reportSchedule.restored': z.object({ next }),
}

const changeable = fields.omit({ reportId: true, recurrence: true })

const commands = {
  'reportSchedule.create': creates(fields.omit({ recurrence: true }).extend({ recurrence: recurrenceRule })),
  'reportSchedule.change': changeable.extend({ recurrence: recurrenceRule }).partial(),
  'reportSchedule.leave': z.object({}),
  'reportSchedule.fall-due': z.object({}),
  'reportSchedule.archive': z.object({}),
  'reportSchedule.restore': z.object({}),
}

export interface ReportScheduleState extends ReportScheduleTerms {
  archived: boolean
  next: string | null
}

/** A report that is sent by itself, again and again. What is missed while nothing runs is sent late, as of when it was due. */
export const reportSchedule = decider<ReportScheduleState>()({
  name: 'reportSchedule',
  events,
  commands,
  evolve: {
    'reportSchedule.created': (_, data) => ({ ...data, archived: false }),
    'reportSchedule.changed': (state, { changes, next: news }) => ({ ...merged(state, changes), next: news }),
    'reportSchedule.fell-due': (state, { next: news }) => ({ ...state, next: news }),
    'reportSchedule.archived': (state) => ({ ...state, archived: true, next: null }),
    'reportSchedule.restored': (state, { next: news }) => ({ ...state, archived: false, next: news }),
  },
  decide: {
    'reportSchedule.create': (_, { recurrence: rule, ...input }, { at }) => {
      const terms = { ...input, recurrence: { ...rule, from: input.start.day } }
      return [{ type: 'reportSchedule.created', data: { ...terms, next: timeAfter(terms, at) } }]
    },
    'reportSchedule.change': (state, { recurrence: rule, ...input }, { at }) => {
      if (state.archived) conflict('reportSchedule.archived', 'It is sent no longer; restore it first.')
      const from = (input.start ?? state.start).day
      const asked = { ...input, recurrence: { ...state.recurrence, ...rule, from } }
      const changes = changed<ReportScheduleTerms>(state, asked)
      if (Object.keys(changes).length === 0) return []
      const terms = merged<ReportScheduleTerms>(state, changes)
      return [{ type: 'reportSchedule.changed', data: { changes, next: timeAfter(terms, at) } }]
    },
    'reportSchedule.leave': (state, _, { actor }) => {
      const recipientIds = state.recipientIds.filter((id) => id !== actor.id)
      if (recipientIds.length === state.recipientIds.length || state.archived) return []
      if (recipientIds.length === 0) return [{ type: 'reportSchedule.archived', data: {} }]
      return [{ type: 'reportSchedule.changed', data: { changes: { recipientIds }, next: state.next } }]
    },
    // Whoever asks only prompts: whether it is time is for the schedule to say.
    'reportSchedule.fall-due': ({ next: dueAt, archived, ...terms }, _, { at }) => {
      if (archived || dueAt === null || dueAt > at) return []
      const { reportId, format, recipientIds } = terms
      const data = { reportId, format, recipientIds, dueAt, next: timeAfter(terms, dueAt) }
      return [{ type: 'reportSchedule.fell-due', data }]
    },
    'reportSchedule.archive': (state) =>
      state.archived ? [] : [{ type: 'reportSchedule.archived', data: {} }],
    'reportSchedule.restore': (state, _, { at }) =>
      state.archived ? [{ type: 'reportSchedule.restored', data: { next: timeAfter(state, at) } }] : [],
  },
})

type When = Pick<ReportScheduleTerms, 'start' | 'recurrence'>

/** The first time after an instant; null: there is none. A day of the start on which the rule does not fall is none. */
function timeAfter({ start: first, recurrence: rule }: When, at: string): string | null {
  const found = dueAfter({ ...first, day: daysAfter(first.day, -1) }, rule, at)
  return found === null ? null : dueInstant(found)
}
