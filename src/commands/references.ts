import type { AnyDecider } from '../domain/decider.ts'
import { refuse } from '../domain/error.ts'
import { isWithdrawn } from '../domain/withdrawn.ts'
import { ownedBy, sees } from '../platform/people/permissions.ts'
import type { Asking, Claim } from './command.ts'

type References = Readonly<Record<string, AnyDecider>>

/**
 * Refuses ids in the body that name nothing, or something no longer in use; ids left out or null pass. The refusal
 * of `accountId` in an opportunity is `opportunity.account-unknown`, `-archived` or (of a person) `-inactive`.
 */
export function mustExist(
  name: string,
  body: object,
  references: References,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  return check(name, body, references, asking, inUse)
}

/** The same where something no longer in use will do, because what is made only says what was agreed before. */
export function mustBeKnown(
  name: string,
  body: object,
  references: References,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  return check(name, body, references, asking, (state) => state !== undefined)
}

async function check(
  name: string,
  body: object,
  references: References,
  { load }: Pick<Asking, 'load'>,
  isFit: (state: unknown) => boolean,
): Promise<void> {
  const fields = Object.entries(body).flatMap(([field, id]: [string, unknown]) => {
    const of = references[field]
    return of && typeof id === 'string' ? [{ field, id, of }] : []
  })
  const states = await Promise.all(fields.map(({ of, id }) => load(of, id) as Promise<unknown>))
  for (const [index, { field }] of fields.entries()) {
    if (isFit(states[index])) continue
    const what = field.replace(/Id$/, '')
    const found = states[index] as { archived?: boolean } | undefined
    if (found === undefined || isWithdrawn(found))
      refuse(`${name}.${what}-unknown`, `There is no ${what} in use with this id.`, { field })
    if (found.archived)
      refuse(`${name}.${what}-archived`, `This ${what} is archived; restore it, or choose another.`, {
        field,
      })
    refuse(`${name}.${what}-inactive`, `This ${what} is deactivated; choose another.`, { field })
  }
}

/** The id while it names something in use, else null: what was made or found before may be gone, or may never have been. */
export async function stillInUse(
  of: AnyDecider,
  id: string | null,
  { load }: Pick<Asking, 'load'>,
): Promise<string | null> {
  return id !== null && inUse(await load(of, id)) ? id : null
}

/**
 * Nobody is to lose what they make: that nobody owns it yet stands only where the asker sees what nobody owns; else it
 * is as if nothing had been said.
 */
export function keptInSight<B extends { ownerId?: string | null | undefined }>(
  model: string,
  body: B,
  { id, principal: { keys } }: Pick<Asking, 'id' | 'principal'>,
): B {
  if (body.ownerId !== null || sees(keys, model, id, ownedBy(null, model))) return body
  return { ...body, ownerId: undefined }
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

/** Whether what was loaded is there, and neither archived nor deactivated. */
export function inUse(state: unknown): boolean {
  const found = state as { archived?: boolean; active?: boolean } | undefined
  return found !== undefined && !isWithdrawn(found) && found.archived !== true && found.active !== false
}
