import { z } from 'zod'
import { refuse } from './error.ts'
import { uuid } from './values/uuid.ts'

/** The records above the parent asked for, it first; null: there is no such parent; undefined: none was asked for. */
export const ancestors = z.array(uuid).nullable().optional()

export interface Parentage {
  parentId?: string | null | undefined
  ancestors?: z.output<typeof ancestors>
}

/** Nothing is above itself, however far up. `of` is the aggregate's name. */
export function checkParent(of: string, id: string, { parentId, ancestors: above }: Parentage): void {
  if (!parentId) return
  const field = { field: 'parentId' }
  if (parentId === id) refuse(`${of}.own-parent`, `No ${of} is its own parent.`, field)
  if (!above) refuse(`${of}.parent-unknown`, `There is no such parent ${of}.`, field)
  if (above.includes(id))
    refuse(`${of}.parent-circle`, `The parent ${of} already belongs to this one.`, field)
}

/**
 * What is part of these, and of that, however deep, these included. Two that were moved into each other at the same moment,
 * as an older log may have them, are found once.
 */
export function withParts(
  ids: readonly string[],
  all: readonly { id: string; parentId: string | null }[],
): string[] {
  const partsOf = new Map<string, string[]>()
  for (const { id, parentId } of all)
    if (parentId !== null) partsOf.set(parentId, [...(partsOf.get(parentId) ?? []), id])
  // A set that grows while it is walked is walked to its end.
  const found = new Set(ids)
  for (const id of found) for (const part of partsOf.get(id) ?? []) found.add(part)
  return [...found]
}
