import type { EventCodec } from '../platform/codec.ts'
import type { EventStore, StoredEvent } from '../platform/event-store.ts'
import type { Entry } from './fold.ts'
import { instantOf } from './values.ts'

/** What the read side needs of the event store. */
export type Log = Pick<EventStore, 'readAll' | 'subscribe' | 'lastPosition' | 'identity'>

/**
 * Turns stored events into entries. Recorded time is the latest `created` so far, because a server's clock may be set
 * back and history may not.
 */
export function entriesOf(
  codec: EventCodec,
  stored: readonly StoredEvent[],
  after: { position: number | undefined; recordedAt: string },
): Entry[] {
  const entries: Entry[] = []
  let latest = after.recordedAt
  for (const one of stored) {
    const position = Number(one.position)
    if (position <= (after.position ?? -1) || one.type.startsWith('$')) continue
    const created = instantOf(one.created) ?? latest
    if (created > latest) latest = created
    entries.push({
      ...decoded(codec, one),
      position,
      recordedAt: latest,
      id: one.id,
      type: one.type,
      stream: one.stream,
    })
  }
  return entries
}

function decoded(codec: EventCodec, stored: StoredEvent): Pick<Entry, 'event' | 'unreadable'> {
  try {
    return { event: codec.decode(stored) }
  } catch (error) {
    return { event: undefined, unreadable: error instanceof Error ? error.message : String(error) }
  }
}
