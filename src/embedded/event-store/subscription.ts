import type { Filter } from './filter.ts'
import { type EventLog, PageSize } from './log.ts'
import { streamDeleted } from './messages.ts'
import type { RecordedEvent } from './model.ts'
import { deletedTruncateBefore, metastreamOf, tombstoneRevision } from './model.ts'

export type Step =
  | { kind: 'events'; events: RecordedEvent[] }
  /** Everything up to here was looked at. */
  | { kind: 'checkpoint'; position: number }
  /** The end is reached; what follows is new. */
  | { kind: 'caught-up' }

/**
 * Follows the log from above `position`: a cursor that reads pages as fast as its consumer takes them, and sleeps at
 * the end until something is written. Nothing is buffered for it, so a slow consumer costs no memory. Gives the steps
 * of a page at once.
 */
export async function* followAll(
  log: EventLog,
  position: number,
  filter: Filter | undefined,
  signal: AbortSignal,
): AsyncGenerator<Step[]> {
  const bell = createBell(log, signal, () => true)
  try {
    const pages = new PageSize()
    const matching = new Matching(filter)
    // A position beyond the end goes live and skips what lies below it, as EventStoreDB does.
    let at = position
    let live = false
    while (!signal.aborted) {
      const rung = bell.next()
      const page = await log.after(at, pages.next)
      const last = page.at(-1)
      if (last !== undefined) {
        at = last.position
        pages.seen(page)
        const steps = matching.stepsOf(page)
        if (steps.length > 0) yield steps
        continue
      }
      if (!live) {
        live = true
        yield [...(at > position ? matching.checkpointAt(at) : []), { kind: 'caught-up' }]
      }
      await rung
    }
  } finally {
    bell.remove()
  }
}

/** Turns pages into the events that match, with a checkpoint after every so many looked at. */
class Matching {
  private readonly filter: Filter | undefined
  private considered = 0
  private checkpointed = -1

  constructor(filter: Filter | undefined) {
    this.filter = filter
  }

  stepsOf(page: RecordedEvent[]): Step[] {
    const { filter } = this
    if (filter === undefined) return [{ kind: 'events', events: page }]
    const steps: Step[] = []
    let events: RecordedEvent[] = []
    const take = (): void => {
      if (events.length > 0) steps.push({ kind: 'events', events })
      events = []
    }
    for (const event of page) {
      this.considered++
      if (filter.matches(event)) events.push(event)
      if (this.considered < filter.checkpointInterval) continue
      take()
      steps.push(...this.checkpointAt(event.position))
    }
    take()
    return steps
  }

  /** None without a filter, or where the last one was. */
  checkpointAt(position: number): Step[] {
    this.considered = 0
    if (this.filter === undefined || this.checkpointed >= position) return []
    this.checkpointed = position
    return [{ kind: 'checkpoint', position }]
  }
}

/** Follows one stream from above a revision; ends with an error after the stream's tombstone. */
export async function* followStream(
  log: EventLog,
  stream: string,
  from: number | 'start' | 'end',
  signal: AbortSignal,
): AsyncGenerator<Step[]> {
  const metastream = metastreamOf(stream)
  const bell = createBell(log, signal, (event) => event.stream === stream || event.stream === metastream)
  try {
    const state = await log.stream(stream)
    let at = from === 'start' ? -1 : from === 'end' ? state.last : from
    let live = false
    while (!signal.aborted) {
      const rung = bell.next()
      const current = await log.stream(stream)
      const hidden = (current.metadata.truncateBefore ?? 0) >= deletedTruncateBefore
      if (!hidden) {
        for await (const page of log.ofStream(current, at + 1, 'forwards', Number.MAX_SAFE_INTEGER)) {
          yield [{ kind: 'events', events: page }]
          at = page.at(-1)?.revision ?? at
          if (at >= tombstoneRevision) throw streamDeleted(stream)
          if (signal.aborted) return
        }
      }
      if (current.tombstoned) throw streamDeleted(stream)
      if (!live) yield [{ kind: 'caught-up' }]
      live = true
      await rung
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
