import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { callDirection, type callOutcome } from './call.ts'
import { type FiledUnder, filedUnder } from './filed-under.ts'

/**
 * How a call ended: it was talked and hung up, or handed on to another; nobody took it, here or there; it was declined; the
 * other side was busy or could not be reached; or the browser that had it was gone, and nobody knows.
 */
export const phoneCallEnd = z
  .enum(['hung-up', 'transferred', 'missed', 'declined', 'no-answer', 'busy', 'failed', 'lost'])
  .register(vocabulary, { id: 'PhoneCallEnd' })
export type PhoneCallEnd = z.output<typeof phoneCallEnd>

/** How it can end, by whether it was answered and which way it went. */
const endsOf = {
  answered: ['hung-up', 'transferred'],
  inbound: ['missed', 'declined'],
  outbound: ['no-answer', 'busy', 'failed'],
} as const satisfies Record<string, readonly PhoneCallEnd[]>

const most = 20
const records = z.array(filedUnder).max(most)
const aDay = 24 * 60 * 60
/** In seconds, from when it was answered. */
const durationSeconds = z.int().min(0).max(aDay)
const person = subject('phoneCall')
const nothing = z.object({})

const started = z.object({
  /** By which of our lines, and whose it was then. */
  lineId: uuid,
  userId: uuid.nullable(),
  direction: callDirection,
  /** Of the other side: in E.164 where its country is known, else as the network says it. */
  number: personal(line(80)),
  /** What the other side says that it is called; nobody has checked it. */
  name: personal(line(120)).nullable(),
  records,
})

const ended = z.object({ end: phoneCallEnd, durationSeconds: durationSeconds.nullable() })
const note = personal(prose(20_000))

export interface PhoneCallState extends AboutPerson, z.output<typeof started> {
  startedAt: string
  answeredAt: string | null
  /** Null while it goes on. */
  end: PhoneCallEnd | null
  durationSeconds: number | null
  note: string | null
  /** Since when both sides are known to agree that it is recorded. */
  consentedAt: string | null
  /** What it is logged as. */
  activityId: string | null
}

const own = decider<PhoneCallState>()({
  name: 'phoneCall',
  events: {
    'phoneCall.started': creates(started),
    'phoneCall.answered': nothing,
    'phoneCall.ended': ended,
    'phoneCall.noted': z.object({ note: note.nullable() }),
    'phoneCall.filed': z.object({ records }),
    'phoneCall.taken-off': z.object({ records }),
    /** The other side was told that it is recorded, and agrees. */
    'phoneCall.consented': nothing,
    'phoneCall.consent-withdrawn': nothing,
    'phoneCall.logged': z.object({ activityId: uuid }),
    ...person.events,
  },
  commands: {
    'phoneCall.start': creates(started),
    'phoneCall.answer': nothing,
    'phoneCall.end': z.object({
      end: phoneCallEnd.exclude(['lost']).register(vocabulary, { id: 'PhoneCallEndTold' }),
      durationSeconds: durationSeconds.optional(),
    }),
    /** Nothing was heard of it for hours. */
    'phoneCall.give-up': nothing,
    'phoneCall.note': z.object({ note: note.nullable() }),
    'phoneCall.file': z.object({ records: records.min(1) }),
    'phoneCall.take-off': z.object({ records: records.min(1) }),
    'phoneCall.consent': nothing,
    'phoneCall.withdraw-consent': nothing,
    'phoneCall.log': z.object({ activityId: uuid }),
    ...person.commands,
  },
  evolve: {
    'phoneCall.started': (_, data, { at }) => ({
      ...data,
      startedAt: at,
      answeredAt: null,
      end: null,
      durationSeconds: null,
      note: null,
      consentedAt: null,
      activityId: null,
    }),
    'phoneCall.answered': (state, _, { at }) => ({ ...state, answeredAt: at }),
    'phoneCall.ended': (state, data) => ({ ...state, ...data }),
    'phoneCall.noted': (state, data) => ({ ...state, ...data }),
    'phoneCall.filed': (state, data) => ({ ...state, records: [...state.records, ...data.records] }),
    'phoneCall.taken-off': (state, data) => ({ ...state, records: without(state.records, data.records) }),
    'phoneCall.consented': (state, _, { at }) => ({ ...state, consentedAt: at }),
    'phoneCall.consent-withdrawn': (state) => ({ ...state, consentedAt: null }),
    'phoneCall.logged': (state, data) => ({ ...state, ...data }),
    ...person.evolve,
  },
  decide: {
    'phoneCall.start': (_, data) => [{ type: 'phoneCall.started', data }],
    'phoneCall.answer': (state) => {
      if (state.answeredAt !== null) return []
      mustGoOn(state)
      return [{ type: 'phoneCall.answered', data: {} }]
    },
    'phoneCall.end': ({ end: before, answeredAt, direction }, { end, durationSeconds: told }, { at }) => {
      // Whoever hangs up second says nothing new.
      if (before !== null) return []
      const possible: readonly PhoneCallEnd[] = endsOf[answeredAt === null ? direction : 'answered']
      if (!possible.includes(end))
        refuse('phoneCall.end', `A call like this ends as one of ${possible.join(', ')}.`, { field: 'end' })
      return [{ type: 'phoneCall.ended', data: { end, durationSeconds: lengthOf(answeredAt, at, told) } }]
    },
    'phoneCall.give-up': (state) =>
      state.end === null
        ? [{ type: 'phoneCall.ended', data: { end: 'lost' as const, durationSeconds: null } }]
        : [],
    'phoneCall.note': (state, data) => {
      // From then on it is for the activity to say.
      if (state.activityId !== null)
        conflict('phoneCall.logged', 'This call is logged; its notes are changed there.', {
          id: state.activityId,
        })
      return state.note === data.note ? [] : [{ type: 'phoneCall.noted', data }]
    },
    'phoneCall.file': (state, data) => {
      const more = without(data.records, state.records)
      if (state.records.length + more.length > most)
        refuse('phoneCall.too-many', `A call is about ${most} records at most.`, { field: 'records' })
      return more.length === 0 ? [] : [{ type: 'phoneCall.filed', data: { records: more } }]
    },
    'phoneCall.take-off': (state, data) => {
      const gone = data.records.filter(({ id }) => state.records.some((one) => one.id === id))
      return gone.length === 0 ? [] : [{ type: 'phoneCall.taken-off', data: { records: gone } }]
    },
    'phoneCall.consent': (state) => {
      if (state.consentedAt !== null) return []
      mustGoOn(state)
      if (state.answeredAt === null)
        conflict('phoneCall.not-answered', 'Nobody can have agreed before the call was answered.')
      return [{ type: 'phoneCall.consented', data: {} }]
    },
    'phoneCall.withdraw-consent': (state) =>
      state.consentedAt === null ? [] : [{ type: 'phoneCall.consent-withdrawn', data: {} }],
    'phoneCall.log': (state, data) => (state.activityId === null ? [{ type: 'phoneCall.logged', data }] : []),
    ...person.decide,
  },
})

/** A call by one of our lines, while it goes on and after; what it comes to is an activity. */
export const phoneCall = withLinks('phoneCall', own, z.object({ records }))

/** What an activity says of how it ended; null: nobody knows. */
export function outcomeOf(end: PhoneCallEnd | null): z.output<typeof callOutcome> | null {
  if (end === 'hung-up' || end === 'transferred') return 'reached'
  if (end === 'busy') return 'busy'
  return end === 'missed' || end === 'declined' || end === 'no-answer' ? 'no-answer' : null
}

/** How long it was talked, in seconds: as who was there says, and never longer than since it was answered. */
function lengthOf(answeredAt: string | null, at: string, told: number | undefined): number | null {
  if (answeredAt === null) return null
  const longest = Math.max(0, Math.round((Date.parse(at) - Date.parse(answeredAt)) / 1000))
  return Math.min(told ?? longest, longest, aDay)
}

function mustGoOn({ end }: PhoneCallState): void {
  if (end !== null) conflict('phoneCall.ended', 'This call is over.')
}

function without(all: readonly FiledUnder[], gone: readonly FiledUnder[]): FiledUnder[] {
  return all.filter(({ id }) => !gone.some((one) => one.id === id))
}
