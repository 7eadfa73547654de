import type { Filter } from './filter.ts'
import { type EventLog, PageSize } from './log.ts'
import { streamDeleted } from './messages.ts'
import { isListed, type RecordedEvent, tombstoneRevision } from './model.ts'
import { isSoftDeleted } from './streams.ts'

export type Step =
  | { kind: 'events'; events: RecordedEvent[] }
  /** Everything up to this place was looked at. */
  | { kind: 'checkpoint'; place: number }
  /** The end is reached; what follows is new. */
  | { kind: 'caught-up' }

/**
 * A place in the log is the pair (commit, prepare) of the protocol as one number: p is (p, p), at an event and behind
 * it; p - 0.5 is (p, less), just before the event at p; -1 is the beginning of the log.
 */
export const beginning = -1

// EventStoreDB's sizes of a page and of what it holds of new events for a subscription.
const pageOfMatches = 32
const liveBuffer = 32

const justBefore = (place: number): number => (Number.isInteger(place) ? place - 0.5 : place)

/**
 * Follows the log from behind a place: a cursor that reads pages as fast as its consumer takes them, and sleeps at the
 * end until something is written. Nothing is buffered for it, so a slow consumer costs no memory. Gives the steps of a
 * page at once.
 *
 * Checkpoints and notices are those of EventStoreDB 24.6 (Enumerator.AllSubscriptionFiltered): while it catches up, a
 * checkpoint lies at the last event sent on or where the page just looked at begins; later on, at every so many events.
 * When more than 32 new events wait it has fallen behind, and says again that it caught up.
 */
export async function* followAll(
  log: EventLog,
  from: number | 'end',
  filter: Filter | undefined,
  signal: AbortSignal,
): AsyncGenerator<Step[]> {
  const bell = createBell(log, signal, () => true)
  try {
    const follower = new Follower(filter, from, log.position)
    const pages = new PageSize()
    while (!signal.aborted) {
      const rung = bell.next()
      const page = await log.after(follower.at, Math.max(pages.next, liveBuffer + 1))
      if (page.length > 0) pages.seen(page)
      const steps = follower.stepsOf(page)
      if (steps.length > 0) yield steps
      if (page.length === 0) await rung
    }
  } finally {
    bell.remove()
  }
}

/** Where a subscription to the log is, and what it tells its client of each page. */
class Follower {
  /** Behind which the next page begins. */
  at: number
  private readonly filter: Filter | undefined
  /** Up to where everything was sent on. */
  private reached: number
  /** Undefined: it follows what is new. */
  private catchUp: CatchUp | undefined
  private announced = false
  /** Events above it are new; their number decides on checkpoints. */
  private counted: number
  private fresh = 0
  private told = Number.NEGATIVE_INFINITY

  constructor(filter: Filter | undefined, from: number | 'end', end: number) {
    this.filter = filter
    this.reached = from === 'end' ? end : from
    this.counted = end
    this.at = end
    // From the end or beyond it there is nothing to catch up with, and what lies below is skipped.
    if (this.reached < end) this.fallBehind()
  }

  /** No events: the end of the log. */
  stepsOf(events: readonly RecordedEvent[]): Step[] {
    const steps: Step[] = []
    if (this.catchUp === undefined) {
      if (!this.announced) steps.push({ kind: 'caught-up' })
      this.announced = true
      if (this.isFlood(events)) {
        this.fallBehind()
        return [...steps, ...this.checkpoint(this.reached)]
      }
    }
    let batch: RecordedEvent[] = []
    for (const event of events) {
      const matches = this.matches(event)
      if (matches && event.position > this.reached) {
        batch.push(event)
        this.reached = event.position
      }
      const checkpoint = this.lookAt(event, matches)
      if (checkpoint.length > 0) {
        if (batch.length > 0) steps.push({ kind: 'events', events: batch })
        batch = []
        steps.push(...checkpoint)
      }
      this.at = event.position
    }
    if (batch.length > 0) steps.push({ kind: 'events', events: batch })
    if (events.length === 0 && this.catchUp !== undefined) {
      this.catchUp = undefined
      this.announced = true
      steps.push(...this.checkpoint(this.reached), { kind: 'caught-up' })
    }
    return steps
  }

  private fallBehind(): void {
    this.catchUp = new CatchUp(this.filter, this.reached === beginning ? 0 : this.reached)
    this.at = justBefore(this.reached)
  }

  private matches(event: RecordedEvent): boolean {
    return this.filter === undefined ? isListed(event.stream) : this.filter.matches(event)
  }

  /** Whether more waits for the client than a server holds back for it. */
  private isFlood(events: readonly RecordedEvent[]): boolean {
    if (events.length <= liveBuffer / 2) return false
    const matching = events.filter((event) => event.position > this.reached && this.matches(event))
    const checkpoints = Math.floor((this.fresh + events.length) / this.interval)
    return matching.length + checkpoints - Math.floor(this.fresh / this.interval) > liveBuffer
  }

  private get interval(): number {
    return this.filter?.checkpointInterval ?? Number.MAX_SAFE_INTEGER
  }

  private lookAt(event: RecordedEvent, matches: boolean): Step[] {
    if (event.position > this.counted) {
      this.counted = event.position
      this.fresh++
    }
    const isDue = this.catchUp === undefined && this.fresh % this.interval === 0
    const place = isDue ? event.position : this.catchUp?.lookAt(event, matches)
    if (place === undefined || (isDue && place < this.reached)) return []
    this.reached = Math.max(this.reached, place)
    return this.checkpoint(this.reached)
  }

  /** None without a filter, or where the last one was. */
  private checkpoint(place: number): Step[] {
    // The beginning is told as the largest number, and nothing lies behind that: no other one follows, as on a server.
    const order = place === beginning ? Number.POSITIVE_INFINITY : place
    if (this.filter === undefined || order <= this.told) return []
    this.told = order
    return [{ kind: 'checkpoint', place }]
  }
}

/** The pages in which EventStoreDB reads while it catches up: they decide where checkpoints lie. */
class CatchUp {
  private readonly filter: Filter | undefined
  /** Where the page begins; the first one where the client asked to, each other one at its first event. */
  private begins: number | undefined
  private events = 0
  private matches = 0
  private lookedAt = 0

  constructor(filter: Filter | undefined, begins: number) {
    this.filter = filter
    this.begins = begins
  }

  /** The place of the checkpoint that is due behind an event, if one is. */
  lookAt(event: RecordedEvent, matches: boolean): number | undefined {
    if (this.filter === undefined) return undefined
    const begins = this.begins ?? justBefore(event.position)
    this.begins = begins
    this.events++
    if (matches) this.matches++
    if (this.events < this.filter.window && this.matches < pageOfMatches) return undefined
    this.lookedAt += this.events
    this.begins = undefined
    this.events = 0
    this.matches = 0
    if (this.lookedAt < this.filter.checkpointInterval) return undefined
    this.lookedAt %= this.filter.checkpointInterval
    return begins
  }
}

/**
 * Follows one stream from behind a revision; an error ends it at the stream's tombstone, and at once when that is there
 * already. What is there is shown as the stream's metadata let it be seen, what is new always.
 */
export async function* followStream(
  log: EventLog,
  stream: string,
  from: number | 'start' | 'end',
  signal: AbortSignal,
): AsyncGenerator<Step[]> {
  const bell = createBell(log, signal, (event) => event.stream === stream)
  try {
    const { last, tombstoned } = await log.stream(stream)
    if (tombstoned) throw streamDeleted(stream)
    let reached = from === 'start' ? -1 : from === 'end' ? last : from
    /** What is above is new. */
    let seen = last
    let live = reached >= last
    if (live) yield [{ kind: 'caught-up' }]
    while (!signal.aborted) {
      const rung = bell.next()
      const state = await log.stream(stream)
      if (!live) {
        if (state.tombstoned) throw streamDeleted(stream)
        if (!isSoftDeleted(state)) {
          for await (const page of log.ofStream(state, reached + 1, 'forwards', Number.MAX_SAFE_INTEGER)) {
            yield [{ kind: 'events', events: page }]
            reached = page.at(-1)?.revision ?? reached
            if (signal.aborted) return
          }
        }
        live = true
        yield [{ kind: 'caught-up' }]
        continue
      }
      const first = Math.max(reached, seen) + 1
      const unhidden = { ...state, metadata: {} }
      const isNew = first <= state.last || state.tombstoned
      for await (const page of isNew
        ? log.ofStream(unhidden, first, 'forwards', Number.MAX_SAFE_INTEGER)
        : []) {
        // More than a server holds back for a client: what is there is read again, as the metadata let it be seen.
        if (page.length > liveBuffer) {
          live = false
          seen = state.last
          break
        }
        yield [{ kind: 'events', events: page }]
        reached = page.at(-1)?.revision ?? reached
        if (reached >= tombstoneRevision) throw streamDeleted(stream)
        if (signal.aborted) return
      }
      if (live) await rung
    }
  } finally {
    bell.remove()
  }
}

interface Bell {
  /** Resolves at the next matching event from now on, or when the signal is aborted. */
  next(): Promise<void>
  remove(): void
}

export function createBell(
  log: EventLog,
  signal: AbortSignal,
  concerns: (event: RecordedEvent) => boolean,
): Bell {
  let ring = (): void => {}
  const stop = log.onWritten((events) => {
    if (events.some(concerns)) ring()
  })
  const abort = (): void => ring()
  signal.addEventListener('abort', abort)
  return {
    next: () =>
      new Promise((resolve) => {
        ring = resolve
        if (signal.aborted) resolve()
      }),
    remove() {
      stop()
      signal.removeEventListener('abort', abort)
    },
  }
}
