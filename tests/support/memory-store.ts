import {
  checkpointAt,
  type EventStore,
  positionOf,
  type StoredEvent,
  WrongExpectedRevision,
} from '../../src/platform/log/event-store.ts'
import { derivedId } from '../../src/platform/process/ids.ts'

/** An event store over an array, for laws that need many logs. Following it ends where it ends. */
export function memoryStore(log: StoredEvent[], clock: () => string): EventStore {
  const streams = new Map<string, StoredEvent[]>()
  const unused = () => {
    throw new Error('nothing here reads the log this way')
  }
  return {
    async append(stream, events, expected) {
      await Promise.resolve()
      const known = streams.get(stream) ?? []
      const actual = known.length === 0 ? 'no-stream' : BigInt(known.length - 1)
      if (expected !== actual) throw new WrongExpectedRevision(stream, expected, actual)
      const stored = events.map<StoredEvent>((event, index) => ({
        ...event,
        id: event.id,
        stream,
        revision: BigInt(known.length + index),
        position: positionOf(log.length + index),
        created: clock(),
        data: JSON.parse(JSON.stringify(event.data)) as unknown,
      }))
      streams.set(stream, [...known, ...stored])
      log.push(...stored)
      return { revision: BigInt(known.length + stored.length - 1), position: positionOf(log.length - 1) }
    },
    async readStream(stream, { from = 0n } = {}) {
      await Promise.resolve()
      return (streams.get(stream) ?? []).slice(Number(from))
    },
    async *subscribe({ after }) {
      await Promise.resolve()
      const seen = typeof after === 'object' ? after.commit : after
      const events = log.filter(({ position }) => seen === undefined || position > seen)
      yield { events, checkpoint: checkpointAt(positionOf(log.length - 1)), live: true }
    },
    lastPosition: async () => log.at(-1)?.position,
    readAll: unused,
    eventAt: unused,
    truncation: async () => undefined,
    knownIdentity: unused,
    time: async () => Date.parse(clock()),
    trouble: () => undefined,
    canWrite: () => true,
    streams: () => new Map(),
    identity: () => Promise.resolve(derivedId('store')),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
