import type { Files } from '../../../platform/files/files.ts'
import { isCaughtUp } from '../../../platform/log/caught-up.ts'
import type { EventStore } from '../../../platform/log/event-store.ts'
import type { Pg } from '../../../platform/pg/pg.ts'
import type { ReadModels } from '../../../projections/read-models.ts'

/** How long the read models may take to get to where the log is, in ms. */
const patience = 30_000

/** Removes contents that no event names, as a crash between the two leaves them, and those that an erasure could not. */
export async function sweepFiles(parts: {
  files: Files
  store: Pick<EventStore, 'lastPosition'>
  readModels: Pick<ReadModels, 'waitFor'>
  pg: Pick<Pg, 'owner'>
}): Promise<{ removed: number }> {
  const { files, store, readModels, pg } = parts
  return files.sweep(async (blobs) => {
    if (!(await isCaughtUp(store, readModels, patience)))
      throw new Error('the read models do not get to the end of the log')
    const { rows } = await pg.owner.query<{ blob: string }>(
      `select distinct v->>'blob' as blob from rm.file, jsonb_array_elements(versions) v
         where v->>'blob' = any($1)`,
      [blobs],
    )
    return new Set(rows.map(({ blob }) => blob))
  })
}
