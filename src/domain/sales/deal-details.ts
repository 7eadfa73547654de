import { z } from 'zod'
import { day } from '../values/day.ts'
import { money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** A day that matters in a deal: a demonstration, a decision, the first day in use. */
export const namedDate = z.object({ name: line(60), on: day }).register(vocabulary, { id: 'NamedDate' })

/** What may be known of a deal beside what it is; null: it is not. Whoever opens a deal may leave all of it out. */
export const dealDetails = z.object({
  /** What the buyer has for it. */
  budget: money.nullable(),
  /** What was spent on it so far, beside its orders. */
  costs: money.nullable(),
  /** By which way it is sold, as its list called it then. */
  channel: line(60).nullable(),
  /** The account that sells it with us. */
  partnerId: uuid.nullable(),
  nextStep: line(200).nullable(),
  nextStepOn: day.nullable(),
  dates: z.array(namedDate).max(20),
})

export type DealDetails = z.output<typeof dealDetails>
export type NamedDate = z.output<typeof namedDate>

export const noDetails: DealDetails = {
  budget: null,
  costs: null,
  channel: null,
  partnerId: null,
  nextStep: null,
  nextStepOn: null,
  dates: [],
}
