/**
 * EventStoreDB 24.6 in memory, as far as one client can tell: what it answers to appends, deletions and reads. Sources:
 * IndexWriter, IndexReader and StorageWriterService of release/oss-v24.6; `random.test.ts` plays it beside a store.
 */

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number

export interface Entry {
  stream: string
  revision: bigint
  type: string
  /** Undefined: the store or the client has chosen it. */
  id: string | undefined
  /** Of metadata. */
  data: Metadata | undefined
}

export type Metadata = Record<string, number | string>

export type Answer =
  /** `entry`: whose position is given. */
  | { kind: 'done'; revision: bigint | undefined; entry: Entry | undefined }
  | { kind: 'wrong'; actual: bigint }
  | { kind: 'deleted' }
  | { kind: 'missing' }
  | { kind: 'refused' }
  | { kind: 'read'; revisions: bigint[] }

const largest = 2n ** 63n - 1n
const deleted = Number(largest)

export class Model {
  readonly log: Entry[] = []
  private readonly first = new Map<string, Entry>()

  append(stream: string, ids: readonly string[], expected: Expected): Answer {
    const verdict = this.check(stream, ids, expected)
    if (verdict !== 'fine') return verdict
    const revive = this.isDeleted(stream) ? this.events(stream).length : undefined
    const written = ids.map((id) => this.write(stream, 'modelled', id)).at(-1)
    if (revive !== undefined) this.hide(stream, revive)
    const { length } = this.events(stream)
    // Of no events to no stream there is no revision, which the client tells as 0.
    return { kind: 'done', revision: BigInt(Math.max(0, length - 1)), entry: written }
  }

  setMetadata(stream: string, metadata: Metadata): Answer {
    const hidden = this.isDeleted(stream)
    const entry = this.write(`$$${stream}`, '$metadata', undefined, metadata)
    if (hidden) this.hide(stream, this.events(stream).length)
    return { kind: 'done', revision: entry.revision, entry }
  }

  delete(stream: string, expected: Expected): Answer {
    const verdict = this.check(stream, ['new'], expected)
    if (verdict !== 'fine') return verdict
    if (this.events(stream).length === 0 && this.events(`$$${stream}`).length === 0)
      return { kind: 'wrong', actual: -1n }
    const entry = this.write(`$$${stream}`, '$metadata', undefined, { $tb: deleted })
    return { kind: 'done', revision: undefined, entry }
  }

  tombstone(stream: string, expected: Expected): Answer {
    const verdict = this.check(stream, ['new'], expected)
    if (verdict !== 'fine') return verdict
    const entry = { stream, revision: largest, type: '$streamDeleted', id: undefined, data: undefined }
    this.log.push(entry)
    return { kind: 'done', revision: undefined, entry }
  }

  read(stream: string, from: number | 'start' | 'end', forwards: boolean, count: number): Answer {
    if (count === 0 || (forwards && from === 'end')) return { kind: 'refused' }
    if (this.isTombstoned(stream)) return { kind: 'deleted' }
    if (this.events(stream).length === 0 || this.isDeleted(stream)) return { kind: 'missing' }
    const start = from === 'start' ? 0 : from === 'end' ? Number.MAX_SAFE_INTEGER : from
    const revisions = this.visible(stream).map(({ revision }) => revision)
    const wanted = forwards
      ? revisions.filter((revision) => revision >= start)
      : revisions.filter((revision) => revision <= start).reverse()
    return { kind: 'read', revisions: wanted.slice(0, count) }
  }

  isTombstoned(stream: string): boolean {
    const owner = stream.startsWith('$$') && this.isTombstoned(stream.slice(2))
    return owner || this.log.some((entry) => entry.stream === stream && entry.revision === largest)
  }

  /** The events of a stream, without its tombstone. */
  events(stream: string): Entry[] {
    return this.log.filter((entry) => entry.stream === stream && entry.revision < largest)
  }

  private check(stream: string, ids: readonly string[], expected: Expected): Answer | 'fine' {
    if (this.isTombstoned(stream)) return { kind: 'deleted' }
    const events = this.events(stream)
    const wrong: Answer = { kind: 'wrong', actual: BigInt(events.length - 1) }
    if (expected === 'stream_exists') {
      if (this.isDeleted(stream)) return { kind: 'deleted' }
      if (events.length === 0 && this.events(`$$${stream}`).length === 0) return wrong
    }
    if (expected === 'any' || expected === 'stream_exists') {
      const known = ids.map((id) => this.first.get(id))
      if (known[0]?.stream !== stream) return 'fine'
      const last = known.at(-1)
      return known.every((entry) => entry?.stream === stream) && last !== undefined
        ? this.repeated(last)
        : wrong
    }
    const next = expected === 'no_stream' ? 0 : expected + 1
    if (next > events.length) return wrong
    if (next === events.length) return 'fine'
    if (ids.length === 0) return wrong
    if (events[next]?.id !== ids[0])
      return expected === 'no_stream' && this.isDeleted(stream) ? 'fine' : wrong
    const last = events[next + ids.length - 1]
    return last !== undefined && ids.every((id, index) => events[next + index]?.id === id)
      ? this.repeated(last)
      : wrong
  }

  private repeated(entry: Entry): Answer {
    const { stream, revision } = entry
    const isShown = !this.isDeleted(stream) && this.visible(stream).includes(entry)
    return { kind: 'done', revision, entry: isShown ? entry : undefined }
  }

  private write(stream: string, type: string, id?: string, data?: Metadata): Entry {
    const entry = { stream, revision: BigInt(this.events(stream).length), type, id, data }
    this.log.push(entry)
    if (id !== undefined && !this.first.has(id)) this.first.set(id, entry)
    return entry
  }

  private hide(stream: string, below: number): void {
    const data = { ...this.events(`$$${stream}`).at(-1)?.data, $tb: below }
    this.write(`$$${stream}`, '$metadata', undefined, data)
  }

  private visible(stream: string): Entry[] {
    const events = this.events(stream)
    if (stream.startsWith('$$')) return events.slice(-1)
    const { $tb = 0, $maxCount = 0 } = this.meaning(stream)
    return events.filter(
      ({ revision }) => revision >= $tb && ($maxCount <= 0 || revision >= events.length - $maxCount),
    )
  }

  private isDeleted(stream: string): boolean {
    return !stream.startsWith('$$') && this.meaning(stream).$tb === deleted
  }

  /** One fraction or text among the numbers, and nothing counts. */
  private meaning(stream: string): { $tb?: number; $maxCount?: number } {
    const { $tb, $maxCount } = this.events(`$$${stream}`).at(-1)?.data ?? {}
    const counts = [$tb, $maxCount].filter((value) => value !== undefined)
    if (!counts.every((value) => Number.isInteger(value))) return {}
    return {
      ...(typeof $tb === 'number' && $tb >= 0 && { $tb }),
      ...(typeof $maxCount === 'number' && { $maxCount }),
    }
  }
}
