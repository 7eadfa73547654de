import { randomUUID } from 'node:crypto'
import { appender, releaseSharedStream } from './event-store/append.ts'
import { Connection, withTimeout } from './event-store/connection.ts'
import {
  type EventStore,
  type StoredEvent,
  StoreUnavailable,
  WrongExpectedRevision,
} from './event-store/contract.ts'
import type { Position } from './event-store/position.ts'
import { type End, eventAt, readAll, readEnd, readStream } from './event-store/read.ts'
import { subscribe } from './event-store/subscribe.ts'

export * from './event-store/contract.ts'
export * from './event-store/position.ts'

export interface EventStoreOptions {
  log?: (message: string) => void
  /** Milliseconds until an append that gets no answer is given up; 10,000 unless told. */
  appendTimeout?: number
}

const identityStream = 'store-identity'
const pingTimeout = 5000

/**
 * The event store behind `url` (esdb://...), through `@eventstore/db-client` and nothing else. One connection for
 * appends and one for the rest, so that replacing the one does not cut the other.
 */
export function connectEventStore(url: string, options: EventStoreOptions = {}): EventStore {
  const log = options.log ?? (() => {})
  const writing = new Connection(url)
  const reading = new Connection(url)
  const append = appender(writing, { log, timeout: options.appendTimeout ?? 10_000 })

  let end: (End & { client: unknown }) | undefined

  async function lastPosition(): Promise<Position | undefined> {
    const client = await reading.client()
    end = { client, ...(await readEnd(reading, end?.client === client ? end : undefined)) }
    return end.last
  }

  async function identity(): Promise<string> {
    const known = idOf(await readStream(reading, identityStream, { limit: 1 }))
    if (known !== undefined) return known
    const created = {
      id: randomUUID(),
      type: 'store-identity.created',
      data: { storeId: randomUUID() },
      metadata: {},
    }
    await append(identityStream, [created], 'no-stream').catch((error: unknown) => {
      // Someone else was quicker.
      if (!(error instanceof WrongExpectedRevision)) throw error
    })
    const id = idOf(await readStream(reading, identityStream, { limit: 1 }))
    if (id === undefined) throw new Error('The identity of the event store cannot be read.')
    return id
  }

  return {
    append,
    readStream: (stream, readOptions = {}) => readStream(reading, stream, readOptions),
    readAll: (readOptions = {}) => readAll(reading, readOptions),
    eventAt: (position) => eventAt(reading, position),
    subscribe: (subscribeOptions) => subscribe(reading, subscribeOptions, log),
    lastPosition,
    identity,
    async ping() {
      await withTimeout(readStream(reading, identityStream, { limit: 1 }), pingTimeout).catch(
        (error: unknown) => {
          throw new StoreUnavailable('The event store does not answer.', 'none', error)
        },
      )
    },
    async close() {
      await Promise.all([writing.close(), reading.close()])
      releaseSharedStream(writing)
    },
  }
}

function idOf([first]: StoredEvent[]): string | undefined {
  const { data } = first ?? {}
  if (typeof data !== 'object' || data === null || !('storeId' in data)) return undefined
  return typeof data.storeId === 'string' ? data.storeId : undefined
}
