import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AccessDeniedError,
  type EventData,
  MaxAppendSizeExceededError,
  NO_STREAM,
  RequiredMetadataPropertyMissingError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
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
    const event = serialisable({ id: randomUUID(), type: 'probe', data: {}, metadata: {} })
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

/**
 * Appends, each through a stream of its own. The client has one stream for all appends too, on which nothing times out, an
 * error rejects what is under way in the whole process, and an answer to what was given up ends that process. All but a
 * clear answer means "outcome unknown", and the same events are sent again under the same expected revision until there
 * is one.
 */
export function appender(connection: Connection, options: AppendOptions): Append {
  const attempt = async (
    stream: string,
    events: EventData[],
    expected: ExpectedRevision,
  ): Promise<Appended> => {
    const client = await connection.client()
    const deadline = Math.min(attemptTimeout, options.timeout / 3)
    try {
      const appending = client.appendToStream(stream, events, {
        expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
        requiresLeader: true,
        // They make the client open a stream for this append alone.
        credentials: connection.credentials,
        deadline,
      })
      // A server that stands still is not waited for longer than this, whatever becomes of the deadline.
      const { nextExpectedRevision, position } = await withTimeout(appending, deadline + 500)
      // The connection may have been made anew underneath: what another log has taken is not acknowledged.
      await connection.client()
      if (position === undefined) throw new Error('the store gave no position')
      return { revision: nextExpectedRevision, position: positionOf(position.commit) }
    } catch (error) {
      if (!isAnswer(error) && !(error instanceof OtherLog)) await connection.failed(client, error)
      throw error
    }
  }

  return async (stream, events, expected) => {
    const data = events.map(serialisable)
    const until = performance.now() + options.timeout
    let outcome: StoreUnavailable['outcome'] = 'none'
    for (let pause = 20; ; pause = Math.min(1000, pause * 2)) {
      await connection.calls.take()
      try {
        const appended = await attempt(stream, data, expected)
        options.canWrite(true)
        const id = data.at(-1)?.id
        if (id !== undefined) options.seen({ id, stream, ...appended })
        return appended
      } catch (error) {
        if (error instanceof OtherLog) throw new OtherLog(error.message, outcome)
        if (error instanceof WrongExpectedVersionError) {
          const { actualVersion } = error
          throw new WrongExpectedRevision(
            stream,
            expected,
            typeof actualVersion === 'bigint' ? actualVersion : 'no-stream',
          )
        }
        // Before what is too large: a disk may be too small for it.
        if (hasNoPlace(error)) {
          options.canWrite(false)
          throw new CannotWrite(outcome, error)
        }
        if (isTooLarge(error)) throw new TooLarge()
        if (error instanceof StreamDeletedError) throw new StreamDeleted(stream)
        if (error instanceof AccessDeniedError) throw notTaken(outcome, error)
        if (isAnswer(error)) throw error
        if (!neverSent(error)) outcome = 'unknown'
        if (performance.now() + pause > until) throw notTaken(outcome, error)
        options.log(`An append is tried again: ${reasonOf(error)}`)
      } finally {
        connection.calls.release()
      }
      await sleep(pause)
    }
  }
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

/** The client serialises too late: there a value that is no JSON ends in a promise that never settles. */
function serialisable({ id, type, data, metadata }: EventToAppend): EventData {
  return {
    id,
    type,
    contentType: 'application/json',
    data: asJson(data, type),
    metadata: asJson(metadata, type),
  }
}

/** The value itself, because the client writes it as it is written here; its type is narrower than what it takes. */
function asJson(value: unknown, type: string): Record<string, unknown> {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (error) {
    throw new TypeError(`The event ${type} is no JSON: ${messageOf(error)}`)
  }
  if (text === undefined) throw new TypeError(`The event ${type} is no JSON.`)
  return value as Record<string, unknown>
}
