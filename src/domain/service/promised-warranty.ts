import { z } from 'zod'
import { day, daysAfter, monthsOn } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import type { WarrantyState } from './warranty.ts'

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
