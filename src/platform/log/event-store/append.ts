import { setDefaultHighWaterMark } from 'node:stream'
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
  type EventToAppend,
  type ExpectedRevision,
  StoreUnavailable,
  WrongExpectedRevision,
} from './contract.ts'
import { positionOf } from './position.ts'

export interface AppendOptions {
  log: (message: string) => void
  /** Milliseconds, over all attempts. */
  timeout: number
}

type Append = (
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
) => Promise<Appended>

// An error on one client's shared stream makes a late answer on another's crash the process: only one may use it.
let sharedStreamOwner: Connection | undefined

const maxInFlight = 127
// The client queues messages beyond those that its stream buffers, and a cut makes an unhandled rejection of each. It
// leaves that number to Node, whose 16 would hold back the appends of a busy server; nobody else here relies on it.
setDefaultHighWaterMark(true, maxInFlight + 1)
const attemptTimeout = 5000

/** Lets another connection of this process use the shared stream. */
export function releaseSharedStream(connection: Connection): void {
  if (sharedStreamOwner === connection) sharedStreamOwner = undefined
}

/**
 * Appends through the client's shared stream for appends. On that stream nothing times out, and an error rejects every
 * append under way in the process, whoever made it: all but a clear answer therefore means "outcome unknown", and
 * the same events are sent again under the same expected revision until there is one.
 */
export function appender(connection: Connection, options: AppendOptions): Append {
  const slots = createSlots(maxInFlight)

  const attempt = async (
    stream: string,
    events: EventData[],
    expected: ExpectedRevision,
  ): Promise<Appended> => {
    const client = await connection.client()
    try {
      sharedStreamOwner ??= connection
      const appending = client.appendToStream(stream, events, {
        expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
        // Credentials make the client open a stream for this append alone.
        ...(sharedStreamOwner !== connection && { credentials: connection.credentials }),
      })
      const { nextExpectedRevision, position } = await withTimeout(
        appending,
        Math.min(attemptTimeout, options.timeout / 3),
      )
      if (position === undefined) throw new Error('the store gave no position')
      return { revision: nextExpectedRevision, position: positionOf(position.commit) }
    } catch (error) {
      if (!isAnswer(error)) await connection.replace(client)
      throw error
    }
  }

  return async (stream, events, expected) => {
    const data = events.map(serialisable)
    const deadline = performance.now() + options.timeout
    let outcome: 'none' | 'unknown' = 'none'
    for (let pause = 20; ; pause = Math.min(1000, pause * 2)) {
      await slots.take()
      try {
        return await attempt(stream, data, expected)
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) {
          const { actualVersion } = error
          throw new WrongExpectedRevision(
            stream,
            expected,
            typeof actualVersion === 'bigint' ? actualVersion : 'no-stream',
          )
        }
        if (isAnswer(error)) throw error
        if (!neverSent(error)) outcome = 'unknown'
        if (performance.now() + pause > deadline) {
          throw new StoreUnavailable(
            `The event store did not take the events: ${messageOf(error)}`,
            outcome,
            error,
          )
        }
        options.log(`An append is tried again: ${messageOf(error)}`)
      } finally {
        slots.release()
      }
      await sleep(pause)
    }
  }
}

/** Whether the store itself has answered, so that trying again would change nothing. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof WrongExpectedVersionError ||
    error instanceof StreamDeletedError ||
    error instanceof MaxAppendSizeExceededError ||
    error instanceof RequiredMetadataPropertyMissingError ||
    error instanceof AccessDeniedError
  )
}

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

interface Slots {
  take(): Promise<void>
  release(): void
}

function createSlots(count: number): Slots {
  let free = count
  const waiting: (() => void)[] = []
  return {
    async take() {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    release() {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    },
  }
}
