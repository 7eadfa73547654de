import { streamName } from '../domain/event.ts'
import { quarantine, quarantineId, type SetAside } from '../domain/settings/quarantine.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { EventStore } from '../platform/log/event-store.ts'

/** An event that is set aside, with when and by whom. */
export interface Aside extends SetAside {
  at: string
  actorId: string
}

/**
 * What is set aside, as the log has it now. It is read before anything is folded, so that a rebuild passes over the same
 * events as whoever followed the log, although it was said later that they are.
 */
export async function readQuarantine(
  store: Pick<EventStore, 'readStream'>,
  codec: EventCodec,
): Promise<Aside[]> {
  const stored = await store.readStream(streamName(quarantine.name, quarantineId))
  return stored.flatMap((one) => {
    const event = codec.decode(one)
    if (event?.type !== 'quarantine.event-set-aside') return []
    return [{ ...(event.data as SetAside), at: event.recordedAt, actorId: event.metadata.actor.id }]
  })
}
