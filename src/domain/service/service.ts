import { z } from 'zod'
import { record } from '../record.ts'
import { skill } from '../rules/assignment.ts'
import { money } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { quarterMinutes } from './quarters.ts'

/** What a price is of: a visit, however long it takes, or an hour. */
export const priceFor = z.enum(['visit', 'hour']).register(vocabulary, { id: 'ServicePriceFor' })

/** Something that is done for customers: what it costs, how long it takes, what is promised for it and what it takes to do it. */
export const service = record(
  'service',
  z.object({
    name: line(120),
    description: prose(4_000).nullable().default(null),
    /** Null: nothing is asked for it. */
    price: money.nullable().default(null),
    priceFor: priceFor.default('visit'),
    /** How long it takes as a rule, by which a place in the calendar is looked for. */
    minutes: z
      .int()
      .min(quarterMinutes)
      .max(24 * 60)
      .multipleOf(quarterMinutes)
      .default(60),
    slaPolicyId: uuid.nullable().default(null),
    /** What whoever does it needs to be able to do: all of them. */
    skills: z.array(skill).max(20).default([]),
    /** When it is offered; null: whenever somebody works. */
    calendarId: uuid.nullable().default(null),
    /** Whether it can be had at present. */
    available: z.boolean().default(true),
  }),
)
