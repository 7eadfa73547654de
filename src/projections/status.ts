import { distance } from '../platform/log/event-store.ts'
import type { Failure } from './fold.ts'
import type { Lost } from './lost.ts'
import type { Worker } from './run.ts'

export interface ReadModelsStatus {
  /** Up to where everything is readable. Positions are decimal strings. */
  position: string | null
  /** Where the log ends; null when the store does not answer. */
  last: string | null
  lag: Lag | null
  /** Whether the end of the log was reached once. */
  live: boolean
  /** Why nothing moves, while that is so. */
  trouble: string | null
  projections: {
    name: string
    version: number
    position: string | null
    lag: Lag | null
    state: 'running' | 'failed' | 'rebuilding'
    failure: Failure | null
    /** What is to be done about a failure. */
    hint: string | null
    /** Records that the log no longer has, a hundred of them by id; a rebuild has dropped them. */
    lost: Lost | null
  }[]
}

/** How far behind the end of the log: as a difference of positions, and since when in seconds. */
export interface Lag {
  positions: number
  seconds: number
}

export async function statusOf(worker: Worker): Promise<ReadModelsStatus> {
  const { context, checkpoint, lives } = worker
  const last = await context.store.lastPosition().then(
    (position) => (position === undefined ? undefined : Number(position)),
    () => null,
  )
  const now = Date.parse(context.clock())

  function lag(position: number | undefined, recordedAt: string | null): Lag | null {
    if (last === null) return null
    const positions = distance(position, last)
    const since = recordedAt ? Date.parse(recordedAt) : now
    return { positions, seconds: positions === 0 ? 0 : Math.max(0, (now - since) / 1000) }
  }

  return {
    position: text(checkpoint.position),
    last: text(last),
    lag: lag(checkpoint.position, checkpoint.recordedAt),
    live: worker.live,
    trouble: worker.trouble ?? context.store.trouble() ?? null,
    projections: lives.map(({ model, standing, rebuilding }) => {
      const at =
        standing.state === 'running'
          ? checkpoint
          : { position: standing.position ?? undefined, recordedAt: standing.recordedAt }
      return {
        name: model.name,
        version: model.projection.version,
        position: text(at.position),
        lag: lag(at.position, at.recordedAt),
        state: rebuilding ? 'rebuilding' : standing.state,
        failure: standing.failure,
        hint:
          standing.state === 'failed'
            ? 'Correct the fold or the event type and start again with a higher version, resume the projection if the cause was outside it, or set the event aside for its one record.'
            : null,
        lost: worker.lost.get(model.name) ?? null,
      }
    }),
  }
}

const text = (position: number | null | undefined) =>
  position === undefined || position === null ? null : String(position)
