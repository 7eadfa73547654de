import type { Principal } from '../../platform/people/permissions.ts'
import type { Services } from '../http/services.ts'

/** A row of a read model, with what the machine keeps for itself. */
export type Row = Readonly<Record<string, unknown>> & { id: string }

/** The next rows of a model as this reader sees them, in the order of their ids. */
export function rowsAfter(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  model: string,
  { last, limit }: { last: string | undefined; limit: number },
): Promise<Row[]> {
  return readModels.read(principal, {}, async (db) => {
    const all = db
      .selectFrom(model as never)
      .selectAll()
      .orderBy('id' as never)
      .limit(limit)
    const rows = await (last === undefined ? all : all.where('id' as never, '>', last as never)).execute()
    return rows as Row[]
  })
}

/** Those of these rows that this reader sees. */
export async function rowsOf(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  model: string,
  ids: readonly string[],
): Promise<Row[]> {
  if (ids.length === 0) return []
  return readModels.read(principal, {}, async (db) => {
    const rows = await db
      .selectFrom(model as never)
      .selectAll()
      .where('id' as never, 'in', ids as never)
      .execute()
    return rows as Row[]
  })
}
