import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch, EventStore, StoredEvent, SubscribeOptions } from './event-store.ts'

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

  /** The newest events; made anew when following them has failed. */
  async function current(): Promise<Tail> {
    if (tail) return tail
    const last = await store.lastPosition()
    if (tail) return tail
    const made = new Tail(last ?? beforeAll, kept)
    tail = made
    following = follow(made)
    return made
  }

  async function follow(into: Tail): Promise<void> {
    const { signal } = ending
    try {
      for await (const batch of store.subscribe({ after: positionOf(into.start), signal })) {
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
    let at = options.after ?? beforeAll
    let live = false
    while (!signal.aborted) {
      const shared = await current()
      if (at < shared.start) {
        for await (const batch of store.subscribe({ ...options, after: positionOf(at) })) {
          at = batch.checkpoint
          yield batch
          if (at >= shared.start) break
        }
        continue
      }
      const batch = shared.after(at, maxBatch)
      if (batch.checkpoint > at || (batch.live && !live)) {
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

/** Below the position of any event. */
const beforeAll = -1n

const positionOf = (position: bigint) => (position === beforeAll ? undefined : position)

/** All events after `start` and up to `reached`. */
class Tail {
  start: bigint
  readonly #kept: number
  #reached: bigint
  #live = false
  #events: StoredEvent[] = []
  #ended: { error: unknown } | undefined
  readonly #waiting = new Set<() => void>()

  constructor(start: bigint, kept: number) {
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
      this.start = gone.at(-1)?.position ?? this.start
    }
    this.#wake()
  }

  end(error: unknown): void {
    this.#ended = { error }
    this.#wake()
  }

  /** What comes after a position that is not before `start`. */
  after(position: bigint, limit: number): Batch {
    const first = this.#firstAfter(position)
    const events = this.#events.slice(first, first + limit)
    const rest = this.#events.length - first > limit
    const reached = rest ? (events.at(-1)?.position ?? position) : this.#reached
    return { events, checkpoint: reached > position ? reached : position, live: this.#live && !rest }
  }

  /** Resolves when there may be more. @throws when there never will be. */
  async more(signal: AbortSignal): Promise<void> {
    if (this.#ended) throw this.#ended.error ?? new Error('the feed has ended')
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

  #firstAfter(position: bigint): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#events[middle]?.position ?? position) <= position) low = middle + 1
      else high = middle
    }
    return low
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }
}
