import type { Queryable } from '../platform/pg/pg.ts'

/** Records of a model that a rebuild has nothing of, a hundred of them by id. */
export interface Lost {
  records: number
  ids: readonly string[]
}

export const mostIds = 100

/** Of each model, the records that the log no longer has. */
export async function lostOf(db: Queryable): Promise<ReadonlyMap<string, Lost>> {
  const { rows } = await db.query<Lost & { model: string }>(
    `select model, count(*) as records, (array_agg(id order by id))[1:$1] as ids from rm.lost group by model`,
    [mostIds],
  )
  return new Map(rows.map(({ model, records, ids }) => [model, { records, ids }]))
}
