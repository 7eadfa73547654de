import { instantOf } from '../domain/values/instant.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { EventStore, StoredEvent } from '../platform/log/event-store.ts'
import type { Entry } from './fold.ts'
import type { Aside } from './quarantine.ts'

/** What the read side needs of the event store. */
export type Log = Pick<
  EventStore,
  'readAll' | 'readStream' | 'eventAt' | 'truncation' | 'subscribe' | 'lastPosition' | 'identity' | 'trouble'
>

/**
 * Turns stored events into entries. Recorded time is the latest `created` so far, because a server's clock may be set
 * back and history may not.
 */
export function entriesOf(
  { codec, aside }: { codec: EventCodec; aside: readonly Aside[] },
  stored: readonly StoredEvent[],
  after: { position: number | undefined; recordedAt: string },
): Entry[] {
  const entries: Entry[] = []
  const seen = after.position ?? -1
  let { recordedAt } = after
  for (const one of stored) {
    const position = Number(one.position)
    if (position <= seen || one.type.startsWith('$')) continue
    const created = instantOf(one.created)
    if (created !== undefined && created > recordedAt) recordedAt = created
    const entry: Entry = {
      position,
      recordedAt,
      id: one.id,
      type: one.type,
      stream: one.stream,
      event: undefined,
      unreadable: undefined,
      setAside: undefined,
    }
    const models = aside.filter(({ eventId }) => eventId === one.id).map(({ model }) => model)
    if (models.length > 0) entry.setAside = new Set(models)
    try {
      entry.event = codec.decode(one)
    } catch (error) {
      entry.unreadable = error instanceof Error ? error.message : String(error)
    }
    entries.push(entry)
  }
  return entries
}
