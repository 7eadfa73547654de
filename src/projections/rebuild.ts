import type { EventCodec } from '../platform/log/codec.ts'
import { positionOf } from '../platform/log/event-store.ts'
import { type Client, copyInto, hasTable, ident, type Pg } from '../platform/pg/pg.ts'
import { type Mutex, mutex } from '../platform/process/mutex.ts'
import { copyLine } from './copy.ts'
import { type Entry, type Failure, type Folded, fold, touched } from './fold.ts'
import { type Lost, mostIds } from './lost.ts'
import type { Aside } from './quarantine.ts'
import { entryOf, indexing, isSearched } from './search.ts'
import { entriesOf, type Log } from './store.ts'
import { createIndexes, createTables, dropTables, type Model, publish, type Row } from './tables.ts'
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
  aside: readonly Aside[]
  epoch: number
  models: readonly Model[]
  /** Held in memory; beyond it, rows unused for longest go to the table and come back when needed. */
  rebuildRows: number
  onProgress?: ((progress: Progress) => void) | undefined
  /** The models that are in use, and who is told which of their records the log no longer gives. */
  inUse: ReadonlySet<Model>
  onLost: (model: Model, lost: Lost) => void
  signal: AbortSignal
}

/** Events folded in one go. */
const eventsAtOnce = 1_000
/** Rows whose entries in the index of searches are written in one go. */
const indexedAtOnce = 5_000
/** Characters of superseded versions gathered before they are sent. */
const copyChunk = 1 << 19

/**
 * Builds models from the whole log in one transaction: nobody sees anything of it before it is committed, and a kill
 * leaves nothing behind. One read of the log serves all of them. `within` is called with a function that brings the
 * build up to a position, and one that puts it in place of what is in use; it decides how far to read, and under
 * which lock.
 */
export function rebuild<T>(
  { pg, store, codec, aside, epoch, models, rebuildRows, onProgress, inUse, onLost, signal }: Options,
  within: (build: {
    /** Folds the log up to and including this position, or to its present end. */
    upTo: (target: number | 'end') => Promise<Built[]>
    /** Swaps these in; returns the transaction's client for what belongs to the same commit. */
    publish: (good: readonly Built[]) => Promise<Client>
  }) => Promise<T>,
): Promise<T> {
  const schema = `rm_shadow_${epoch}`
  return pg.transaction(async (client) => {
    // A connection does one thing at a time, and a copy is on its way while the next events are folded.
    const turn = mutex()
    await client.query(`create schema ${schema}`)
    const shadows: Shadow[] = []
    for (const model of models) {
      await client.query(createTables(schema, model))
      shadows.push(new Shadow(client, turn, schema, model))
    }
    const last = Number((await store.lastPosition()) ?? 0)
    const gone = async ({ position: at }: Older) => {
      if (at > last) return true
      const event = await store.eventAt(positionOf(at))
      const [first] = event ? await store.readStream(event.stream, { limit: 1 }) : []
      return first?.revision !== 0n
    }
    let position: number | undefined
    let recordedAt = ''
    let gathered: Entry[] = []

    async function take() {
      const entries = gathered
      const end = entries.at(-1)
      if (!end) return
      gathered = []
      for (const shadow of shadows) await shadow.take(entries)
      const rows = shadows.reduce((sum, { size }) => sum + size, 0)
      if (rows > rebuildRows) await shadows.toSorted((a, b) => b.size - a.size)[0]?.spill()
      onProgress?.({ models: models.map(({ name }) => name), position: end.position, last })
    }

    return within({
      async upTo(target) {
        const until = target === 'end' ? Number.POSITIVE_INFINITY : target
        if ((position ?? -1) < until) {
          for await (const page of store.readAll(
            position === undefined ? {} : { after: positionOf(position) },
          )) {
            signal.throwIfAborted()
            for (const entry of entriesOf({ codec, aside }, page, { position, recordedAt })) {
              if (entry.position > until) break
              gathered.push(entry)
              position = entry.position
              recordedAt = entry.recordedAt
            }
            if (gathered.length >= eventsAtOnce) await take()
            if ((position ?? -1) >= until || Number(page.at(-1)?.position ?? 0) >= until) break
          }
          await take()
        }
        return shadows.map((shadow) => shadow.built())
      },
      async publish(good) {
        const kept = shadows.filter(({ model }) => good.some((built) => built.model === model))
        for (const shadow of kept) await shadow.finish()
        for (const shadow of kept) {
          const lost = await shadow.noteLost(inUse.has(shadow.model) ? undefined : gone)
          if (lost.records > 0) onLost(shadow.model, lost)
        }
        // From here on readers wait; everything that takes long is done.
        for (const shadow of kept) await shadow.swapIn()
        await client.query(`drop schema ${schema} cascade`)
        return client
      },
    })
  })
}

/** A row of the tables that a rebuild replaces. */
interface Older {
  id: string
  position: number
}

/** One model under construction. */
class Shadow {
  readonly model: Model
  readonly #client: Client
  readonly #turn: Mutex
  readonly #schema: string
  readonly #line: (row: Readonly<Record<string, unknown>>) => string
  /** Rows by id, those used last at the end. */
  readonly #rows = new Map<string, Row>()
  readonly #removed = new Map<string, string>()
  #regranted = false
  #past = ''
  #sending: Promise<void> = Promise.resolve()
  #spilled = false
  #failure: Failure | undefined
  #position: number | undefined
  #recordedAt = ''

  constructor(client: Client, turn: Mutex, schema: string, model: Model) {
    this.model = model
    this.#client = client
    this.#turn = turn
    this.#schema = schema
    this.#line = copyLine(model.columns)
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
    if (this.#past.length > copyChunk) await this.#sendPast()
  }

  #keep({ rows, past, removed, regranted }: Folded) {
    if (regranted.size > 0) this.#regranted = true
    for (const [id, row] of rows) {
      this.#rows.delete(id)
      if (row) this.#rows.set(id, row)
    }
    for (const [id, at] of removed) this.#removed.set(id, at)
    for (const { row, occurredTo, recordedTo } of past)
      this.#past += `${this.#line(row)}\t${occurredTo}\t${recordedTo}\n`
  }

  /** Sent while the next events are read and folded; never more than one chunk is on its way. */
  async #sendPast() {
    const chunk = this.#past
    this.#past = ''
    await this.#sending
    if (chunk) this.#sending = this.#copy(`${this.model.table}_past`, [chunk])
    // Whoever awaits it next is told of an error.
    this.#sending.catch(() => {})
  }

  /** Half of the rows, those unused for longest, go to the table. */
  async spill() {
    if (!this.#spilled) await this.#query(`create index on ${this.#table()} using hash (id)`)
    this.#spilled = true
    const idle = [...this.#rows.values()].slice(0, this.#rows.size / 2)
    for (const { id } of idle) this.#rows.delete(id)
    await this.#copy(this.model.table, this.#chunks(idle))
  }

  *#chunks(rows: Iterable<Row>) {
    let chunk = ''
    for (const row of rows) {
      chunk += `${this.#line(row)}\n`
      if (chunk.length < copyChunk) continue
      yield chunk
      chunk = ''
    }
    yield chunk
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
    const rows = await this.#turn.run(() => load(this.#client, this.#schema, this.model, [...wanted]))
    if (rows.length === 0) return
    for (const row of rows) this.#rows.set(row.id, row)
    await this.#query(`delete from ${this.#table()} where id = any($1::uuid[])`, [rows.map(({ id }) => id)])
  }

  /** Everything is in the tables, with its indexes. */
  async finish() {
    const { model } = this
    await this.#sendPast()
    await this.#sending
    await this.#copy(model.table, this.#chunks(this.#rows.values()))
    this.#rows.clear()
    if (this.#regranted) await this.#regrant()
    await this.#query(createIndexes(this.#schema, model))
    await this.#index()
    for (const table of [model.table, `${model.table}_past`])
      await this.#query(`analyze ${this.#table(table)}`)
  }

  /** What its rows are found by, in place of what was: seen by others when all of this is. */
  async #index() {
    const { model } = this
    await this.#query('delete from rm.search where model = $1', [model.name])
    if (!isSearched(model)) return
    const list = model.columns.map(({ column, name }) => `${ident(column)} as ${ident(name)}`).join(', ')
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const { rows } = await this.#turn.run(() =>
        this.#client.query<Row>(
          `select ${list} from ${this.#table()} where id > $1 order by id limit ${indexedAtOnce}`,
          [after],
        ),
      )
      const entries = rows.map((row) => entryOf(model, row))
      if (rows.length > 0) await this.#query(indexing(model, '$1'), [JSON.stringify(entries)])
      if (rows.length < indexedAtOnce) return
      after = rows.at(-1)?.id ?? after
    }
  }

  /** Past versions were sent with the grants of then; those of the record, or the last it had, are what counts. */
  async #regrant() {
    const past = this.#table(`${this.model.table}_past`)
    const giveFrom = (source: string) =>
      `update ${past} p set grants = s.grants from ${source} s where s.id = p.id and s.grants <> p.grants`
    await this.#query(giveFrom(this.#table()))
    if (this.#removed.size === 0) return
    await this.#query(
      giveFrom(`(select distinct on (id) id, grants from ${past} v where id = any($1::uuid[])
          and not exists (select from ${this.#table()} t where t.id = v.id) order by id, position desc)`),
      [[...this.#removed.keys()]],
    )
  }

  /**
   * What an operator has let go of in the log is dropped with the older tables: it is noted first. A fold that has changed
   * may mean to drop rows, so that of its older tables only those count of which the log `gone` says so.
   */
  async noteLost(gone: ((row: Older) => Promise<boolean>) | undefined): Promise<Lost> {
    const { model } = this
    await this.#query(
      `delete from rm.lost l where model = $1 and exists (select from ${this.#table()} n where n.id = l.id)`,
      [model.name],
    )
    const isThere = await this.#turn.run(() => hasTable(this.#client, `rm.${ident(model.table)}`))
    if (!isThere) return { records: 0, ids: [] }
    const { rows } = await this.#turn.run(() =>
      this.#client.query<Older>(
        `select id, position from rm.${ident(model.table)} t
           where not exists (select from ${this.#table()} n where n.id = t.id) and id <> all($1::uuid[]) order by id`,
        [[...this.#removed.keys()]],
      ),
    )
    const ids: string[] = []
    for (const row of rows) if (!gone || (await gone(row))) ids.push(row.id)
    await this.#query('insert into rm.lost select $1, unnest($2::uuid[]) on conflict do nothing', [
      model.name,
      ids,
    ])
    return { records: ids.length, ids: ids.slice(0, mostIds) }
  }

  async swapIn() {
    const { model } = this
    await this.#query(dropTables('rm', model))
    for (const table of [model.table, `${model.table}_past`])
      await this.#query(`alter table ${this.#table(table)} set schema rm`)
    await this.#query(publish(model))
    await this.#query('delete from rm.removed where model = $1', [model.name])
    await this.#query(
      'insert into rm.removed (model, id, occurred_at) select $1, * from unnest($2::uuid[], $3::timestamptz[])',
      [model.name, [...this.#removed.keys()], [...this.#removed.values()]],
    )
  }

  #query(sql: string, values?: unknown[]) {
    return this.#turn.run(() => this.#client.query(sql, values))
  }

  #table(table = this.model.table) {
    return `${this.#schema}.${ident(table)}`
  }

  async #copy(table: string, chunks: Iterable<string>) {
    await this.#turn.run(() => copyInto(this.#client, `copy ${this.#table(table)} from stdin`, chunks))
  }
}
