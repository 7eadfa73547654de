import type { Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'

/** When what was carried out is deleted: at the times of `at` (cron, UTC), once it is older than `keepMs`. */
export interface Pruning {
  at: string
  keepMs: number
}

export const pruning: Pruning = { at: '41 * * * *', keepMs: 30 * 86_400_000 }

const atOnce = 5_000

/**
 * Deletes the commands that have left events in the log and were settled longer than `keepMs` ago. Should the log be
 * read anew, they are sent again under their ids, and the log knows them. What left no events, or was refused, it would
 * not know, and might now do: those stay.
 * @returns how many.
 */
export async function prune(pg: Pick<Pg, 'owner'>, clock: Clock, keepMs: number): Promise<number> {
  const before = new Date(Date.parse(clock()) - keepMs).toISOString()
  for (let pruned = 0; ; ) {
    const { rowCount } = await pg.owner.query(
      `delete from pm.outbox where id in (
         select id from pm.outbox where status = 'sent' and written and settled_at <= $1
           order by settled_at limit ${atOnce} for update skip locked)`,
      [before],
    )
    pruned += rowCount ?? 0
    if ((rowCount ?? 0) < atOnce) return pruned
  }
}
