import type { Actor } from '../event.ts'

/** Whoever is named owns what is made; else the rep who makes it; else nobody yet. */
export function ownerFor(named: string | null | undefined, actor: Actor): string | null {
  return named ?? (actor.kind === 'user' && actor.roles.includes('rep') ? actor.id : null)
}
