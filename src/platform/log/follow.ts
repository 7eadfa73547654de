import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch, Checkpoint, EventStore, Position } from './event-store.ts'

export interface FollowOptions {
  feed: Pick<EventStore, 'subscribe'>
  signal: AbortSignal
  maxBatch?: number
  /** Milliseconds between batches, in which events gather; none unless told. */
  gathering?: number
  /** How far its follower has come: asked at the beginning and after each interruption. */
  after(): Checkpoint | Position | undefined | Promise<Position | undefined>
  take(batch: Batch): Promise<void> | void
  /** Told of each interruption; whether to go on. */
  interrupted(error: unknown): Promise<boolean> | boolean
}

const shortestPause = 50
const longestPause = 5_000

/** Follows the log, one batch after the other, until the signal: what fails is tried again, later each time. */
export async function follow(options: FollowOptions): Promise<void> {
  const { feed, signal, maxBatch, gathering = 0, take, interrupted } = options
  for (let pause = shortestPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    try {
      const after = await options.after()
      for await (const batch of feed.subscribe({ after, signal, ...(maxBatch && { maxBatch }) })) {
        await take(batch)
        pause = shortestPause
        if (gathering > 0) await sleep(gathering, undefined, { signal })
      }
    } catch (error) {
      if (signal.aborted || !(await interrupted(error))) return
    }
    await sleep(pause, undefined, { signal }).catch(() => {})
  }
}
