import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { copyEvents } from './copy.ts'
import { createPool, eventColumns, isConnectionLoss, type Row, select, toEvent } from './database.ts'
import type { WriteRequest } from './decide.ts'
import { epochStream, isListed, isMetastream, type Outcome, type RecordedEvent, sizeOf } from './model.ts'
import { int8Array, textArray } from './pg-array.ts'
import { isVisible, type StreamState, StreamStates } from './streams.ts'
import { Tail } from './tail.ts'
import { LogWriter } from './writer.ts'

export interface LogOptions {
  databaseUrl: string
  /** Milliseconds that another process on the same log is given to end; 10,000 unless told. */
  lockPatience?: number
  log: (message: string) => void
  /** Another process has taken over: end. */
  fenced: (reason: string) => void
}

export type Direction = 'forwards' | 'backwards'

const tailSize = 16 * 1024 * 1024
const pageTarget = 1024 * 1024
const largestPage = 2000
const firstPage = 50

/** The log of all events: one writer, any number of readers, nothing visible before it is durable. */
export class EventLog {
  private readonly pool: pg.Pool
  private readonly writer: LogWriter
  private readonly states: StreamStates
  private readonly tail: Tail
  private readonly listeners = new Set<(events: readonly RecordedEvent[]) => void>()
  private readonly report: (message: string) => void

  private constructor(
    options: LogOptions,
    pool: pg.Pool,
    writer: LogWriter,
    states: StreamStates,
    tail: Tail,
  ) {
    this.report = options.log
    this.pool = pool
    this.writer = writer
    this.states = states
    this.tail = tail
  }

  static async open(options: LogOptions): Promise<EventLog> {
    const pool = createPool(options.databaseUrl, 4, options.log)
    const states = new StreamStates(pool)
    let opened: EventLog | undefined
    const lockPatience = options.lockPatience ?? 10_000
    const writer = new LogWriter({
      ...options,
      lockPatience,
      pool,
      written: (entries) => opened?.publish(entries),
    })
    try {
      await writer.open()
      opened = new EventLog(options, pool, writer, states, new Tail(writer.position, tailSize))
      await opened.noteEpoch(writer.epochNumber)
      return opened
    } catch (error) {
      await writer.stop(0)
      await pool.end()
      throw error
    }
  }

  /** The position of the newest readable event, 0 for an empty log. */
  get position(): number {
    return this.writer.position
  }

  write(request: WriteRequest, deadline?: number): Promise<Outcome> {
    return this.writer.write(request, deadline)
  }

  /** Resolves when there is room for more writes. */
  room(): Promise<void> {
    return this.writer.room()
  }

  /** The durable state of a stream; what is written about a tombstoned stream is gone with it. */
  async stream(name: string): Promise<StreamState> {
    const state = await this.patiently(() => this.states.get(name))
    if (state.tombstoned || !isMetastream(name)) return state
    return (await this.stream(name.slice(2))).tombstoned ? { ...state, tombstoned: true } : state
  }

  /** Whether an event has this position. */
  async has(position: number): Promise<boolean> {
    const cached = this.tail.has(position)
    if (cached !== undefined || !Number.isSafeInteger(position)) return cached ?? false
    const text = 'select from eventstore.event where position = $1'
    return (await this.query('has-position', text, [position])).length > 0
  }

  /** Calls `listener` with the events of each commit, until the returned function is called. */
  onWritten(listener: (events: readonly RecordedEvent[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Up to `limit` events above `position`, in order; empty at the end of the log. */
  after(position: number, limit = largestPage): Promise<RecordedEvent[]> {
    const cached = this.tail.after(position, limit)
    if (cached !== undefined) return Promise.resolve(cached)
    const from = Math.min(Math.floor(position), maxPosition)
    return this.page('after', 'e.position > $1 order by e.position limit $2', [from, limit])
  }

  /** Pages of events from a position on, at and above it forwards, below it backwards; only what $all shows. */
  async *all(position: number, direction: Direction, limit: number): AsyncGenerator<RecordedEvent[]> {
    const pages = new PageSize()
    let at = direction === 'forwards' ? Math.ceil(position) - 1 : position
    for (let left = limit; left > 0; ) {
      const size = Math.min(left, pages.next)
      const page =
        direction === 'forwards'
          ? await this.after(at, size)
          : await this.page('before', 'e.position < $1 order by e.position desc limit $2', [
              Math.min(Math.ceil(at), maxPosition),
              size,
            ])
      const last = page.at(-1)
      if (last === undefined) return
      const shown = page.filter(({ stream }) => isListed(stream))
      if (shown.length > 0) yield shown
      if (page.length < size && direction === 'backwards') return
      pages.seen(page)
      at = last.position
      left -= shown.length
    }
  }

  /** Pages of the events of a stream that its metadata still lets be seen; `from` and `until` are included. */
  async *ofStream(
    state: StreamState,
    from: number,
    direction: Direction,
    limit: number,
    until = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<RecordedEvent[]> {
    if (state.number === undefined) return
    const { maxCount, maxAge, truncateBefore } = state.metadata
    const lowest = Math.max(truncateBefore ?? 0, maxCount === undefined ? 0 : state.last - maxCount + 1)
    const pages = new PageSize()
    let at = direction === 'forwards' ? Math.max(from, lowest) : Math.min(from, until)
    for (let left = limit; left > 0; ) {
      const size = Math.min(left, pages.next)
      const page = await this.page(
        `stream-${direction}`,
        direction === 'forwards'
          ? 'e.stream = $1 and e.revision >= $2 and e.revision <= $3 order by e.revision limit $4'
          : 'e.stream = $1 and e.revision <= $2 and e.revision >= $3 order by e.revision desc limit $4',
        [state.number, clamp(at), clamp(direction === 'forwards' ? until : lowest), size],
      )
      const last = page.at(-1)
      if (last === undefined) return
      const visible = maxAge === undefined ? page : page.filter((event) => isVisible(state, event))
      if (visible.length > 0) yield visible
      if (page.length < size) return
      pages.seen(page)
      at = direction === 'forwards' ? last.revision + 1 : last.revision - 1
      if (at < 0) return
      left -= visible.length
    }
  }

  /** The events at these places, in the same order; undefined where there is none. */
  async at(places: readonly { stream: string; revision: number }[]): Promise<(RecordedEvent | undefined)[]> {
    const { rows } = await this.patiently(() =>
      select(
        this.pool,
        'at-places',
        `select p.index, ${eventColumns}
         from unnest($1::text[], $2::bigint[]) with ordinality p (name, revision, index)
         join eventstore.stream s on s.name = p.name
         join eventstore.event e on e.stream = s.number and e.revision = p.revision`,
        [textArray(places.map(({ stream }) => stream)), int8Array(places.map(({ revision }) => revision))],
      ),
    )
    const found = new Map(rows.map(([index, ...event]) => [Number(index), toEvent(event)]))
    return places.map((_, index) => found.get(index + 1))
  }

  /** For what is kept beside the log. */
  async query(name: string, text: string, values: unknown[]): Promise<readonly Row[]> {
    return (await this.patiently(() => select(this.pool, name, text, values))).rows
  }

  async close(): Promise<void> {
    await this.writer.stop(5000)
    await this.pool.end()
  }

  private publish(entries: readonly { event: RecordedEvent; number: number }[]): void {
    const events = entries.map(({ event }) => event)
    for (const { event, number } of entries) {
      this.states.apply(event, number)
      this.tail.push(event)
    }
    this.states.trim()
    for (const listener of this.listeners) listener(events)
  }

  /** The rows that meet `condition`; the last value is the limit. */
  private page(
    name: string,
    condition: string,
    values: readonly (number | string)[],
  ): Promise<RecordedEvent[]> {
    return this.patiently(async () => {
      if (Number(values.at(-1)) > firstPage) {
        return copyEvents(
          this.pool,
          condition.replace(/\$(\d)/g, (_, index) => String(values[Number(index) - 1])),
        )
      }
      const text = `select ${eventColumns} from eventstore.event e join eventstore.stream s on s.number = e.stream where ${condition}`
      return (await select(this.pool, name, text, [...values])).rows.map(toEvent)
    })
  }

  /** Readers wait for a database that is away, as writers do. */
  private async patiently<T>(action: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await action()
      } catch (error) {
        if (!isConnectionLoss(error) || attempt >= 600) throw error
        if (attempt === 0) this.report('A read waits for the database.')
        await sleep(100)
      }
    }
  }

  /** As EventStoreDB does, each process that takes over the log leaves a note of that in it. */
  private async noteEpoch(epochNumber: number): Promise<void> {
    const stream = epochStream
    const data = Buffer.from(JSON.stringify({ epochNumber, epochPosition: this.position }))
    const event = { id: randomUUID(), type: stream, json: true, data, metadata: Buffer.alloc(0) }
    const outcome = await this.write({ kind: 'append', stream, expected: 'any', events: [event] })
    if (outcome.kind === 'refused') this.report(`The log cannot be written: ${outcome.reason}`)
  }
}

const maxPosition = Number.MAX_SAFE_INTEGER
const clamp = (revision: number): string =>
  revision > maxPosition ? '9223372036854775807' : String(revision)

/** Pages grow until they hold about a megabyte: quick answers to short reads, bounded memory for large events. */
export class PageSize {
  next = firstPage

  seen(page: readonly RecordedEvent[]): void {
    const bytes = page.reduce((sum, event) => sum + sizeOf(event) + 100, 0)
    const fitting = Math.ceil((pageTarget * page.length) / bytes)
    this.next = Math.max(1, Math.min(largestPage, fitting, this.next * 4))
  }
}
