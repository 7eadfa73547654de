import type { Principal } from '../../platform/people/permissions.ts'
import type { ReadModels } from '../http/services.ts'

/** Those of these records that this reader sees in a model: row-level security knows who sees what. */
export async function idsSeen(
  readModels: Pick<ReadModels, 'read'>,
  reader: Pick<Principal, 'keys'> & Partial<Pick<Principal, 'masks'>>,
  model: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await readModels.read(reader, {}, (db) =>
    db
      .selectFrom(model as never)
      .select('id' as never)
      .where('id' as never, 'in', ids as never)
      .execute(),
  )
  return new Set((rows as { id: string }[]).map(({ id }) => id))
}
