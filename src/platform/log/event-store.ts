import { randomUUID } from 'node:crypto'
import type { EventStoreDBClient } from '@eventstore/db-client'
import { BoundedMap } from '../process/bounded-map.ts'
import { appender, probe } from './event-store/append.ts'
import { Connection, withTimeout } from './event-store/connection.ts'
import {
  type EventStore,
  hasOrHad,
  OtherLog,
  type StoredEvent,
  StoreUnavailable,
  WrongExpectedRevision,
} from './event-store/contract.ts'
import { whyNoHost } from './event-store/hosts.ts'
import type { Position } from './event-store/position.ts'
import {
  type End,
  eventAt,
  eventOf,
  readAll,
  readEnd,
  readStream,
  readStreamOf,
  truncation,
  truncationOf,
} from './event-store/read.ts'
import { diagnose, reasonOf } from './event-store/reason.ts'
import { subscribe } from './event-store/subscribe.ts'
import { timeOf } from './event-store/time.ts'

export * from './event-store/contract.ts'
export * from './event-store/position.ts'
export { diagnose } from './event-store/reason.ts'

export interface EventStoreOptions {
  log?: (message: string) => void
  /** Milliseconds until an append that gets no answer is given up; 10,000 unless told. */
  appendTimeout?: number
}

/** Holds the one event by which a log is told from any other. */
export const identityStream = 'store-identity'
/** How long the log may take to be known again, to say that it answers, and what time it is, in ms. */
const [vetTimeout, pingTimeout, timeTimeout] = [5000, 2000, 2000]
/** What is said again within this time, in ms, is said once. */
const quiet = 10_000

/**
 * The event store behind `url` (esdb://...), through `@eventstore/db-client` and nothing else. One connection for
 * appends and one for the rest, so that replacing the one does not cut the other. Each client is asked, before it is used,
 * whether its log is still the one that this process has seen; so is every other from then on.
 */
export function connectEventStore(url: string, options: EventStoreOptions = {}): EventStore {
  const log = saidOnce(options.log ?? (() => {}))
  let id: string | undefined
  let newest: Seen | undefined
  let trouble: string | undefined

  /** @throws OtherLog */
  async function vet(client: EventStoreDBClient): Promise<void> {
    if (id === undefined && newest === undefined) return
    try {
      // Looked at twice before it is called another log: a cut can end a read as if nothing were there.
      await withTimeout(
        mustBeTheSame(client).catch((error: unknown) => {
          if (error instanceof OtherLog) return mustBeTheSame(client)
          throw error
        }),
        vetTimeout,
      )
      trouble = undefined
    } catch (error) {
      trouble = reasonOf(error)
      throw error
    }
  }

  async function mustBeTheSame(client: EventStoreDBClient): Promise<void> {
    const seen = newest
    const asked = {
      eventAt: (position: Position) => eventOf(client, position),
      truncation: (stream: string) => truncationOf(client, stream),
    }
    const [there, isThere] = await Promise.all([
      readStreamOf(client, identityStream, { limit: 1 }).then(idOf),
      seen && hasOrHad(asked, seen),
    ])
    if (id !== undefined && there !== id)
      throw new OtherLog(
        `The event store is another one (${there ?? 'an empty one'}) than the ${id} that this Hindsight has worked with. ` +
          'Nothing is written until that one is connected again.',
      )
    if (seen && !isThere)
      throw new OtherLog(
        `The event store does not have the event ${seen.id} at position ${seen.position} that this Hindsight has seen: it ` +
          'was restored from an older copy, or has taken back what it had said. Nothing is written until that event is ' +
          'there again; if this log is the one to go on with, stop Hindsight and accept it by ' +
          'npm run rebuild -- --accept-older-log.',
      )
  }

  const writing: Connection = new Connection(url, { vet, replaced: () => reading.distrust() })
  const reading: Connection = new Connection(url, { vet, replaced: () => writing.distrust() })
  const seen = (event: Seen): void => {
    if (newest === undefined || event.position > newest.position) newest = event
  }
  let canWrite = true
  const append = appender(writing, {
    log,
    timeout: options.appendTimeout ?? 10_000,
    seen,
    canWrite: (yes) => {
      canWrite = yes
    },
  })

  /** What was found when the end of the log was last looked at. */
  let end: (End & { client: unknown }) | undefined

  async function lastPosition(): Promise<Position | undefined> {
    const client = await reading.client().catch(() => undefined)
    end = { client, ...(await readEnd(reading, client && end?.client === client ? end : undefined)) }
    return end.last
  }

  async function knownIdentity(): Promise<string | undefined> {
    const found = idOf(await readStream(reading, identityStream, { limit: 1 }))
    id ??= found
    return found
  }

  async function identity(): Promise<string> {
    const known = await knownIdentity()
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
    const made = await knownIdentity()
    if (made === undefined) throw new Error('The identity of the event store cannot be read.')
    return made
  }

  return {
    append,
    readStream: (stream, readOptions = {}) => readStream(reading, stream, readOptions),
    truncation: (stream) => truncation(reading, stream),
    readAll: (readOptions = {}) => readAll(reading, readOptions),
    eventAt: (position) => eventAt(reading, position),
    async *subscribe(subscribeOptions) {
      const following = subscribe(reading, subscribeOptions, {
        log,
        trouble: (reason) => {
          trouble = reason
        },
      })
      for await (const batch of following) {
        const last = batch.events.at(-1)
        if (last) seen(last)
        yield batch
      }
    },
    lastPosition,
    identity,
    knownIdentity,
    async ping() {
      let client: EventStoreDBClient | undefined
      try {
        client = await withTimeout(reading.client(), pingTimeout)
        await withTimeout(mustBeTheSame(client), pingTimeout)
        await probe(writing, identityStream, pingTimeout)
      } catch (error) {
        if (error instanceof OtherLog) for (const one of [writing, reading]) one.distrust()
        else if (client) await reading.failed(client, error)
        if (error instanceof StoreUnavailable) throw error
        const why = diagnose(error).mayPass ? ((await whyNoHost(url)) ?? error) : error
        throw new StoreUnavailable(`The event store cannot be used: ${reasonOf(why)}`, 'none', why)
      }
    },
    time: () => withTimeout(timeOf(writing), timeTimeout),
    trouble: () => trouble,
    canWrite: () => canWrite,
    streams: () =>
      new Map([
        ['writing', writing.streams],
        ['reading', reading.streams],
      ]),
    async close() {
      await Promise.all([writing.close(), reading.close()])
    },
  }
}

/** An event by which a log is known again. */
type Seen = Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position'>

/** Each of a thousand callers tries again, for one reason. */
function saidOnce(log: (message: string) => void): (message: string) => void {
  const said = new BoundedMap<string, { at: number; again: number }>(100)
  return (message) => {
    const now = performance.now()
    const before = said.get(message)
    if (before && now - before.at < quiet) {
      before.again++
      return
    }
    log(before && before.again > 0 ? `${message} (and ${before.again} times more)` : message)
    said.set(message, { at: now, again: 0 })
  }
}

function idOf([first]: StoredEvent[]): string | undefined {
  const { data } = first ?? {}
  if (typeof data !== 'object' || data === null || !('storeId' in data)) return undefined
  return typeof data.storeId === 'string' ? data.storeId : undefined
}
