import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Batch,
  type Checkpoint,
  checkpointAt,
  compareCheckpoints,
  covers,
  type EventStore,
  type StoredEvent,
  type SubscribeOptions,
} from './event-store.ts'

/** Follows the log like the store it is over, for as many as want to, who share one subscription at its end. */
export interface Feed extends Pick<EventStore, 'subscribe'> {
  stop(): Promise<void>
}

/** Events kept for those who are not quite as far; more than they need, less than would be felt in memory. */
const keptEvents = 2_000
/** What follows closely is handed on together, after this many ms: each batch costs its followers a transaction. */
const gathering = 10

/**
 * Receiving an event costs more than most of what is done with it, so it is received once. The newest events stay in
 * memory; whoever is behind them, because it starts or is slow, reads by a subscription of its own until it is not.
 * So nobody waits for anybody, and memory is bounded.
 */
export function createFeed(
  store: Pick<EventStore, 'subscribe' | 'lastPosition'>,
  { kept = keptEvents }: { kept?: number } = {},
): Feed {
  const ending = new AbortController()
  let tail: Tail | undefined
  let following: Promise<void> = Promise.resolve()

  /** The newest events; made anew when following them has failed. @throws when the feed was stopped. */
  async function current(): Promise<Tail> {
    if (ending.signal.aborted) throw ended()
    if (tail) return tail
    const last = await store.lastPosition()
    if (tail) return tail
    const made = new Tail(last === undefined ? undefined : checkpointAt(last), kept)
    tail = made
    following = follow(made)
    return made
  }

  async function follow(into: Tail): Promise<void> {
    const { signal } = ending
    try {
      for await (const batch of store.subscribe({ after: into.start, signal })) {
        into.push(batch)
        await sleep(gathering, undefined, { signal })
      }
      into.end(undefined)
    } catch (error) {
      into.end(signal.aborted ? undefined : error)
    } finally {
      tail = undefined
    }
  }

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<Batch> {
    if (options.filter) return yield* store.subscribe(options)
    const { signal, maxBatch = 500 } = options
    const { after } = options
    let at = typeof after === 'bigint' ? checkpointAt(after) : after
    let live = false
    while (!signal.aborted) {
      const shared = await current()
      if (compareCheckpoints(at, shared.start) < 0) {
        for await (const batch of store.subscribe({ ...options, after: at })) {
          at = batch.checkpoint
          yield batch
          if (compareCheckpoints(at, shared.start) >= 0) break
        }
        continue
      }
      const batch = shared.after(at, maxBatch)
      if (compareCheckpoints(batch.checkpoint, at) > 0 || (batch.live && !live)) {
        at = batch.checkpoint
        live = batch.live
        yield batch
      } else await shared.more(signal)
    }
  }

  return {
    subscribe,
    async stop() {
      ending.abort()
      await following
    },
  }
}

const ended = (): Error => new Error('the feed has ended')

/** All events after `start` and up to `reached`. */
class Tail {
  start: Checkpoint | undefined
  readonly #kept: number
  #reached: Checkpoint | undefined
  #live = false
  #events: StoredEvent[] = []
  #ended: { error: unknown } | undefined
  readonly #waiting = new Set<() => void>()

  constructor(start: Checkpoint | undefined, kept: number) {
    this.start = start
    this.#reached = start
    this.#kept = kept
  }

  push({ events, checkpoint, live }: Batch): void {
    this.#events.push(...events)
    this.#reached = checkpoint
    this.#live = live
    // Half of them at a time, because each cut moves all that stay.
    if (this.#events.length > 2 * this.#kept) {
      const gone = this.#events.splice(0, this.#events.length - this.#kept)
      const last = gone.at(-1)
      if (last) this.start = checkpointAt(last.position)
    }
    this.#wake()
  }

  end(error: unknown): void {
    this.#ended = { error }
    this.#wake()
  }

  /** What comes after a checkpoint that is not before `start`. */
  after(at: Checkpoint | undefined, limit: number): Batch {
    const first = this.#firstAfter(at)
    const events = this.#events.slice(first, first + limit)
    const rest = this.#events.length - first > limit
    const last = rest ? events.at(-1) : undefined
    const reached = last ? checkpointAt(last.position) : this.#reached
    const checkpoint = compareCheckpoints(reached, at) > 0 ? reached : at
    return { events, checkpoint, live: this.#live && !rest }
  }

  /** Resolves when there may be more. @throws when there never will be. */
  async more(signal: AbortSignal): Promise<void> {
    if (this.#ended) throw this.#ended.error ?? ended()
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  #firstAfter(at: Checkpoint | undefined): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const event = this.#events[middle]
      if (event && covers(at, event.position)) low = middle + 1
      else high = middle
    }
    return low
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }
}
