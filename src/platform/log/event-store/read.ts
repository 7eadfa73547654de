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
import { type Connection, messageOf, toStored } from './connection.ts'
import {
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  StoreUnavailable,
} from './contract.ts'

// A read has no deadline in the client: this long without an event, and it is tried again.
const silence = 10_000
const attempts = 8
const pageSize = 500

/** Reads a whole stream, or a part of it, into memory. */
export async function readStream(
  connection: Connection,
  stream: string,
  options: ReadStreamOptions,
): Promise<StoredEvent[]> {
  const backwards = options.direction === 'backwards'
  const fromRevision: ReadRevision = options.from ?? (backwards ? END : START)
  for (let attempt = 1; ; attempt++) {
    const client = await connection.client()
    const events: StoredEvent[] = []
    try {
      const read = client.readStream(stream, {
        fromRevision,
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount: options.limit ?? Number.MAX_SAFE_INTEGER,
      })
      for await (const page of pages(read)) for (const event of page) events.push(event)
      connection.assertUncut(client)
      return events
    } catch (error) {
      if (error instanceof StreamNotFoundError || error instanceof StreamDeletedError) return []
      await recover(connection, client, attempt, error)
    }
  }
}

/** Reads the log in pages; goes on where it was after a cut. System events are left out. */
export async function* readAll(
  connection: Connection,
  options: ReadAllOptions,
): AsyncGenerator<StoredEvent[]> {
  const backwards = options.direction === 'backwards'
  let left = options.limit ?? Number.POSITIVE_INFINITY
  let at = options.after
  for (let attempt = 1; left > 0; attempt++) {
    const client = await connection.client()
    // As many as are wanted, so that the read ends by itself: a server takes many cancelled ones for an attack.
    const maxCount = Math.min(left, Number.MAX_SAFE_INTEGER)
    let count = 0
    try {
      // Forwards the given position is included, backwards it is not.
      const from = at === undefined ? undefined : backwards ? at : at + 1n
      const fromPosition: ReadPosition =
        from === undefined ? (backwards ? END : START) : { commit: from, prepare: from }
      const direction = backwards ? BACKWARDS : FORWARDS
      for await (const page of pages(client.readAll({ fromPosition, direction, maxCount }))) {
        attempt = 1
        count += page.length
        const own = page.filter((event) => !isSystem(event))
        left -= own.length
        if (own.length > 0) yield own
        at = page.at(-1)?.position ?? at
      }
      connection.assertUncut(client)
      // System events among them leave a rest.
      if (count < maxCount) return
    } catch (error) {
      await recover(connection, client, attempt, error)
    }
  }
}

const isSystem = (event: StoredEvent): boolean => event.type.startsWith('$')

async function recover(
  connection: Connection,
  client: EventStoreDBClient,
  attempt: number,
  error: unknown,
): Promise<void> {
  if (attempt >= attempts)
    throw new StoreUnavailable(`The event store cannot be read: ${messageOf(error)}`, 'none', error)
  await connection.replace(client)
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
          failure = new Error(`no event within ${silence} ms`)
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
