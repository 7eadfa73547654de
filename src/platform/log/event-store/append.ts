import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AccessDeniedError,
  type EventData,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { AppendStream, Cut, NotNow, NotServed, type SerialisedEvent, sizeOf } from './append-stream.ts'
import { type Connection, messageOf, withTimeout } from './connection.ts'
import {
  type Appended,
  CannotWrite,
  type EventToAppend,
  type ExpectedRevision,
  OtherLog,
  type StoredEvent,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
  WrongExpectedRevision,
} from './contract.ts'
import { positionOf } from './position.ts'
import { reasonOf } from './reason.ts'

/** No stream ever has so many events. */
const beyondAll = 2n ** 62n

/**
 * Asks whoever writes the log to append where no stream can be: the refusal says that it could, and nothing is written.
 * @throws what stands in the way.
 */
export async function probe(connection: Connection, stream: string, timeout: number): Promise<void> {
  await connection.calls.take()
  try {
    const client = await connection.client()
    const event = asGiven({ id: randomUUID(), type: 'probe', data: '{}', metadata: '{}' })
    const { credentials } = connection
    const options = { expectedRevision: beyondAll, requiresLeader: true, credentials, deadline: timeout }
    await withTimeout(client.appendToStream(stream, [event], options), timeout)
    throw new Error('the store took an append that it had to refuse')
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw error
  } finally {
    connection.calls.release()
  }
}

export interface AppendOptions {
  log: (message: string) => void
  /** Milliseconds, over all attempts. */
  timeout: number
  /** Told of the last event of each append. */
  seen: (event: Pick<StoredEvent, 'id' | 'stream' | 'revision' | 'position'>) => void
  /** Told of each append whether there was a place to write it to. */
  canWrite: (yes: boolean) => void
}

type Append = (
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
) => Promise<Appended>

const attemptTimeout = 5000
/** Characters of an append at most that shares a stream: what is larger does not stand in the way of others. */
const largestTogether = 64 * 1024

/**
 * Appends, all on one stream. All but a clear answer means "outcome unknown", and the same events are sent again under the
 * same expected revision until there is one; from then on through a stream of their own, as what one of them has brought upon
 * the others must not befall them again, and then an end of the stream is an answer to them alone.
 */
export function appender(connection: Connection, options: AppendOptions): Append {
  const streams = new WeakMap<EventStoreDBClient, AppendStream>()
  const streamOf = (client: EventStoreDBClient): AppendStream => {
    const stream = streams.get(client) ?? new AppendStream(connection, client)
    streams.set(client, stream)
    return stream
  }

  const alone = async (
    client: EventStoreDBClient,
    stream: string,
    events: readonly SerialisedEvent[],
    expected: ExpectedRevision,
    deadline: number,
  ): Promise<Appended> => {
    const { nextExpectedRevision, position } = await client.appendToStream(stream, events.map(asGiven), {
      expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
      requiresLeader: true,
      // They make the client open a stream for this append alone.
      credentials: connection.credentials,
      deadline,
    })
    if (position === undefined) throw new Error('the store gave no position')
    return { revision: nextExpectedRevision, position: positionOf(position.commit) }
  }

  const attempt = async (
    stream: string,
    events: readonly SerialisedEvent[],
    expected: ExpectedRevision,
    together: boolean,
  ): Promise<Appended> => {
    const client = await connection.client()
    const deadline = Math.min(attemptTimeout, options.timeout / 3)
    try {
      const appending = together
        ? streamOf(client).append(stream, events, expected, deadline)
        : alone(client, stream, events, expected, deadline)
      // A server that stands still is not waited for longer than this, whatever becomes of the deadline.
      const appended = await withTimeout(appending, deadline + 500)
      // The connection may have been made anew underneath: what another log has taken is not acknowledged.
      await connection.client()
      return appended
    } catch (error) {
      const isCut = !(isAnswer(error) || [OtherLog, NotNow, NotServed].some((kind) => error instanceof kind))
      if (isCut) await connection.failed(client, error instanceof Cut ? error.cause : error)
      throw error
    }
  }

  return async (stream, events, expected) => {
    const serialised = events.map(serialise)
    const until = performance.now() + options.timeout
    let together = sizeOf(serialised) <= largestTogether
    let outcome: StoreUnavailable['outcome'] = 'none'
    for (let pause = 20; ; pause = Math.min(1000, pause * 2)) {
      const places = together ? connection.appends : connection.calls
      await places.take()
      try {
        const appended = await attempt(stream, serialised, expected, together)
        options.canWrite(true)
        const id = serialised.at(-1)?.id
        if (id !== undefined) options.seen({ id, stream, ...appended })
        return appended
      } catch (error) {
        together = false
        if (error instanceof NotServed) continue
        if (error instanceof OtherLog) throw new OtherLog(error.message, outcome)
        // Before what is too large: a disk may be too small for it.
        if (hasNoPlace(error)) {
          options.canWrite(false)
          throw new CannotWrite(outcome, error)
        }
        if (isTooLarge(error)) throw new TooLarge()
        if (error instanceof WrongExpectedVersionError) throw wrongRevision(error, stream, expected)
        if (error instanceof StreamDeletedError) throw new StreamDeleted(stream)
        if (error instanceof AccessDeniedError) throw notTaken(outcome, error)
        if (isAnswer(error)) throw error
        const why = error instanceof Cut ? error.cause : error
        if (!neverSent(why)) outcome = 'unknown'
        if (performance.now() + pause > until) throw notTaken(outcome, why)
        options.log(`An append is tried again: ${reasonOf(why)}`)
      } finally {
        places.release()
      }
      await sleep(pause)
    }
  }
}

function wrongRevision(
  { actualVersion }: WrongExpectedVersionError,
  stream: string,
  expected: ExpectedRevision,
): WrongExpectedRevision {
  return new WrongExpectedRevision(
    stream,
    expected,
    typeof actualVersion === 'bigint' ? actualVersion : 'no-stream',
  )
}

const notTaken = (outcome: StoreUnavailable['outcome'], error: unknown) =>
  new StoreUnavailable(`The event store did not take the events: ${reasonOf(error)}`, outcome, error)

/** gRPC's codes for what would be refused again. */
const [invalidArgument, resourceExhausted] = [3, 8]

/** Whether the store itself has answered, so that trying again would change nothing. */
function isAnswer(error: unknown): boolean {
  return (
    isTooLarge(error) ||
    hasNoPlace(error) ||
    error instanceof WrongExpectedRevision ||
    error instanceof StreamDeleted ||
    error instanceof WrongExpectedVersionError ||
    error instanceof StreamDeletedError ||
    error instanceof RequiredMetadataPropertyMissingError ||
    error instanceof AccessDeniedError ||
    codeOf(error) === invalidArgument
  )
}

/** The limit is the server's; what is beyond that of an event or of a message the client has no name for. */
function isTooLarge(error: unknown): boolean {
  return (
    error instanceof TooLarge ||
    error instanceof MaxAppendSizeExceededError ||
    codeOf(error) === resourceExhausted ||
    /maximum[- ]?append[- ]?(event[- ]?)?size|too large|larger than max/i.test(messageOf(error))
  )
}

/** What Postgres and operating systems call it (SQLSTATE 53100, ENOSPC, EROFS, EDQUOT). */
const hasNoPlace = (error: unknown): boolean =>
  /no space left|disk full|read-only file system|disk quota|read-only transaction/i.test(messageOf(error))

const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined

const neverSent = (error: unknown): boolean => /No connection established|ECONNREFUSED/.test(messageOf(error))

function serialise({ id, type, data, metadata }: EventToAppend): SerialisedEvent {
  return { id, type, data: asJson(data, type), metadata: asJson(metadata, type) }
}

function asJson(value: unknown, type: string): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (error) {
    throw new TypeError(`The event ${type} is no JSON: ${messageOf(error)}`)
  }
  if (text === undefined) throw new TypeError(`The event ${type} is no JSON.`)
  return text
}

/** The client wants values, and makes the same text of them. */
function asGiven({ id, type, data, metadata }: SerialisedEvent): EventData {
  return {
    id,
    type,
    contentType: 'application/json',
    data: JSON.parse(data) as Record<string, unknown>,
    metadata: JSON.parse(metadata) as Record<string, unknown>,
  }
}
