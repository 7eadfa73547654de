import type { Filter } from './filter.ts'
import type { EventLog } from './log.ts'
import { streamDeleted } from './messages.ts'
import type { RecordedEvent } from './model.ts'
import { deletedTruncateBefore, metastreamOf, tombstoneRevision } from './model.ts'

export type Step =
  | { kind: 'events'; events: RecordedEvent[] }
  /** Everything up to here was looked at. */
  | { kind: 'checkpoint'; position: number }
  /** The end is reached; what follows is new. */
  | { kind: 'caught-up' }

const pageSize = 500

/**
 * Follows the log from above `position`: a cursor that reads pages as fast as its consumer takes them, and sleeps at
 * the end until something is written. Nothing is buffered for it, so a slow consumer costs no memory.
 */
export async function* followAll(
  log: EventLog,
  position: number,
  filter: Filter | undefined,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const bell = createBell(log, signal, () => true)
  try {
    // A position beyond the end goes live and skips what lies below it, as EventStoreDB does.
    let at = position
    let considered = 0
    let checkpointed = -1
    let live = false
    while (!signal.aborted) {
      const rung = bell.next()
      const page = await log.after(at, pageSize)
      const last = page.at(-1)
      if (last === undefined) {
        if (!live) {
          if (filter !== undefined && checkpointed < at && at > position)
            yield { kind: 'checkpoint', position: at }
          checkpointed = at
          considered = 0
          live = true
          yield { kind: 'caught-up' }
        }
        await rung
        continue
      }
      at = last.position
      if (filter === undefined) {
        yield { kind: 'events', events: page }
        continue
      }
      let matching: RecordedEvent[] = []
      for (const event of page) {
        considered++
        if (filter.matches(event)) matching.push(event)
        if (considered < filter.checkpointInterval) continue
        if (matching.length > 0) yield { kind: 'events', events: matching }
        matching = []
        considered = 0
        checkpointed = event.position
        yield { kind: 'checkpoint', position: event.position }
      }
      if (matching.length > 0) yield { kind: 'events', events: matching }
    }
  } finally {
    bell.remove()
  }
}

/** Follows one stream from above a revision; ends with an error after the stream's tombstone. */
export async function* followStream(
  log: EventLog,
  stream: string,
  from: number | 'start' | 'end',
  signal: AbortSignal,
): AsyncGenerator<Step> {
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
          yield { kind: 'events', events: page }
          at = page.at(-1)?.revision ?? at
          if (at >= tombstoneRevision) throw streamDeleted(stream)
          if (signal.aborted) return
        }
      }
      if (current.tombstoned) throw streamDeleted(stream)
      if (!live) yield { kind: 'caught-up' }
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
