import { setTimeout as sleep } from 'node:timers/promises'
import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  type ReadPosition,
  type ReadRevision,
  type ResolvedEvent,
  START,
  StreamDeletedError,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client'
import { type Connection, messageOf, TimedOut, toStored } from './connection.ts'
import {
  OtherLog,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  StoreUnavailable,
  type Truncation,
} from './contract.ts'
import { checkpointAt, type Position } from './position.ts'
import { diagnose, reasonOf } from './reason.ts'

// A read has no deadline in the client: this long without an event, and it is tried again.
const silence = 10_000
const attempts = 8
const pageSize = 500

/** Reads a whole stream, or a part of it, into memory. */
export function readStream(
  connection: Connection,
  stream: string,
  options: ReadStreamOptions,
): Promise<StoredEvent[]> {
  return tried(connection, (client) => readStreamOf(client, stream, options))
}

export async function readStreamOf(
  client: EventStoreDBClient,
  stream: string,
  options: ReadStreamOptions,
): Promise<StoredEvent[]> {
  const backwards = options.direction === 'backwards'
  const fromRevision: ReadRevision = options.from ?? (backwards ? END : START)
  try {
    return await whole(
      client.readStream(stream, {
        fromRevision,
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount: options.limit ?? Number.MAX_SAFE_INTEGER,
        requiresLeader: true,
      }),
    )
  } catch (error) {
    if (error instanceof StreamNotFoundError || error instanceof StreamDeletedError) return []
    throw error
  }
}

/** As a stream's metadata have it. */
export function truncation(connection: Connection, stream: string): Promise<Truncation | undefined> {
  return tried(connection, (client) => truncationOf(client, stream))
}

export async function truncationOf(
  client: EventStoreDBClient,
  stream: string,
): Promise<Truncation | undefined> {
  try {
    const newest = { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader: true } as const
    const [metadata] = await whole(client.readStream(`$$${stream}`, newest))
    return metadata && truncationBy(metadata.data)
  } catch (error) {
    if (error instanceof StreamDeletedError) return { deleted: true, before: undefined, limited: false }
    if (error instanceof StreamNotFoundError) return undefined
    throw error
  }
}

/** A deletion that can be taken back is metadata that let go of everything. */
const everything = 2n ** 63n - 1n

function truncationBy(metadata: unknown): Truncation | undefined {
  const { $tb, $maxCount, $maxAge } = (metadata ?? {}) as Record<string, unknown>
  const before = typeof $tb === 'number' && Number.isInteger($tb) ? BigInt($tb) : undefined
  const limited = $maxCount !== undefined || $maxAge !== undefined
  if (before === undefined && !limited) return undefined
  // JSON's numbers round it up.
  return { deleted: before !== undefined && before >= everything, before, limited }
}

/** Reads the log in pages; goes on where it was after a cut. System events are left out. */
export async function* readAll(
  connection: Connection,
  { direction = 'forwards', ...options }: ReadAllOptions,
): AsyncGenerator<StoredEvent[]> {
  let left = options.limit ?? Number.MAX_SAFE_INTEGER
  let count = left
  let at = options.after
  for (let attempt = 1; left > 0; attempt++) {
    let client: EventStoreDBClient | undefined
    // Forwards the event at the given position is included; backwards it is not.
    const maxCount = at === undefined || direction === 'backwards' ? count : count + 1
    let seen = 0
    await connection.calls.take()
    try {
      client = await connection.client()
      for await (const page of pages(readLog(client, { at, direction, maxCount }))) {
        attempt = 1
        seen += page.length
        const own = page.filter((event) => event.position !== at && !isSystem(event)).slice(0, left)
        left -= own.length
        if (own.length > 0) yield own
        at = page.at(-1)?.position ?? at
      }
      connection.assertUncut(client)
      if (seen < maxCount) return
      // System events among them leave a rest.
      count = more(count)
    } catch (error) {
      await recover(connection, client, attempt, error)
    } finally {
      connection.calls.release()
    }
  }
}

/** The end of a log: its newest event, and the newest that is no system event. */
export interface End {
  top: Position | undefined
  last: Position | undefined
}

/** Looks no further back than it takes; what is known of an earlier end is not looked at again. */
export async function readEnd(connection: Connection, known: End | undefined): Promise<End> {
  let top: Position | undefined
  let at: Position | undefined
  for (let count = 1; ; count = more(count)) {
    const page = await readPage(connection, { at, direction: 'backwards', maxCount: count })
    top ??= page[0]?.position
    for (const event of page) {
      if (!isSystem(event)) return { top, last: event.position }
      if (event.position === known?.top) return { top, last: known.last }
    }
    if (page.length < count) return { top, last: undefined }
    at = page.at(-1)?.position
  }
}

/** The event at this very position. */
export function eventAt(connection: Connection, position: Position): Promise<StoredEvent | undefined> {
  return tried(connection, (client) => eventOf(client, position))
}

export async function eventOf(
  client: EventStoreDBClient,
  position: Position,
): Promise<StoredEvent | undefined> {
  try {
    const [found] = await whole(readLog(client, { at: position, direction: 'forwards', maxCount: 1 }))
    return found?.position === position ? found : undefined
  } catch (error) {
    if (isInvalidPosition(error)) return undefined
    throw error
  }
}

interface Part {
  /** Of an event: included forwards, not included backwards. */
  at: Position | undefined
  direction: 'forwards' | 'backwards'
  /** As many as are wanted, so that a read ends by itself: a server takes many cancelled ones for an attack. */
  maxCount: number
}

function readPage(connection: Connection, part: Part): Promise<StoredEvent[]> {
  return tried(connection, (client) => whole(readLog(client, part)))
}

async function whole(read: StreamingRead<ResolvedEvent>): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for await (const page of pages(read)) for (const event of page) events.push(event)
  return events
}

/** A read that ends, tried until it has or there were too many cuts. */
async function tried<T>(
  connection: Connection,
  read: (client: EventStoreDBClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let client: EventStoreDBClient | undefined
    let failure: unknown
    await connection.calls.take()
    try {
      client = await connection.client()
      const found = await read(client)
      connection.assertUncut(client)
      return found
    } catch (error) {
      failure = error
    } finally {
      connection.calls.release()
    }
    await recover(connection, client, attempt, failure)
  }
}

function readLog(
  client: EventStoreDBClient,
  { at, direction, maxCount }: Part,
): StreamingRead<ResolvedEvent> {
  const backwards = direction === 'backwards'
  const fromPosition: ReadPosition = at === undefined ? (backwards ? END : START) : checkpointAt(at)
  return client.readAll({
    fromPosition,
    direction: backwards ? BACKWARDS : FORWARDS,
    maxCount: Math.min(maxCount, Number.MAX_SAFE_INTEGER),
    requiresLeader: true,
  })
}

/** Where only system events were found, more are looked at the next time. */
const more = (count: number): number => Math.max(count, Math.min(8 * count, 4_096))

/** What a server says to a position at which it has written nothing; the client has no name for it. */
const isInvalidPosition = (error: unknown): boolean => /invalid ?position/i.test(messageOf(error))

const isSystem = (event: StoredEvent): boolean => event.type.startsWith('$')
async function recover(
  connection: Connection,
  client: EventStoreDBClient | undefined,
  attempt: number,
  error: unknown,
): Promise<void> {
  if (error instanceof OtherLog) throw error
  if (attempt >= attempts || !diagnose(error).mayPass)
    throw new StoreUnavailable(`The event store cannot be read: ${reasonOf(error)}`, 'none', error)
  // Without one the connection has dealt with it.
  if (client) await connection.failed(client, error)
  await sleep(25 * 2 ** attempt)
}

/** Gathers what the client has read already; iterating its stream event by event costs a promise for each. */
async function* pages(read: StreamingRead<ResolvedEvent>): AsyncGenerator<StoredEvent[]> {
  let page: StoredEvent[] = []
  let ended = false
  let failure: Error | undefined
  let wake = (): void => {}
  read.on('data', (resolved: ResolvedEvent) => {
    const event = toStored(resolved)
    if (event !== undefined) page.push(event)
    if (page.length >= pageSize) read.pause()
    wake()
  })
  read.on('error', (error: Error) => {
    failure = error
    wake()
  })
  read.on('end', () => {
    ended = true
    wake()
  })
  try {
    for (;;) {
      if (page.length > 0) {
        const full = page
        page = []
        read.resume()
        yield full
      } else if (failure !== undefined) throw failure
      else if (ended) return
      else {
        const timer = setTimeout(() => {
          failure = new TimedOut(`no event within ${silence} ms`)
          wake()
        }, silence)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        clearTimeout(timer)
      }
    }
  } finally {
    if (!ended && failure === undefined) await read.cancel()
  }
}
