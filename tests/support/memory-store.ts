import {
  type EventStore,
  type StoredEvent,
  WrongExpectedRevision,
} from '../../src/platform/log/event-store/contract.ts'
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
        position: BigInt(log.length + index),
        created: clock(),
        data: JSON.parse(JSON.stringify(event.data)) as unknown,
      }))
      streams.set(stream, [...known, ...stored])
      log.push(...stored)
      return { revision: BigInt(known.length + stored.length - 1), position: BigInt(log.length - 1) }
    },
    async readStream(stream, { from = 0n } = {}) {
      await Promise.resolve()
      return (streams.get(stream) ?? []).slice(Number(from))
    },
    async *subscribe({ after = -1n }) {
      await Promise.resolve()
      const events = log.slice(Number(after) + 1)
      yield { events, checkpoint: BigInt(log.length - 1), live: true }
    },
    lastPosition: async () => (log.length === 0 ? undefined : BigInt(log.length - 1)),
    readAll: unused,
    identity: () => Promise.resolve(derivedId('store')),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
