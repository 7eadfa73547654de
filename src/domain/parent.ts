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
