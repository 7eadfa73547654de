import { aggregateOf, type Metadata, parseWireType, streamName } from '../domain/event.ts'
import { instantOf } from '../domain/values/instant.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import {
  type Checkpoint,
  checkpointAt,
  compareCheckpoints,
  covers,
  type EventStore,
  hasOrHad,
  identityStream,
  type Position,
  positionOf,
  type StoredEvent,
} from '../platform/log/event-store.ts'
import { follow } from '../platform/log/follow.ts'
import { hasTable, type Migration, migrate, type Pg } from '../platform/pg/pg.ts'
import { condition } from '../platform/process/condition.ts'
import type { Log } from '../platform/process/log.ts'
import { choices, WrongLog } from './checkpoint.ts'

const migrations: readonly Migration[] = [
  {
    id: 'event-index/1',
    sql: `
      create schema log;
      create table log.checkpoint (
        only_one boolean primary key default true check (only_one),
        position bigint not null
      );
      insert into log.checkpoint (position) values (-1);
      create table log.event (
        position bigint primary key,
        id uuid not null unique,
        type text not null,
        aggregate text not null,
        aggregate_id uuid not null,
        revision integer not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        actor_id text not null,
        causation_id text not null
      );
      create index on log.event (causation_id);
      create index on log.event (aggregate, occurred_at, position);`,
  },
  { id: 'event-index/2', sql: 'create index on log.event (aggregate, recorded_at, position);' },
  {
    id: 'event-index/3',
    sql: `
      -- The names of what an event says or changes. What is there is made anew from the log.
      truncate log.event;
      update log.checkpoint set position = -1;
      alter table log.event add column fields text[] not null;
      create index on log.event (actor_id, position);
      create index on log.event (aggregate_id, position);
      create index on log.event (type, position);
      create index on log.event using gin (fields);`,
  },
  {
    id: 'event-index/4',
    sql: `
      -- As the store gave it, and nothing before the first one. What was kept before may have been computed: the newest
      -- event is always a place to go on from.
      alter table log.checkpoint alter column position drop not null, add column prepare bigint;
      update log.checkpoint set (position, prepare) = (select max(position), max(position) from log.event);`,
  },
  {
    id: 'event-index/5',
    sql: `
      -- Events of others in the log; those that are there already are found by making the index anew.
      truncate log.event;
      update log.checkpoint set position = null, prepare = null;
      create table log.stranger (
        position bigint primary key,
        type text not null,
        stream text not null,
        recorded_at timestamptz not null,
        reason text not null
      );
      -- Of the type's form.
      alter table log.event add column version smallint not null;
      create index on log.event (type, version);
      -- What caused an event is the id of another, or of a command: only the first may be looked up by it.
      create function log.uuid_of(text) returns uuid language sql immutable strict as
        $$ select case when $1 ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then $1::uuid end $$;`,
  },
  {
    id: 'event-index/6',
    sql: `
      -- The import that brought an event: whoever undoes one finds by it what it did. What is there is made anew from the log.
      truncate log.event, log.stranger;
      update log.checkpoint set position = null, prepare = null;
      alter table log.event add column import_id uuid;
      create index on log.event (import_id, position) where import_id is not null;`,
  },
]

/** Where an event is in the log, and what it hangs on. */
export interface Located {
  position: number
  id: string
  type: string
  aggregate: string
  aggregateId: string
  revision: number
  occurredAt: string
  recordedAt: string
  actorId: string
}

export interface TimelineOptions {
  aggregates: readonly string[]
  /** Only events of these records, if given. */
  aggregateId?: string | undefined
  /** The axis that `from`, `to` (both included) and the order are on. */
  basis?: 'occurred' | 'recorded' | undefined
  from?: string | undefined
  to?: string | undefined
  order?: 'asc' | 'desc' | undefined
  /** The first this many of them in that order. */
  limit: number
}

/** What is searched for; everything that is given holds. */
export interface EventSearch {
  actorId?: string | undefined
  aggregates?: readonly string[] | undefined
  aggregateId?: string | undefined
  /** What an import brought. */
  importId?: string | undefined
  types?: readonly string[] | undefined
  /** A field that the event changed. */
  field?: string | undefined
  /** When it was recorded or occurred, both included. */
  from?: string | undefined
  to?: string | undefined
  basis: 'occurred' | 'recorded'
  /** Only events before this position. */
  below?: number | undefined
  limit: number
}

/**
 * Finds events by their id and by what caused them, which a log of streams cannot. It holds no data and no truth:
 * dropping its schema makes it anew from the log at the next start.
 */
export interface EventIndex {
  /** @throws WrongLog when it has seen more than the log holds. */
  start(): Promise<void>
  stop(): Promise<void>
  waitFor(position: bigint, ms: number): Promise<boolean>
  /** The event and what caused it, up to the first that no event caused; empty when there is no such event. */
  causes(id: string): Promise<readonly Located[]>
  /** What followed from an event, over any number of steps, in the order of the log; at most 200. */
  effects(id: string): Promise<readonly Located[]>
  /** Events of these aggregates, newest first unless told. */
  timeline(options: TimelineOptions): Promise<readonly Located[]>
  /** Newest first, by position. */
  search(options: EventSearch): Promise<readonly Located[]>
  /** The next events after a position, of all types that are given, and up to where that is all there are. */
  next(options: {
    after: number
    types: readonly string[]
    limit: number
  }): Promise<{ events: readonly Located[]; upTo: number }>
  /** How many events of the log are none of ours, and the newest of them. */
  strangers(limit: number): Promise<{ count: number; newest: readonly Stranger[] }>
  /** How many events there are in forms that are not known here, given the newest version known of each type. */
  newer(known: ReadonlyMap<string, { version: number }>): Promise<number>
}

/** An event that is in the log and none of ours, and why. */
export interface Stranger {
  position: number
  type: string
  stream: string
  recordedAt: string
  reason: string
}

/**
 * Whether the log has the event of this position, or had it until an operator let go of it; with an id, that very one. What
 * the index does not know is looked for in the log alone.
 */
export async function hasHad(
  pg: Pg,
  store: Pick<EventStore, 'eventAt' | 'truncation'>,
  position: number,
): Promise<boolean> {
  const at = positionOf(position)
  const { rows } = (await hasTable(pg.owner, 'log.event'))
    ? await pg.owner.query<{ id: string; aggregate: string; aggregateId: string; revision: number }>(
        'select id, aggregate, aggregate_id as "aggregateId", revision from log.event where position = $1',
        [position],
      )
    : { rows: [] }
  const [row] = rows
  if (!row) return (await store.eventAt(at)) !== undefined
  const { id, aggregate, aggregateId, revision } = row
  const stream = streamName(aggregate, aggregateId)
  return hasOrHad(store, { id, position: at, stream, revision: BigInt(revision) })
}

/** Where the log has, or had, the events of a record, oldest first. */
export async function positionsOf(pg: Pg, aggregate: string, id: string): Promise<Position[]> {
  const { rows } = await pg.owner.query<{ position: number }>(
    'select position from log.event where aggregate = $1 and aggregate_id = $2 order by position',
    [aggregate, id],
  )
  return rows.map(({ position }) => positionOf(position))
}

/** What followed at once from an event or a request, all of it, in the order of the log. */
export async function followedFrom(
  pg: Pick<Pg, 'owner'>,
  id: string,
): Promise<readonly Pick<Located, 'id' | 'type' | 'recordedAt'>[]> {
  const { rows } = await pg.owner.query<Located>(
    `select ${columns} from log.event where causation_id = $1 order by position`,
    [id],
  )
  return rows
}

/** Events are gathered this long between writes, in ms. */
const gathering = 20
/** A chain of causes is not followed further than this: a cycle cannot be, but a read must end. */
const deepest = 50

export function createEventIndex(parts: {
  pg: Pg
  store: Pick<EventStore, 'subscribe' | 'eventAt' | 'truncation' | 'lastPosition'>
  codec: Pick<EventCodec, 'strangeness'>
  log: Pick<Log, 'warn'>
}): EventIndex {
  const { pg, store, codec, log } = parts
  const ending = new AbortController()
  const { signal } = ending
  const progress = condition()
  let reached: Checkpoint | undefined
  let following: Promise<void> = Promise.resolve()

  const keepUp = () =>
    follow({
      feed: store,
      signal,
      maxBatch: 1000,
      gathering,
      after: () => reached,
      async take({ events, checkpoint }) {
        await write(pg, codec, events, checkpoint)
        reached = checkpoint
        progress.changed()
      },
      interrupted(error) {
        log.warn({ err: error }, 'the event index was interrupted')
        return true
      },
    })

  return {
    async start() {
      await migrate(pg, migrations)
      const { rows } = await pg.owner.query<Record<'position' | 'prepare' | 'newest', number | null>>(
        'select position, prepare, (select max(position) from log.event) as newest from log.checkpoint',
      )
      const { position = null, prepare = null, newest = null } = rows[0] ?? {}
      const last = await store.lastPosition()
      if (newest !== null && !(await hasHad(pg, store, newest)))
        throw new WrongLog(
          newest > (last ?? -1)
            ? `The index of events holds the log up to position ${newest}, but the event store ends at ` +
                `${last ?? 'its beginning'}: ${choices}`
            : `The index of events holds an event at position ${newest} that this log does not have there: ${choices}`,
        )
      const end = last === undefined ? undefined : checkpointAt(last)
      const kept =
        position === null || prepare === null
          ? undefined
          : { commit: BigInt(position), prepare: BigInt(prepare) }
      // The store counts on past its own events, which others may take the places of in a copy of it.
      reached = compareCheckpoints(kept, end) > 0 ? end : kept
      following = keepUp()
    },
    async stop() {
      ending.abort()
      await following
      progress.end()
    },
    waitFor: (position, ms) => progress.until(() => covers(reached, position), ms),
    async causes(id) {
      const { rows } = await pg.owner.query<Located>(
        `with recursive up as (
           select e.*, 0 as depth from log.event e where id = $1
           union all
           select e.*, depth + 1 from up join log.event e on e.id = log.uuid_of(up.causation_id) where depth < $2
         ) select ${columns} from up order by depth`,
        [id, deepest],
      )
      return rows
    },
    async effects(id) {
      const { rows } = await pg.owner.query<Located>(
        `with recursive down as (
           select e.*, 0 as depth from log.event e where causation_id = $1
           union all
           select e.*, depth + 1 from down join log.event e on e.causation_id = down.id::text where depth < $2
         ) select ${columns} from down order by position limit 200`,
        [id, deepest],
      )
      return rows
    },
    async timeline({ aggregates, aggregateId, basis = 'occurred', from, to, order = 'desc', limit }) {
      const at = basis === 'recorded' ? 'recorded_at' : 'occurred_at'
      const way = order === 'asc' ? 'asc' : 'desc'
      const { rows } = await pg.owner.query<Located>(
        `select ${columns} from log.event
           where aggregate = any($1) and ($2::uuid is null or aggregate_id = $2)
             and ($3::timestamptz is null or ${at} >= $3)
             and ($4::timestamptz is null or ${at} <= $4)
           order by ${at} ${way}, position ${way} limit $5`,
        [aggregates, aggregateId ?? null, from ?? null, to ?? null, limit],
      )
      return rows
    },
    async search({
      actorId,
      aggregates,
      aggregateId,
      importId,
      types,
      field,
      from,
      to,
      basis,
      below,
      limit,
    }) {
      const at = basis === 'recorded' ? 'recorded_at' : 'occurred_at'
      const { rows } = await pg.owner.query<Located>(
        `select ${columns} from log.event
           where ($1::text is null or actor_id = $1) and ($2::text[] is null or aggregate = any($2))
             and ($3::uuid is null or aggregate_id = $3) and ($4::text[] is null or type = any($4))
             and ($5::text is null or fields @> array[$5::text])
             and ($6::timestamptz is null or ${at} >= $6) and ($7::timestamptz is null or ${at} <= $7)
             and ($8::bigint is null or position < $8) and ($9::uuid is null or import_id = $9)
           order by position desc limit $10`,
        [actorId, aggregates, aggregateId, types, field, from, to, below, importId, limit].map(
          (value) => value ?? null,
        ),
      )
      return rows
    },
    async next({ after, types, limit }) {
      // Asked before looking: what is written meanwhile is for the next look.
      const end = reached === undefined ? -1 : Number(reached.commit)
      const { rows } = await pg.owner.query<Located>(
        `select ${columns} from log.event
           where position > $1 and position <= $2 and type = any($3) order by position limit $4`,
        [after, end, types, limit],
      )
      const last = rows.length < limit ? undefined : rows.at(-1)
      return { events: rows, upTo: Math.max(after, last?.position ?? end) }
    },
    async strangers(limit) {
      const { rows } = await pg.owner.query<Stranger & { count: number }>(
        `select position, type, stream, recorded_at as "recordedAt", reason, count(*) over ()::integer as count
           from log.stranger order by position desc limit $1`,
        [limit],
      )
      return {
        count: rows[0]?.count ?? 0,
        newest: rows.map(({ position, type, stream, recordedAt, reason }) => ({
          position,
          type,
          stream,
          recordedAt,
          reason,
        })),
      }
    },
    async newer(known) {
      // One look into the index for each form there is.
      const { rows: forms } = await pg.owner.query<{ type: string; version: number }>(
        `with recursive form as (
           (select type, version from log.event order by type, version limit 1)
           union all
           select next.type, next.version from form, lateral (
             select type, version from log.event e
               where (e.type, e.version) > (form.type, form.version) order by type, version limit 1) next
         ) select type, version from form`,
      )
      const beyond = forms.filter(({ type, version }) => version > (known.get(type)?.version ?? 0))
      if (beyond.length === 0) return 0
      const { rows } = await pg.owner.query<{ count: number }>(
        `select count(*) as count from log.event e
           join unnest($1::text[], $2::smallint[]) as form(type, version) using (type, version)`,
        [beyond.map(({ type }) => type), beyond.map(({ version }) => version)],
      )
      return rows[0]?.count ?? 0
    },
  }
}

const columns = `position, id, type, aggregate, aggregate_id as "aggregateId", revision,
  occurred_at as "occurredAt", recorded_at as "recordedAt", actor_id as "actorId"`

/** Rows and checkpoint in one statement. Writing a row again changes nothing, so that no one need be fenced off. */
async function write(
  pg: Pg,
  codec: Pick<EventCodec, 'strangeness'>,
  events: readonly StoredEvent[],
  checkpoint: Checkpoint | undefined,
): Promise<void> {
  const own: Row[] = []
  const strange: Row[] = []
  for (const event of events.filter(({ stream }) => stream !== identityStream)) {
    const reason = codec.strangeness(event)
    if (reason === undefined) own.push(rowOf(event))
    else strange.push([event.position, storable(event.type), storable(event.stream), event.created, reason])
  }
  await pg.owner.query({
    name: 'index events',
    text: `with moved as (
        update log.checkpoint set position = $1, prepare = $2
          where position is null or (position, prepare) < ($1, $2)
      ),
      strange as (insert into log.stranger
        select * from unnest($16::bigint[], $17::text[], $18::text[], $19::timestamptz[], $20::text[])
        on conflict do nothing)
      insert into log.event select e.position, e.id, e.type, e.aggregate, e.aggregate_id, e.revision, e.occurred_at,
          e.recorded_at, e.actor_id, e.causation_id, string_to_array(e.fields, ' '), e.version, log.uuid_of(e.import_id)
        from unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::integer[],
          $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::smallint[], $15::text[])
          as e(position, id, type, aggregate, aggregate_id, revision, occurred_at, recorded_at, actor_id, causation_id,
            fields, version, import_id)
      on conflict do nothing`,
    values: [checkpoint?.commit, checkpoint?.prepare, ...columnsOf(own, 13), ...columnsOf(strange, 5)],
  })
}

type Row = readonly (string | number | bigint)[]

function columnsOf(rows: readonly Row[], count: number): Row[] {
  return Array.from({ length: count }, (_, index) => rows.map((row) => row[index] ?? ''))
}

function rowOf(event: StoredEvent): Row {
  const parsed = parseWireType(event.type)
  const { aggregate, id } = aggregateOf(event.stream)
  const { actor, via, occurredAt, $causationId } = event.metadata as Metadata
  return [
    event.position,
    event.id,
    parsed?.type ?? event.type,
    aggregate,
    id,
    Number(event.revision),
    // Of an instant that no table could hold there is only when it was recorded.
    instantOf(String(occurredAt)) ?? event.created,
    event.created,
    storable(String(actor.id)),
    storable(String($causationId ?? '')),
    storable(fieldsOf(event.data).join(' ')),
    parsed?.version ?? 0,
    via?.kind === 'import' ? storable(String(via.id ?? '')) : '',
  ]
}

/** As Postgres can hold it: what another writer put into the log must not stop the index. */
function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD')
}

/** The names at the top of what an event says, or of what it changes. */
function fieldsOf(data: unknown): string[] {
  const { changes } = (data ?? {}) as { changes?: unknown }
  const of = typeof changes === 'object' && changes !== null ? changes : data
  return typeof of === 'object' && of !== null && !Array.isArray(of) ? Object.keys(of) : []
}
