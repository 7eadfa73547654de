import type { Change } from '../../projections/write.ts'
import type { ReadModels } from '../http/services.ts'

/** Changes in the order of the log, complete from after one position up to and including another. */
export interface Page {
  changes: readonly Change[]
  to: bigint
}

export interface Feed {
  /** Where the newest changes are. */
  position(): bigint
  /** The next changes after a position. @throws ResumeTooOld when they are not kept so long. */
  after(position: bigint): Promise<Page>
  /** Calls whenever there is something new. Returns how to stop. */
  onNews(listener: () => void): () => void
  close(): void
}

/** Changes of the last commits that are kept in memory, shared by all who follow. */
const remembered = 2_000
/** Changes of one page: what one look sends to a follower at most, except that an event is never parted. */
const pageSize = 500

/**
 * The changes feed for many followers: the newest from memory, once for all of them; the older ones from the database.
 * Followers are told that there is something new, and fetch at their own pace.
 */
export function openFeed(readModels: Pick<ReadModels, 'position' | 'onCommitted' | 'changesAfter'>): Feed {
  const listeners = new Set<() => void>()
  let recent: Change[] = []
  /** Everything after this position is in `recent`; undefined: the read models have not said yet where they are. */
  let completeAfter = readModels.position()
  let latest = completeAfter
  const position = () => latest ?? readModels.position() ?? -1n
  const stop = readModels.onCommitted(({ position: at, changes }) => {
    // What came before the first commit that is heard of is in the database only.
    if (completeAfter === undefined) completeAfter = at
    else recent.push(...changes)
    latest = at
    if (recent.length > 2 * remembered) forget()
    for (const listener of listeners) listener()
  })

  /** Cuts between events: half of what one event changed would be a gap. */
  function forget(): void {
    const last = recent[recent.length - remembered - 1]?.position ?? -1
    recent = recent.filter(({ position }) => position > last)
    completeAfter = BigInt(last)
  }

  return {
    position,
    async after(from) {
      // Taken before looking: what is committed meanwhile is for the next look.
      const upTo = position()
      if (from >= upTo) return { changes: [], to: from }
      const remembers = completeAfter !== undefined && from >= completeAfter
      const changes = remembers ? next(recent, from) : await readModels.changesAfter(from, pageSize)
      const last = changes.at(-1)
      if (!last) return { changes, to: upTo }
      return { changes, to: BigInt(last.position) }
    },
    onNews(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: stop,
  }
}

function next(recent: readonly Change[], after: bigint): readonly Change[] {
  const from = firstAfter(recent, Number(after))
  let to = Math.min(from + pageSize, recent.length)
  while (to < recent.length && recent[to]?.position === recent[to - 1]?.position) to++
  return recent.slice(from, to)
}

/** The changes are in the order of their positions. */
function firstAfter(changes: readonly Change[], position: number): number {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changes[middle]?.position ?? 0) > position) high = middle
    else low = middle + 1
  }
  return low
}
