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

export type Expected = number | 'any' | 'no-stream' | 'stream-exists'

export type Outcome =
  /** `revision` -1: an append of no events to a stream that has none. */
  | { kind: 'written'; revision: number; position: number }
  | { kind: 'wrong-expected-revision'; current: number | undefined }
  | { kind: 'stream-deleted' }
  | { kind: 'too-large'; limit: number }
  | { kind: 'timeout' }
  /** Nothing was written, and why. */
  | { kind: 'refused'; reason: string }

export interface StreamMetadata {
  maxCount?: number
  /** Seconds. */
  maxAge?: number
  /** Events below this revision are gone. */
  truncateBefore?: number
}

export const isMetastream = (stream: string): boolean => stream.startsWith('$$')
export const metastreamOf = (stream: string): string => `$$${stream}`
export const isSystem = (name: string): boolean => name.startsWith('$')

/** A stream with this `$tb` is soft-deleted: it reads as missing until the next append revives it. */
export const deletedTruncateBefore = 2 ** 63

export function parseMetadata(data: Buffer): StreamMetadata {
  try {
    const json: unknown = JSON.parse(data.toString('utf8'))
    if (typeof json !== 'object' || json === null) return {}
    const fields = new Map(Object.entries(json))
    const number = (key: string): number | undefined => {
      const value: unknown = fields.get(key)
      return typeof value === 'number' && value >= 0 ? value : undefined
    }
    const [maxCount, maxAge, truncateBefore] = [number('$maxCount'), number('$maxAge'), number('$tb')]
    return {
      ...(maxCount !== undefined && { maxCount }),
      ...(maxAge !== undefined && { maxAge }),
      ...(truncateBefore !== undefined && { truncateBefore }),
    }
  } catch {
    return {}
  }
}

/** The size an event counts with, for limits and positions. */
export const sizeOf = (event: ProposedEvent): number =>
  event.data.length + event.metadata.length + event.type.length
