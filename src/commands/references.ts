import type { AnyDecider } from '../domain/decider.ts'
import { refuse } from '../domain/error.ts'
import type { Asking, Claim } from './command.ts'

/**
 * Refuses ids in the body that name nothing, or something no longer in use; ids left out or null pass. The refusal
 * of `accountId` in an opportunity is `opportunity.account-unknown`.
 */
export async function mustExist(
  name: string,
  body: object,
  references: Readonly<Record<string, AnyDecider>>,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  const fields = Object.entries(body).flatMap(([field, id]: [string, unknown]) => {
    const of = references[field]
    return of && typeof id === 'string' ? [{ field, id, of }] : []
  })
  const states = await Promise.all(fields.map(({ of, id }) => load(of, id) as Promise<unknown>))
  for (const [index, { field }] of fields.entries()) {
    if (inUse(states[index])) continue
    const what = field.replace(/Id$/, '')
    refuse(`${name}.${what}-unknown`, `There is no ${what} in use with this id.`, { field })
  }
}

/** The parent and those above it, nearest first; null where the parent does not exist. */
export async function ancestorsFrom(
  parentId: string | null | undefined,
  find: (id: string) => Promise<{ parentId: string | null } | undefined>,
): Promise<string[] | null> {
  const above: string[] = []
  for (let id = parentId; id && !above.includes(id); ) {
    const parent = await find(id)
    if (!parent) return null
    above.push(id)
    id = parent.parentId
  }
  return above
}

/**
 * Two that are put under each other at the same moment would stand in a circle, although each was right when it was looked
 * at: such moves come one after the other.
 */
export const oneMoveAtATime =
  (of: AnyDecider) =>
  ({ parentId }: { parentId?: string | null }): Claim | undefined =>
    parentId ? { kind: `${of.name}-move`, value: '' } : undefined

function inUse(state: unknown): boolean {
  const found = state as { archived?: boolean; active?: boolean } | undefined
  return found !== undefined && found.archived !== true && found.active !== false
}
