/** What the log consists of. Positions and revisions are numbers: exact up to 2^53, nine petabytes of log. */

/** The revision of a tombstone event is the largest 64-bit integer. */
export const tombstoneRevision = 2 ** 63

export interface ProposedEvent {
  /** UUID in its usual text form. */
  id: string
  type: string
  json: boolean
  data: Buffer
  metadata: Buffer
}

export interface RecordedEvent extends ProposedEvent {
  /** Strictly increasing over the whole log, not contiguous: it grows by the size of each event. */
  position: number
  stream: string
  /** 0, 1, 2 ... without gaps in each stream. */
  revision: number
  /** Microseconds since 1970. */
  created: number
}

/** A revision as it was given: one above 2^53 can only be wrong, but an error names it. */
export type Expected = bigint | 'any' | 'no-stream' | 'stream-exists'

export type Outcome =
  /**
   * `revision` -1: an append of no events to a stream that has none. Without a `position`: a repeat of events that the
   * stream's metadata hide by now.
   */
  | { kind: 'written'; revision: number; position: number | undefined }
  | { kind: 'wrong-expected-revision'; current: number | undefined }
  | { kind: 'stream-deleted' }
  | { kind: 'timeout' }
  /** Nothing was written, and why. */
  | { kind: 'refused'; reason: string }

export const isMetastream = (stream: string): boolean => stream.startsWith('$$')
export const metastreamOf = (stream: string): string => `$$${stream}`
export const isSystem = (name: string): boolean => name.startsWith('$')
/** The stream a metadata stream is about, and so on: of `$$$$a` first `$$a`, then `a`. */
export const ownersOf = (stream: string): string[] =>
  isMetastream(stream) ? [stream.slice(2), ...ownersOf(stream.slice(2))] : []

export const epochStream = '$epoch-information'

/** Whether $all shows the events of a stream: not the store's own book-keeping. They can be read in their stream. */
export const isListed = (stream: string): boolean =>
  stream.charCodeAt(0) !== 36 ||
  !(stream === epochStream || /^\$persistentsubscription-\$all::.*-(checkpoint|parked)$/s.test(stream))

/** The size an event counts with, for limits and positions. */
export const sizeOf = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + event.type.length
