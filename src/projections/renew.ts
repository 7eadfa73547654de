import type { Client } from '../platform/pg/pg.ts'
import { type Live, running } from './commit.ts'
import { type Lost, lostOf } from './lost.ts'
import { type Built, type Progress, rebuild } from './rebuild.ts'
import type { Worker } from './run.ts'
import type { Model } from './tables.ts'
import type { Standing } from './write.ts'

/** A rebuild that met an event it could not fold; the tables in use were kept. */
export class RebuildFailed extends Error {
  override name = 'RebuildFailed'
}

/**
 * Builds models anew and puts them in place of those in use. One that fails on the way keeps its old tables if these
 * are of the same version; if there is nothing better, it is put in place as far as it got, as failed.
 */
export async function renew(
  worker: Worker,
  lives: readonly Live[],
  onProgress?: (progress: Progress) => void,
): Promise<void> {
  if (lives.length === 0) return
  // When nothing else is folded yet, there is nothing to stay level with: the whole log is taken at this speed.
  const alone = lives.length === worker.lives.length && !worker.following
  const target = () => (alone ? 'end' : (worker.checkpoint.position ?? -1))
  const models = lives.map(({ model }) => model)
  const { epoch } = worker.checkpoint
  let release = () => {}
  let placed: Placed[] = []
  let failed: Built[] = []
  let { lost } = worker
  for (const live of lives) live.rebuilding = true
  try {
    const inUse = new Set(lives.filter(({ inPlace }) => inPlace).map(({ model }) => model))
    const options = { epoch, models, onProgress, inUse, onLost: told(worker), signal: worker.signal }
    await rebuild({ ...worker.context, ...options }, async (build) => {
      await build.upTo(target())
      // The last stretch, and the swap until it is committed, while the others wait.
      release = await worker.lock.acquire()
      const built = await build.upTo(target())
      failed = built.filter(
        ({ model, failure }) => failure && lives.some((live) => live.model === model && live.inPlace),
      )
      const good = built.filter((one) => !failed.includes(one))
      const client = await build.publish(good)
      // Who follows was told nothing yet if nothing was readable yet.
      placed = good.map((one) => place(lives, one, worker.checkpoint.position !== undefined))
      await record(client, worker, placed, alone)
      lost = await lostOf(client)
    })
    for (const { live, standing, built } of placed) {
      Object.assign(live, { standing, inPlace: true, removes: built.removes })
      live.cache.clear()
    }
    worker.lost = lost
    const furthest = alone ? furthestOf(placed) : undefined
    if (furthest?.position !== undefined) worker.moved(furthest.position, furthest.recordedAt)
  } finally {
    for (const live of lives) live.rebuilding = false
    release()
  }
  const [first] = failed
  if (first?.failure)
    throw new RebuildFailed(
      `${first.model.name} could not be rebuilt: ${first.failure.error} (event ${first.failure.event.id}, ` +
        `${first.failure.event.type}, at ${first.failure.event.position}); its present tables stay in use`,
    )
}

function told({ context: { log } }: Worker) {
  return ({ name }: Model, { records, ids }: Lost) =>
    log.error(
      { projection: name, records, ids },
      'a rebuild drops records that the log no longer has: an operator of the event store has let go of them, or of a part',
    )
}

interface Placed {
  live: Live
  standing: Standing
  built: Built
}

function place(lives: readonly Live[], built: Built, reset: boolean): Placed {
  const live = lives.find(({ model }) => model === built.model)
  if (!live) throw new Error(`${built.model.name} was not to be rebuilt`)
  const { failure, position, recordedAt } = built
  const standing: Standing = failure
    ? { state: 'failed', position: position ?? null, recordedAt: recordedAt || null, failure, reset }
    : { ...running, reset }
  return { live, standing, built }
}

function furthestOf(placed: readonly Placed[]): Built | undefined {
  return placed.map(({ built }) => built).toSorted((a, b) => (b.position ?? -1) - (a.position ?? -1))[0]
}

async function record(
  client: Client,
  worker: Worker,
  placed: readonly Placed[],
  alone: boolean,
): Promise<void> {
  const { epoch, position } = worker.checkpoint
  const furthest = alone ? furthestOf(placed) : undefined
  if (furthest?.position !== undefined) {
    await client.query('select rm.advance($1, $2, $3, $4)', [
      epoch,
      position ?? null,
      furthest.position,
      furthest.recordedAt,
    ])
    // What was folded here is in no feed.
    await client.query('update rm.checkpoint set changes_from = position')
  } else await client.query('select rm.hold($1)', [epoch])
  for (const { live, standing } of placed) {
    await client.query(
      `insert into rm.projection (name, version, shape, state, position, recorded_at, failure, reset)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (name) do update set version = excluded.version, shape = excluded.shape, state = excluded.state,
         position = excluded.position, recorded_at = excluded.recorded_at, failure = excluded.failure,
         reset = excluded.reset`,
      [
        live.model.name,
        live.model.projection.version,
        live.model.shape,
        standing.state,
        standing.position,
        standing.recordedAt,
        standing.failure,
        standing.reset,
      ],
    )
  }
}
