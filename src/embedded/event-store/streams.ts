import type pg from 'pg'
import { BoundedMap } from '../../platform/process/bounded-map.ts'
import { select } from './database.ts'
import { deletedTruncateBefore, metastreamMetadata, parseMetadata, type StreamMetadata } from './metadata.ts'
import { isMetastream, type RecordedEvent, tombstoneRevision } from './model.ts'
import { textArray } from './pg-array.ts'

/** What an append has to know of a stream. */
export interface StreamState {
  /** Undefined until its first event is written. */
  number: number | undefined
  /** The newest revision, -1 when there is none. */
  last: number
  tombstoned: boolean
  metadata: StreamMetadata
  /** As it was written, when it was. */
  metadataText: string | undefined
}

export const isSoftDeleted = (state: StreamState): boolean =>
  state.metadata.truncateBefore === deletedTruncateBefore

/** Whether an event of a stream that is not tombstoned can be read in it. */
export function isVisible(
  { metadata, last }: StreamState,
  { revision, created }: Pick<RecordedEvent, 'revision' | 'created'>,
): boolean {
  const { truncateBefore = 0, maxCount, maxAge } = metadata
  if (revision < truncateBefore) return false
  if (maxCount !== undefined && revision <= last - maxCount) return false
  return maxAge === undefined || created >= oldestOf(maxAge)
}

/** The time before which events are too old, in microseconds since 1970. */
export const oldestOf = (maxAge: number): number => (Date.now() - maxAge * 1000) * 1000

const capacity = 20_000

/**
 * The states of the streams used most recently. There are two of these: the writer's, which runs ahead by the batch
 * it is about to write, and the readers', which holds only what is durable.
 */
export class StreamStates {
  private readonly states = new Map<string, StreamState>()
  private readonly loading = new Set<string>()
  private readonly pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.pool = pool
  }

  known(name: string): StreamState | undefined {
    return this.states.get(name)
  }

  /** Loads the states that are not here yet; nothing to wait for when all are. */
  async load(names: readonly string[]): Promise<void> {
    for (;;) {
      const missing = [...new Set(names)].filter((name) => !this.states.has(name))
      if (missing.length === 0) return
      for (const name of missing) this.loading.add(name)
      const loaded = await readStates(this.pool, missing)
      // What changed while it was read is read again.
      for (const [name, state] of loaded) if (this.loading.delete(name)) this.states.set(name, state)
    }
  }

  async get(name: string): Promise<StreamState> {
    for (;;) {
      const state = this.states.get(name)
      if (state !== undefined) return state
      await this.load([name])
    }
  }

  /** Takes in an event that was written, or is about to be. */
  apply(event: RecordedEvent, number: number): void {
    this.loading.delete(event.stream)
    const state = this.states.get(event.stream)
    if (state !== undefined) {
      state.number = number
      if (event.revision >= tombstoneRevision) state.tombstoned = true
      else state.last = event.revision
    }
    if (!isMetastream(event.stream)) return
    const owner = event.stream.slice(2)
    this.loading.delete(owner)
    const owned = this.states.get(owner)
    if (owned !== undefined) setMetadata(owned, owner, event.json, event.data)
  }

  /** Drops the oldest ones beyond the capacity; at a moment when nobody holds any. */
  trim(): void {
    for (const name of this.states.keys()) {
      if (this.states.size <= capacity) return
      this.states.delete(name)
    }
  }

  /** After a write that did not happen, what was assumed of these streams is wrong. */
  forget(names: Iterable<string>): void {
    for (const name of names) {
      this.states.delete(name)
      if (isMetastream(name)) this.states.delete(name.slice(2))
    }
  }
}

function setMetadata(state: StreamState, stream: string, json: boolean, data: Buffer): void {
  state.metadata = isMetastream(stream) ? metastreamMetadata : parseMetadata(json, data)
  state.metadataText = data.toString('utf8')
}

const stateColumns = `
  select n.name, s.number, e.revision, m.json, m.data
  from unnest($1::text[]) n (name)
  left join eventstore.stream s on s.name = n.name
  left join lateral (
    select revision from eventstore.event where stream = s.number order by revision desc limit 1
  ) e on true
  left join eventstore.stream ms on ms.name = '$$' || n.name
  left join lateral (
    select json, data from eventstore.event where stream = ms.number order by revision desc limit 1
  ) m on true`

const lastBeforeTombstone = `
  select max(e.revision) from eventstore.event e where e.stream = $1 and e.revision < 9223372036854775807`

async function readStates(pool: pg.Pool, names: string[]): Promise<Map<string, StreamState>> {
  const { rows } = await select(pool, 'stream-states', stateColumns, [textArray(names)])
  const states = new Map<string, StreamState>()
  for (const [name, number, revision, json, data] of rows) {
    const tombstoned = revision !== null && Number(revision) >= tombstoneRevision
    const last = tombstoned
      ? (await select(pool, 'last-before-tombstone', lastBeforeTombstone, [number])).rows[0]?.[0]
      : revision
    const state: StreamState = {
      number: typeof number === 'number' ? number : undefined,
      last: typeof last === 'number' ? last : -1,
      tombstoned,
      metadata: isMetastream(String(name)) ? metastreamMetadata : {},
      metadataText: undefined,
    }
    if (data instanceof Buffer) setMetadata(state, String(name), json === true, data)
    states.set(String(name), state)
  }
  return states
}

export type EventKey = Pick<RecordedEvent, 'id' | 'stream' | 'revision' | 'position' | 'created'>

const recentLimit = 16_384

/**
 * The ids of the events written last by this process: what makes a repeated append without an expected revision
 * recognisable. As in EventStoreDB an id counts for the stream it was written to first, and a restart forgets all.
 */
export class RecentIds {
  private readonly byId = new BoundedMap<string, EventKey>(recentLimit)
  private readonly byRevision = new BoundedMap<string, EventKey>(recentLimit)

  add({ id, stream, revision, position, created }: EventKey): void {
    const key = { id, stream, revision, position, created }
    if (!this.byId.has(id)) this.byId.set(id, key)
    this.byRevision.set(`${revision}@${stream}`, key)
  }

  withId(id: string): EventKey | undefined {
    return this.byId.get(id)
  }

  atRevision(stream: string, revision: number): EventKey | undefined {
    return this.byRevision.get(`${revision}@${stream}`)
  }
}
