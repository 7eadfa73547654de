import type { Actor } from '../event.ts'
import { uuid } from '../values/uuid.ts'

/** What may be said of the owner of something new: who it is, null for nobody yet, or nothing. */
export const newOwner = uuid.nullable().optional()

/** Whoever is named owns what is made; where nothing is said, the person who makes it, whatever their role. */
export function ownerFor(named: string | null | undefined, { kind, id }: Actor): string | null {
  if (named !== undefined) return named
  return kind === 'user' ? id : null
}
