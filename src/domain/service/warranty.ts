import { z } from 'zod'
import { decider } from '../decider.ts'
import { merged, type RecordState, record } from '../record.ts'
import { day, daysAfter, monthsOn } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

const fields = z.object({
  name: line(120),
  /** How long it lasts from its first day. */
  months: count.min(1).max(600),
  /** What is repaired or replaced without charge, and what is not. */
  text: prose(10_000).nullable().default(null),
})
const plain = record('warranty', fields)

/** `version` counts the changes, so that what was promised with a sale can be told from what is promised now. */
export type WarrantyState = RecordState<z.output<typeof fields>> & { version: number }

/** The terms of a warranty that comes with what is sold. */
export const warranty = decider<WarrantyState>()({
  ...plain,
  evolve: {
    'warranty.created': (_, data) => ({ ...data, archived: false, version: 1 }),
    'warranty.changed': (state, { changes }) => ({ ...merged(state, changes), version: state.version + 1 }),
    'warranty.archived': (state) => ({ ...state, archived: true }),
    'warranty.restored': (state) => ({ ...state, archived: false }),
  },
})

/** What was promised with one thing, whole, so that no later change of the terms changes it. Both days are within it. */
export const pinnedWarranty = z
  .object({
    warrantyId: uuid,
    version: count.min(1),
    name: line(120),
    months: count.min(1),
    text: prose(10_000).nullable(),
    startsOn: day,
    endsOn: day,
  })
  .register(vocabulary, { id: 'PromisedWarranty' })
export type PinnedWarranty = z.output<typeof pinnedWarranty>

/** The terms as they are now, from a day on. */
export function warrantyFrom(
  id: string,
  { version, name, months, text }: WarrantyState,
  startsOn: string,
): PinnedWarranty {
  const endsOn = daysAfter(monthsOn(startsOn, months), -1)
  return { warrantyId: id, version, name, months, text, startsOn, endsOn }
}

/** Whether something that failed on that day is under warranty, and why or why not. */
export function warrantyOn(
  of: PinnedWarranty | null,
  failedOn: string,
): 'covered' | 'none' | 'before' | 'after' {
  if (!of) return 'none'
  if (failedOn < of.startsOn) return 'before'
  return failedOn > of.endsOn ? 'after' : 'covered'
}
export const warrantyAnswer = z
  .enum(['covered', 'none', 'before', 'after'])
  .register(vocabulary, { id: 'WarrantyAnswer' })
