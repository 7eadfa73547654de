import type pg from 'pg'
import { select } from './database.ts'
import type { Draft } from './decide.ts'
import { type ProposedEvent, type RecordedEvent, sizeOf } from './model.ts'
import { boolArray, byteaArray, int8Array, textArray, uuidArray } from './pg-array.ts'
import type { EventKey, RecentIds, StreamStates } from './streams.ts'

/** Writes a batch, if the epoch is still the newest one; the first parameter is the epoch. */
export const insertBatch = `
  with fence as materialized (
    select from eventstore.store where epoch = $1 for share
  ), new_stream as (
    insert into eventstore.stream (number, name)
    select number, name from unnest($2::bigint[], $3::text[]) s (number, name) where exists (select from fence)
  ), moved as (
    update eventstore.projection p set position = m.position
    from unnest($13::text[], $14::bigint[]) m (name, position) where p.name = m.name and exists (select from fence)
  )
  insert into eventstore.event (position, stream, revision, id, created, type, json, data, metadata)
  select * from unnest(
    $4::bigint[], $5::bigint[], $6::bigint[], $7::uuid[], $8::bigint[], $9::text[], $10::boolean[], $11::bytea[], $12::bytea[]
  ) where exists (select from fence)`

export interface BatchSources {
  states: StreamStates
  recent: RecentIds
  pool: pg.Pool
}

/** The events of one transaction, and what is needed to decide on the next one. */
export class Batch implements Draft {
  readonly entries: { event: RecordedEvent; number: number }[] = []
  readonly touched = new Set<string>()
  readonly states: StreamStates
  lastPosition: number
  lastNumber: number
  readonly created: number
  private readonly newStreams: { number: number; name: string }[] = []
  private readonly own = new Map<string, EventKey>()
  private readonly projections = new Map<string, number>()
  private readonly sources: BatchSources

  constructor(position: number, number: number, created: number, sources: BatchSources) {
    this.lastPosition = position
    this.lastNumber = number
    this.created = created
    this.sources = sources
    this.states = sources.states
  }

  holds(stream: string): boolean {
    return this.touched.has(stream)
  }

  moved(projection: string, position: number): void {
    this.projections.set(projection, position)
  }

  position(): number {
    return this.lastPosition
  }

  recentById(id: string): EventKey | undefined {
    return this.sources.recent.withId(id) ?? this.own.get(id)
  }

  add(stream: string, revision: number, proposed: ProposedEvent): RecordedEvent {
    let number = this.states.known(stream)?.number
    if (number === undefined) {
      number = ++this.lastNumber
      this.newStreams.push({ number, name: stream })
    }
    this.lastPosition += sizeOf(proposed) + 1
    const event = { ...proposed, position: this.lastPosition, stream, revision, created: this.created }
    this.entries.push({ event, number })
    if (!this.own.has(event.id)) this.own.set(event.id, event)
    this.touched.add(stream)
    this.states.apply(event, number)
    return event
  }

  async stored(stream: string, first: number, count: number): Promise<EventKey[]> {
    const recent: EventKey[] = []
    for (let index = 0; index < count; index++) {
      const key = this.sources.recent.atRevision(stream, first + index)
      if (key === undefined) break
      recent.push(key)
    }
    if (recent.length === count) return recent
    const number = this.states.known(stream)?.number
    if (number === undefined) return recent
    const { rows } = await select(
      this.sources.pool,
      'stored-ids',
      `select id, revision, position, created from eventstore.event
       where stream = $1 and revision >= $2 order by revision limit $3`,
      [number, first, count],
    )
    return rows.map(([id, revision, position, created]) => ({
      id: String(id),
      stream,
      revision: Number(revision),
      position: Number(position),
      created: Number(created),
    }))
  }

  parameters(): Buffer[] {
    const events = this.entries.map(({ event }) => event)
    return [
      int8Array(this.newStreams.map(({ number }) => number)),
      textArray(this.newStreams.map(({ name }) => name)),
      int8Array(events.map(({ position }) => position)),
      int8Array(this.entries.map(({ number }) => number)),
      int8Array(events.map(({ revision }) => revision)),
      uuidArray(events.map(({ id }) => id)),
      int8Array(events.map(({ created }) => created)),
      textArray(events.map(({ type }) => type)),
      boolArray(events.map(({ json }) => json)),
      byteaArray(events.map(({ data }) => data)),
      byteaArray(events.map(({ metadata }) => metadata)),
      textArray([...this.projections.keys()]),
      int8Array([...this.projections.values()]),
    ]
  }

  async isStored(client: pg.Client): Promise<boolean> {
    const first = this.entries[0]?.event
    const text = 'select id from eventstore.event where position = $1'
    const { rows } = await select(client, 'is-stored', text, [first?.position])
    return rows[0]?.[0] === first?.id
  }
}
