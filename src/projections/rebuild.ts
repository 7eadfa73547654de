import type { EventCodec } from '../platform/codec.ts'
import { type Client, copyInto, ident, type Pg } from '../platform/pg.ts'
import { copyLine } from './copy.ts'
import { type Entry, type Failure, type Folded, fold, type Row, touched } from './fold.ts'
import { entriesOf, type Log } from './store.ts'
import { createIndexes, createTables, dropTables, ends, type Model, publish } from './tables.ts'
import { load } from './write.ts'

export interface Progress {
  models: readonly string[]
  /** Position in the log, and where it ended when the rebuild began. */
  position: number
  last: number
}

/** A model built beside the one in use, up to some position. */
export interface Built {
  model: Model
  failure: Failure | undefined
  /** Of the last event folded. */
  position: number | undefined
  recordedAt: string
  /** Whether rows of it were ever removed. */
  removes: boolean
}

interface Options {
  pg: Pg
  store: Log
  codec: EventCodec
  epoch: number
  models: readonly Model[]
  onProgress?: ((progress: Progress) => void) | undefined
  signal: AbortSignal
}

/** Rows a rebuild holds in memory; beyond it, those unused for longest go to the table and come back when needed. */
const rowsInMemory = 120_000
/** Bytes of superseded versions gathered before they are sent. */
const copyChunk = 1 << 20

/**
 * Builds models from the whole log in one transaction: nobody sees anything of it before it is committed, and a kill
 * leaves nothing behind. One read of the log serves all of them. `within` is called with a function that brings the
 * build up to a position, and one that puts it in place of what is in use; it decides how far to read, and under
 * which lock.
 */
export function rebuild<T>(
  { pg, store, codec, epoch, models, onProgress, signal }: Options,
  within: (build: {
    /** Folds the log up to and including this position, or to its present end. */
    upTo: (target: number | 'end') => Promise<Built[]>
    /** Swaps these in; returns the transaction's client for what belongs to the same commit. */
    publish: (good: readonly Built[]) => Promise<Client>
  }) => Promise<T>,
): Promise<T> {
  const schema = `rm_shadow_${epoch}`
  return pg.transaction(async (client) => {
    await client.query(`create schema ${schema}`)
    const shadows: Shadow[] = []
    for (const model of models) {
      await client.query(createTables(schema, model))
      shadows.push(new Shadow(client, schema, model))
    }
    const last = Number((await store.lastPosition()) ?? 0)
    let position: number | undefined
    let recordedAt = ''

    async function take(entries: readonly Entry[]) {
      for (const shadow of shadows) await shadow.take(entries)
      const rows = shadows.reduce((sum, { size }) => sum + size, 0)
      if (rows > rowsInMemory) await shadows.toSorted((a, b) => b.size - a.size)[0]?.spill()
      const end = entries.at(-1)
      if (!end) return
      position = end.position
      recordedAt = end.recordedAt
      onProgress?.({ models: models.map(({ name }) => name), position, last })
    }

    return within({
      async upTo(target) {
        const until = target === 'end' ? Number.POSITIVE_INFINITY : target
        if ((position ?? -1) < until) {
          for await (const page of store.readAll(position === undefined ? {} : { after: BigInt(position) })) {
            signal.throwIfAborted()
            const entries = entriesOf(codec, page, { position, recordedAt })
            await take(entries.filter((entry) => entry.position <= until))
            if ((entries.at(-1)?.position ?? -1) >= until) break
          }
        }
        return shadows.map((shadow) => shadow.built())
      },
      async publish(good) {
        const kept = shadows.filter(({ model }) => good.some((built) => built.model === model))
        for (const shadow of kept) await shadow.finish()
        // From here on readers wait; everything that takes long is done.
        for (const shadow of kept) await shadow.swapIn()
        await client.query(`drop schema ${schema} cascade`)
        return client
      },
    })
  })
}

/** One model under construction. */
class Shadow {
  readonly model: Model
  readonly #client: Client
  readonly #schema: string
  readonly #line: (row: Readonly<Record<string, unknown>>) => string
  readonly #pastLine: (row: Readonly<Record<string, unknown>>) => string
  /** Rows by id, those used last at the end. */
  readonly #rows = new Map<string, Row>()
  readonly #removed = new Map<string, string>()
  #past: string[] = []
  #pastBytes = 0
  #spilled = false
  #failure: Failure | undefined
  #position: number | undefined
  #recordedAt = ''

  constructor(client: Client, schema: string, model: Model) {
    this.model = model
    this.#client = client
    this.#schema = schema
    this.#line = copyLine(model.columns)
    this.#pastLine = copyLine([...model.columns, ...ends])
  }

  /** Rows in memory. */
  get size(): number {
    return this.#rows.size
  }

  built(): Built {
    return {
      model: this.model,
      failure: this.#failure,
      position: this.#position,
      recordedAt: this.#recordedAt,
      removes: this.#removed.size > 0,
    }
  }

  async take(entries: readonly Entry[]): Promise<void> {
    if (this.#failure || entries.length === 0) return
    if (this.#spilled) await this.#fetch(entries)
    const folded = fold(this.model, entries, {
      row: (id) => this.#rows.get(id),
      removedAt: (id) => this.#removed.get(id),
    })
    this.#keep(folded)
    this.#failure = folded.failure
    const last = folded.failure
      ? entries.findLast(({ position }) => position < (folded.failure?.event.position ?? 0))
      : entries.at(-1)
    this.#position = last?.position ?? this.#position
    this.#recordedAt = last?.recordedAt ?? this.#recordedAt
    if (this.#pastBytes > copyChunk) await this.#flushPast()
  }

  #keep({ rows, past, removed }: Folded) {
    for (const [id, row] of rows) {
      this.#rows.delete(id)
      if (row) this.#rows.set(id, row)
    }
    for (const [id, at] of removed) this.#removed.set(id, at)
    for (const { row, occurredTo, recordedTo } of past) {
      const line = this.#pastLine({ ...row, occurredTo, recordedTo })
      this.#past.push(line)
      this.#pastBytes += line.length
    }
  }

  async #flushPast() {
    const lines = this.#past
    this.#past = []
    this.#pastBytes = 0
    await this.#copy(`${this.model.table}_past`, lines)
  }

  /** Half of the rows, those unused for longest, go to the table. */
  async spill() {
    if (!this.#spilled) await this.#client.query(`create index on ${this.#table()} using hash (id)`)
    this.#spilled = true
    const lines: string[] = []
    const enough = this.#rows.size / 2
    for (const [id, row] of this.#rows) {
      if (this.#rows.size <= enough) break
      lines.push(this.#line(row))
      this.#rows.delete(id)
    }
    await this.#copy(this.model.table, lines)
  }

  /** Rows that were spilled and are touched again move back into memory. */
  async #fetch(entries: readonly Entry[]) {
    const wanted = new Set<string>()
    for (const { event } of entries) {
      if (!event) continue
      try {
        for (const id of touched(this.model, event)) if (!this.#rows.has(id)) wanted.add(id)
      } catch {
        break
      }
    }
    const rows = await load(this.#client, this.#schema, this.model, [...wanted])
    if (rows.length === 0) return
    for (const row of rows) this.#rows.set(row.id, row)
    await this.#client.query(`delete from ${this.#table()} where id = any($1::uuid[])`, [
      rows.map(({ id }) => id),
    ])
  }

  /** Everything is in the tables, with its indexes. */
  async finish() {
    const { model } = this
    await this.#flushPast()
    const lines: string[] = []
    for (const row of this.#rows.values()) lines.push(this.#line(row))
    this.#rows.clear()
    await this.#copy(model.table, lines)
    await this.#client.query(createIndexes(this.#schema, model))
    for (const table of [model.table, `${model.table}_past`])
      await this.#client.query(`analyze ${this.#table(table)}`)
  }

  async swapIn() {
    const { model } = this
    await this.#client.query(dropTables('rm', model))
    for (const table of [model.table, `${model.table}_past`])
      await this.#client.query(`alter table ${this.#table(table)} set schema rm`)
    await this.#client.query(publish(model))
    await this.#client.query('delete from rm.removed where model = $1', [model.name])
    await this.#client.query(
      'insert into rm.removed (model, id, occurred_at) select $1, * from unnest($2::uuid[], $3::timestamptz[])',
      [model.name, [...this.#removed.keys()], [...this.#removed.values()]],
    )
  }

  #table(table = this.model.table) {
    return `${this.#schema}.${ident(table)}`
  }

  async #copy(table: string, lines: readonly string[]) {
    await copyInto(this.#client, `copy ${this.#table(table)} from stdin`, lines)
  }
}
