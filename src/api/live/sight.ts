import { keyOf, type Principal, recordOf, sees } from '../../platform/people/permissions.ts'
import type { Change } from '../../projections/write.ts'
import { maskedRow } from '../http/masks.ts'
import type { Services } from '../http/services.ts'
import { idsSeen } from '../lists/seen.ts'
import { humanised } from '../lists/titles.ts'
import type { LiveChange } from './messages.ts'

/** What one reader may know of the changes of read models; the same on every way by which they are told. */

/** Of what these keys do not open by itself, the rows that are seen with another record: Postgres knows which. */
export async function openedByOthers(
  { faces, readModels }: Pick<Services, 'faces' | 'readModels'>,
  principal: Principal,
  models: readonly string[],
  changes: readonly Change[],
): Promise<ReadonlySet<string>> {
  const open = new Set<string>()
  for (const model of faces.seenWithOthers.filter((one) => models.includes(one))) {
    const ids = changes.flatMap(({ model: of, id, grants }) =>
      of === model && id !== null && !sees(principal.keys, model, id, grants) ? [id] : [],
    )
    for (const id of await idsSeen(readModels, principal, model, [...new Set(ids)])) open.add(id)
  }
  return open
}

/** Those of these records that there are of a model and that this reader does not see. */
export async function outOfSight(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  model: string,
  records: readonly string[],
): Promise<string[]> {
  const there = [...(await idsSeen(readModels, { keys: [keyOf.all('*')] }, model, records))]
  const seen = await idsSeen(readModels, principal, model, there)
  return there.filter((id) => !seen.has(id))
}

/** Whether its rows belong to a record, or are about one, and are seen with it. */
export function isPart({ faces }: Pick<Services, 'faces'>, model: string): boolean {
  return faces.seenWithOthers.includes(model) || !faces.deciders.some(({ name }) => name === model)
}

/**
 * How the rights of now differ from those of before: the single records that were lost, such as by a share that ended, those
 * that were gained, and whether anything else has changed what is seen.
 */
export function differing(
  before: Principal,
  now: Principal,
): { records: string[]; gained: string[]; others: boolean } {
  const kept = new Set(now.keys)
  const lost = before.keys.filter((key) => !kept.has(key))
  const had = new Set(before.keys)
  const more = now.keys.filter((key) => !had.has(key))
  const single = (key: string) => recordOf(key) !== undefined || key.startsWith(keyOf.edit(''))
  return {
    records: lost.flatMap((key) => recordOf(key) ?? []),
    gained: more.flatMap((key) => recordOf(key) ?? []),
    others: ![...lost, ...more].every(single) || JSON.stringify(before.masks) !== JSON.stringify(now.masks),
  }
}

/** The grants of a change are those of the row before and after, so that who loses sight of it hears that too. */
export function mayKnow(
  { keys }: Principal,
  { model, id, grants, op, row }: Change,
  open: ReadonlySet<string>,
): boolean {
  if (op === 'reset') return true
  // An upsert without a row was overtaken within its own event; the one that overtook it follows.
  return (op === 'remove' || row !== null) && (sees(keys, model, id ?? '', grants) || open.has(id ?? ''))
}

/** A change as this reader may see it: a row that went out of sight is gone for them. */
export function shown(
  principal: Principal,
  change: Change,
  names: ReadonlyMap<string, string>,
  open: ReadonlySet<string>,
): LiveChange {
  const { model, id, op, row, event } = change
  const isSeen = row !== null && (sees(principal.keys, model, row.id, row.grants) || open.has(row.id))
  const visible = op === 'upsert' && row !== null && isSeen
  const lost = op === 'upsert' && row !== null && !visible
  return {
    model,
    id,
    op: lost ? 'remove' : op,
    ...(visible && { row: shownRow(principal, model, row) }),
    ...(event && {
      event: {
        id: event.id,
        type: event.type,
        title: humanised(event.type),
        actorId: event.actor.id,
        actorName: names.get(event.actor.id) ?? event.actor.id,
        at: event.occurredAt,
      },
    }),
  }
}

/** A row as it is told; what the machine keeps for itself is not. */
export function shownRow(principal: Principal, model: string, row: object): Record<string, unknown> {
  return { ...maskedRow(principal, model, { ...row, grants: undefined }) }
}
