import type { Checkpoint, Position } from './position.ts'

/** What the product needs of an event store; revisions are bigint, times ISO-8601 UTC with milliseconds. */

export interface EventToAppend {
  /** UUID. */
  id: string
  type: string
  /** JSON. */
  data: unknown
  /** JSON. */
  metadata: unknown
}

export interface StoredEvent {
  id: string
  type: string
  stream: string
  revision: bigint
  position: Position
  created: string
  data: unknown
  metadata: unknown
}

export type ExpectedRevision = bigint | 'no-stream'

export interface Appended {
  /** Of the last event of the append. */
  revision: bigint
  position: Position
}

export interface Batch {
  events: StoredEvent[]
  /** Safe to resume after: everything up to here was delivered, or filtered out. Undefined: before everything. */
  checkpoint: Checkpoint | undefined
  /** Whether the subscription has caught up: what follows is new. */
  live: boolean
}

/** Prefixes of stream names or of event types; evaluated by the server. */
export type SubscriptionFilter = { streams: readonly string[] } | { types: readonly string[] }

export interface SubscribeOptions {
  /** Undefined: from the beginning. */
  after: Position | Checkpoint | undefined
  signal: AbortSignal
  /** Events in a batch at most, 500 unless told. */
  maxBatch?: number
  filter?: SubscriptionFilter
}

export interface ReadStreamOptions {
  /** Included. Undefined: from the beginning forwards, from the end backwards. */
  from?: bigint
  limit?: number
  direction?: 'forwards' | 'backwards'
}

export interface ReadAllOptions {
  /** Not included. Undefined: from the beginning forwards, from the end backwards. */
  after?: Position
  limit?: number
  direction?: 'forwards' | 'backwards'
}

/** By a deletion, or by the $tb, $maxCount and $maxAge of a stream's metadata. What is let go of goes with a scavenge. */
export interface Truncation {
  deleted: boolean
  /** The revisions before this one. */
  before: bigint | undefined
  /** The older ones, by their number or their age. */
  limited: boolean
}

/** Whether the store was told to let go of this revision, or may have been. */
export function letsGoOf(truncation: Truncation | undefined, revision: bigint): boolean {
  if (!truncation) return false
  const { deleted, before, limited } = truncation
  return deleted || limited || (before !== undefined && revision < before)
}

export interface EventStore {
  /**
   * Appends all events or none. Repeats itself over cuts and timeouts, which is safe because of the event ids and the
   * expected revision. Throws `WrongExpectedRevision`, `StreamDeleted`, `TooLarge` or `StoreUnavailable`.
   */
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<Appended>
  /** The events of a stream; none for a missing or deleted one. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<StoredEvent[]>
  /** What of a stream an operator has told the store to let go of; undefined: nothing. */
  truncation(stream: string): Promise<Truncation | undefined>
  /** Pages of the whole log without system events. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent[]>
  /** The event at this very position; undefined when none begins there, as in another log. */
  eventAt(position: Position): Promise<StoredEvent | undefined>
  /** Follows the log without system events, over cuts, without gap or duplicate, at the pace of the consumer. */
  subscribe(options: SubscribeOptions): AsyncIterable<Batch>
  /** The position of the newest event that is no system event; undefined for an empty log. */
  lastPosition(): Promise<Position | undefined>
  /** A UUID that belongs to this log; another log, also one restored to before its creation, has another. */
  identity(): Promise<string>
  /** The same where nothing is to be written: undefined for a log that was never used. */
  knownIdentity(): Promise<string | undefined>
  /** Resolves when it could be written to now, and is the log that this process has seen. */
  ping(): Promise<void>
  /** What its clock says, in ms since 1970: no earlier than this is asked, no later than it is answered. */
  time(): Promise<number>
  /** Why nothing can be read or followed, while that is so. */
  trouble(): string | undefined
  /** Whether the last append was taken, as far as it depends on the place to write to. */
  canWrite(): boolean
  /** Open streams on each of its connections, of which a server allows 100. */
  streams(): ReadonlyMap<string, number>
  close(): Promise<void>
}

/** Whether the log has this very event where it was, or had it until an operator let go of it. */
export async function hasOrHad(
  store: Pick<EventStore, 'eventAt' | 'truncation'>,
  { id, position, stream, revision }: Pick<StoredEvent, 'id' | 'position' | 'stream' | 'revision'>,
): Promise<boolean> {
  const there = await store.eventAt(position)
  return there?.id === id || letsGoOf(await store.truncation(stream), revision)
}

export class WrongExpectedRevision extends Error {
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly actual: bigint | 'no-stream'

  constructor(stream: string, expected: ExpectedRevision, actual: bigint | 'no-stream') {
    super(`Stream ${stream} is at ${actual}, not at ${expected}.`)
    this.name = 'WrongExpectedRevision'
    this.stream = stream
    this.expected = expected
    this.actual = actual
  }
}

/** An operator has deleted the stream for good (a tombstone): nothing is ever written to it again. */
export class StreamDeleted extends Error {
  readonly stream: string

  constructor(stream: string) {
    super(
      `The event store has let go of ${stream} for good: an operator has deleted it. Nothing was written.`,
    )
    this.name = 'StreamDeleted'
    this.stream = stream
  }
}

/** The store is there and refuses an append for its size. The limit is the server's own, 1 MiB unless told. */
export class TooLarge extends Error {
  constructor() {
    super('This is more at once than the event store takes.')
    this.name = 'TooLarge'
  }
}

export class StoreUnavailable extends Error {
  /** Whether an append that ended so is known to have written nothing. */
  readonly outcome: 'none' | 'unknown'

  constructor(message: string, outcome: 'none' | 'unknown', cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreUnavailable'
    this.outcome = outcome
  }
}

/** The store is there and has no place to write to: its disk is full, or may only be read. Nothing was written. */
export class CannotWrite extends StoreUnavailable {
  constructor(outcome: 'none' | 'unknown', cause?: unknown) {
    super('The event store cannot write: its disk is full or may only be read.', outcome, cause)
    this.name = 'CannotWrite'
  }
}

/**
 * Behind the URL is another log than this process has worked with, or an older copy of it: nothing is read from it and
 * nothing written to it. It passes when the right one is back.
 */
export class OtherLog extends StoreUnavailable {
  constructor(message: string, outcome: 'none' | 'unknown' = 'none') {
    super(message, outcome)
    this.name = 'OtherLog'
  }
}
