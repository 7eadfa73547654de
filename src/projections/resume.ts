import { positionOf } from '../platform/log/event-store.ts'
import { isAboutData, type Pg } from '../platform/pg/pg.ts'
import { foldAll, type Live, type Outcome, refused, running, standingAfter, writeAll } from './commit.ts'
import { type Entry, nothing } from './fold.ts'
import type { Worker } from './run.ts'
import { entriesOf } from './store.ts'
import type { Standing } from './write.ts'

/**
 * Lets a projection that has failed go on from where it stopped, beside the others, until it has caught up with
 * them. Returns its standing: running, or failed once more.
 */
export async function resume(worker: Worker, live: Live): Promise<Standing> {
  if (live.standing.state === 'running') return live.standing
  await catchUp(worker, live)
  // The others move on meanwhile; the last stretch is taken while they wait.
  return worker.lock.run(async () => {
    await catchUp(worker, live, worker.checkpoint.position)
    if (isStuck(live, worker)) return live.standing
    const standing: Standing = { ...running, reset: true }
    await record(worker.context.pg, worker.checkpoint.epoch, live, standing)
    return standing
  })
}

/** Whether there is more before the others' position that it could not fold. */
function isStuck(live: Live, worker: Worker): boolean {
  return (live.standing.position ?? -1) < (worker.checkpoint.position ?? -1)
}

async function catchUp({ context, checkpoint, signal }: Worker, live: Live, until?: number): Promise<void> {
  const { pg, store } = context
  const start = live.standing.position
  if (until !== undefined && (start ?? -1) >= until) return
  for await (const page of store.readAll(start === null ? {} : { after: positionOf(start) })) {
    signal.throwIfAborted()
    const { position, recordedAt } = live.standing
    const after = { position: position ?? undefined, recordedAt: recordedAt ?? '' }
    const entries = entriesOf(context, page, after).filter(
      ({ position: at }) => until === undefined || at <= until,
    )
    if (entries.length === 0) return
    if (!(await step(pg, checkpoint.epoch, live, entries))) return
  }
}

/** false: it has failed again. */
async function step(pg: Pg, epoch: number, live: Live, entries: readonly Entry[]): Promise<boolean> {
  const outcomes = await foldAll(pg, [live], entries)
  try {
    return await commit(pg, epoch, live, outcomes, entries)
  } catch (error) {
    live.cache.clear()
    if (!isAboutData(error)) throw error
    const [first, ...others] = entries
    if (first && others.length === 0)
      return commit(pg, epoch, live, await refused(pg, epoch, outcomes, first), entries)
    for (const entry of entries) if (!(await step(pg, epoch, live, [entry]))) return false
    return true
  }
}

async function commit(
  pg: Pg,
  epoch: number,
  live: Live,
  outcomes: readonly Outcome[],
  entries: readonly Entry[],
): Promise<boolean> {
  const last = entries.at(-1)
  const start = { position: live.standing.position ?? undefined, recordedAt: live.standing.recordedAt ?? '' }
  const failed = outcomes[0] && standingAfter(outcomes[0], entries, start)
  const standing: Standing = failed ?? {
    ...live.standing,
    position: last?.position ?? live.standing.position,
    recordedAt: last?.recordedAt ?? live.standing.recordedAt,
  }
  const [outcome] = outcomes
  if (outcome) await writeAll(pg, { epoch }, [{ ...outcome, standing }], [])
  else await record(pg, epoch, live, standing)
  for (const [id, row] of outcome?.folded.rows ?? []) live.cache.set(id, row)
  if (outcome && outcome.folded.removed.size > 0) live.removes = true
  live.standing = standing
  return failed === undefined
}

async function record(pg: Pg, epoch: number, live: Live, standing: Standing): Promise<void> {
  await writeAll(pg, { epoch }, [{ live, folded: nothing(), standing }], [])
  live.standing = standing
}
