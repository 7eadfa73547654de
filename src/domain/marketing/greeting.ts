import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { dueInstant } from '../activities/due.ts'
import { criterionOrNone } from '../criteria/criterion.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { timeOfDay } from '../values/business-time.ts'
import { country } from '../values/country.ts'
import { day, dayOf, daysAfter, withinDays } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { language } from '../values/language.ts'
import { letterForm } from '../values/letter-form.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** A date that comes in every year: 29 February does not. */
const dayOfYear = z
  .string()
  .regex(/^\d{2}-\d{2}$/, 'must be a day of the year such as 12-24')
  .refine((date) => z.iso.date().safeParse(`2001-${date}`).success, 'must be a day that comes in every year')
  .meta({ examples: ['12-24'] })

/** What somebody is greeted on: their birthday, the day on which they became a contact of ours, or a day of the year. */
export const greetingOccasion = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('birthday') }),
    z.object({ is: z.literal('anniversary') }),
    z.object({ is: z.literal('day'), date: dayOfYear }),
  ])
  .register(vocabulary, { id: 'GreetingOccasion' })
export type GreetingOccasion = z.output<typeof greetingOccasion>

/** What is said in a language; null: to all who speak none of the others. */
const greetingText = z
  .object({ language: language.nullable(), templateId: uuid })
  .register(vocabulary, { id: 'GreetingText' })

const fields = z.object({
  name: line(80),
  occasion: greetingOccasion,
  /** Where it is kept; none: everywhere. */
  countries: z.array(country).max(60),
  /** Of whom else has to hold what; null: of all contacts. */
  where: criterionOrNone,
  texts: z
    .array(greetingText)
    .min(1)
    .max(20)
    .refine(
      (all) => new Set(all.map((one) => one.language)).size === all.length,
      'must have one text in each language',
    ),
  /** By which ways it can go: a person's own comes first, then e-mail, text and post. */
  mailboxId: uuid.nullable(),
  numberId: uuid.nullable(),
  letterForm: letterForm.nullable(),
  /** What for: one of those of the sending policy. */
  purpose: line(80),
  /** When on the day, by the clocks of the organisation. */
  time: timeOfDay,
})
export type GreetingTerms = z.output<typeof fields>

/** Whose rights count when it goes out. */
const asker = z.object({ userId: uuid, keyId: uuid.nullable() })

const nothing = z.object({})
const reason = z.object({ reason: line(300).nullable() })
const zoned = z.object({ zone: timeZone })
const create = fields.extend({
  countries: fields.shape.countries.default([]),
  where: fields.shape.where.default(null),
  mailboxId: fields.shape.mailboxId.default(null),
  numberId: fields.shape.numberId.default(null),
  letterForm: fields.shape.letterForm.default(null),
  time: fields.shape.time.default('09:00'),
})
const wentOut = z.object({
  /** The day that it was for. */
  day,
  /** How many have that day. */
  total: count,
  /** The batches that deal with each of them. */
  batchIds: z.array(uuid).max(50),
  /** Whether nothing was done, for the day was over or the module switched off: nobody is greeted late. */
  missed: z.boolean(),
})

export interface GreetingState extends GreetingTerms {
  asker: z.output<typeof asker> | null
  /** When it goes out next; null: it is switched off. */
  next: string | null
  archived: boolean
}

/** A greeting that goes out by itself on its day: to each once in a year, by the way they prefer. */
export const greeting = decider<GreetingState>()({
  name: 'greeting',
  events: {
    'greeting.created': creates(fields),
    'greeting.changed': z.object({ changes: fields.partial(), next: instant.nullable() }),
    'greeting.activated': z.object({ asker, next: instant }),
    'greeting.went-out': wentOut.extend({ next: instant }),
    'greeting.deactivated': reason,
    'greeting.archived': nothing,
    'greeting.restored': nothing,
  },
  commands: {
    'greeting.create': creates(create),
    'greeting.change': fields.partial().extend(zoned.shape),
    'greeting.activate': z.object({ asker }).extend(zoned.shape),
    'greeting.go-out': wentOut.extend(zoned.shape),
    'greeting.deactivate': reason.partial().extend({ reason: reason.shape.reason.default(null) }),
    'greeting.archive': nothing,
    'greeting.restore': nothing,
  },
  evolve: {
    'greeting.created': (_, data) => ({ ...data, asker: null, next: null, archived: false }),
    'greeting.changed': (state, { changes, next }) => ({ ...merged(state, changes), next }),
    'greeting.activated': (state, data) => ({ ...state, ...data }),
    'greeting.went-out': (state, { next }) => ({ ...state, next }),
    'greeting.deactivated': (state) => ({ ...state, asker: null, next: null }),
    'greeting.archived': (state) => ({ ...state, archived: true, asker: null, next: null }),
    'greeting.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'greeting.create': (_, input) => {
      mustHaveAWay(input)
      return [{ type: 'greeting.created', data: input }]
    },
    'greeting.change': (state, { zone, ...input }, { at }) => {
      mustNotBeArchived(state)
      const changes = changed<GreetingTerms>(state, input)
      if (Object.keys(changes).length === 0) return []
      const terms = merged<GreetingTerms>(state, changes)
      mustHaveAWay(terms)
      const next = state.next === null ? null : greetedNext(terms, at, zone)
      return [{ type: 'greeting.changed', data: { changes, next } }]
    },
    'greeting.activate': (state, { zone, ...input }, { at }) => {
      mustNotBeArchived(state)
      if (state.next !== null) return []
      return [{ type: 'greeting.activated', data: { ...input, next: greetedNext(state, at, zone) } }]
    },
    // Whoever asks only prompts: whether it is time is for the greeting to say.
    'greeting.go-out': (state, { zone, ...input }, { at }) =>
      state.next === null || state.next > at
        ? []
        : [{ type: 'greeting.went-out', data: { ...input, next: greetedNext(state, at, zone) } }],
    'greeting.deactivate': ({ next }, input) =>
      next === null ? [] : [{ type: 'greeting.deactivated', data: input }],
    'greeting.archive': ({ archived }) => (archived ? [] : [{ type: 'greeting.archived', data: {} }]),
    'greeting.restore': ({ archived }) => (archived ? [{ type: 'greeting.restored', data: {} }] : []),
  },
})

/** The first time after an instant at which it may go out: a day of the year comes once, all else is looked for daily. */
export function greetedNext(
  { occasion, time }: Pick<GreetingTerms, 'occasion' | 'time'>,
  at: string,
  zone: string,
): string {
  const today = dayOf(at, zone)
  const days = occasion.is === 'day' ? thisYearAndNext(occasion.date, today) : [today, daysAfter(today, 1)]
  const times = days.map((on) => dueInstant({ day: on, time, timeZone: zone }))
  return times.find((one) => one > at) ?? (times.at(-1) as string)
}

function thisYearAndNext(date: string, today: string): string[] {
  const first = Temporal.PlainDate.from(`${today.slice(0, 4)}-${date}`)
  return [withinDays(first), withinDays(first.add({ years: 1 }))]
}

/**
 * The days of the year that are kept on a day: whoever was born on 29 February is greeted on the 28th in a year without it.
 */
export function daysKeptOn(date: string): string[] {
  const own = date.slice(5)
  return own === '02-28' && !Temporal.PlainDate.from(date).inLeapYear ? [own, '02-29'] : [own]
}

/** In which template somebody is greeted: that of their language, else of its main one (`de` for `de-AT`), else that for all. */
export function greetingFor(
  texts: GreetingTerms['texts'],
  spoken: string | null | undefined,
): string | undefined {
  const wanted = [...(spoken ? [spoken, spoken.split('-')[0]] : []), null]
  return wanted.flatMap((one) => texts.find((text) => text.language === one) ?? [])[0]?.templateId
}

function mustHaveAWay({
  mailboxId,
  numberId,
  letterForm: form,
}: Pick<GreetingTerms, 'mailboxId' | 'numberId' | 'letterForm'>): void {
  if (mailboxId === null && numberId === null && form === null)
    refuse('greeting.no-way', 'It goes from a mailbox, from a number, or by post.', { field: 'mailboxId' })
}

function mustNotBeArchived({ archived }: Pick<GreetingState, 'archived'>): void {
  if (archived) conflict('greeting.archived', 'This greeting is archived; restore it first.')
}
