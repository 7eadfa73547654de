import { setTimeout as sleep } from 'node:timers/promises'
import { aggregateOf, type Metadata, parseWireType } from '../domain/event.ts'
import { renamed } from '../domain/stored-names.ts'
import type { EventStore, StoredEvent } from '../platform/log/event-store.ts'
import { type Migration, migrate, type Pg } from '../platform/pg/pg.ts'
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
    // By the names they have now, whatever they are stored under.
    sql: renamed
      .map(
        ([name, stored]) => `
          update log.event set aggregate = '${name}', type = '${name}' || substr(type, ${stored.length + 1})
            where aggregate = '${stored}';`,
      )
      .join(''),
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
}

/** Events are gathered this long between writes, in ms. */
const gathering = 20
/** A chain of causes is not followed further than this: a cycle cannot be, but a read must end. */
const deepest = 50

export function createEventIndex(parts: {
  pg: Pg
  store: Pick<EventStore, 'subscribe' | 'lastPosition'>
  log: Pick<Log, 'warn'>
}): EventIndex {
  const { pg, store, log } = parts
  const ending = new AbortController()
  const { signal } = ending
  const waiting = new Set<() => void>()
  let reached = -1n
  let following: Promise<void> = Promise.resolve()

  async function follow(): Promise<void> {
    for (let pause = 50; !signal.aborted; pause = Math.min(pause * 2, 5000)) {
      try {
        const after = reached < 0n ? undefined : reached
        for await (const { events, checkpoint } of store.subscribe({ after, maxBatch: 1000, signal })) {
          await write(pg, events, checkpoint)
          reached = checkpoint
          for (const wake of waiting) wake()
          pause = 50
          await sleep(gathering, undefined, { signal })
        }
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, 'the event index was interrupted')
        await sleep(pause, undefined, { signal }).catch(() => {})
      }
    }
  }

  return {
    async start() {
      await migrate(pg, migrations)
      const { rows } = await pg.owner.query<{ position: number; newest: number | null }>(
        'select position, (select max(position) from log.event) as newest from log.checkpoint',
      )
      const { position = -1, newest } = rows[0] ?? {}
      const last = Number((await store.lastPosition()) ?? -1)
      if ((newest ?? -1) > last)
        throw new WrongLog(
          `The index of events holds the log up to position ${newest}, but the event store ends at ` +
            `${last < 0 ? 'its beginning' : last}: ${choices}`,
        )
      // The store counts on past its own events, which others may take the places of in a copy of it.
      reached = BigInt(Math.min(position, last))
      following = follow()
    },
    async stop() {
      ending.abort()
      await following
      for (const wake of waiting) wake()
    },
    async waitFor(position, ms) {
      const until = performance.now() + ms
      while (reached < position && !signal.aborted && performance.now() < until) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            clearTimeout(timer)
            waiting.delete(wake)
            resolve()
          }
          const timer = setTimeout(wake, until - performance.now())
          waiting.add(wake)
        })
      }
      return reached >= position
    },
    async causes(id) {
      const { rows } = await pg.owner.query<Located>(
        `with recursive up as (
           select e.*, 0 as depth from log.event e where id = $1
           union all
           select e.*, depth + 1 from up join log.event e on e.id::text = up.causation_id where depth < $2
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
    async search({ actorId, aggregates, aggregateId, types, field, from, to, basis, below, limit }) {
      const at = basis === 'recorded' ? 'recorded_at' : 'occurred_at'
      const { rows } = await pg.owner.query<Located>(
        `select ${columns} from log.event
           where ($1::text is null or actor_id = $1) and ($2::text[] is null or aggregate = any($2))
             and ($3::uuid is null or aggregate_id = $3) and ($4::text[] is null or type = any($4))
             and ($5::text is null or fields @> array[$5::text])
             and ($6::timestamptz is null or ${at} >= $6) and ($7::timestamptz is null or ${at} <= $7)
             and ($8::bigint is null or position < $8)
           order by position desc limit $9`,
        [actorId, aggregates, aggregateId, types, field, from, to, below, limit].map(
          (value) => value ?? null,
        ),
      )
      return rows
    },
  }
}

const columns = `position, id, type, aggregate, aggregate_id as "aggregateId", revision,
  occurred_at as "occurredAt", recorded_at as "recordedAt", actor_id as "actorId"`

/** Rows and checkpoint in one statement. Writing a row again changes nothing, so that no one need be fenced off. */
async function write(pg: Pg, events: readonly StoredEvent[], checkpoint: bigint): Promise<void> {
  const rows = events.flatMap(rowOf)
  const column = (index: number) => rows.map((row) => row[index])
  await pg.owner.query({
    name: 'index events',
    text: `with moved as (update log.checkpoint set position = greatest(position, $1))
      insert into log.event select e.position, e.id, e.type, e.aggregate, e.aggregate_id, e.revision, e.occurred_at,
          e.recorded_at, e.actor_id, e.causation_id, string_to_array(e.fields, ' ')
        from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::integer[],
          $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::text[])
          as e(position, id, type, aggregate, aggregate_id, revision, occurred_at, recorded_at, actor_id, causation_id,
            fields)
      on conflict do nothing`,
    values: [checkpoint, ...Array.from({ length: 11 }, (_, index) => column(index))],
  })
}

/** Only events of ours; the others have no history to be looked up. */
function rowOf(event: StoredEvent): (string | number | bigint)[][] {
  const parsed = parseWireType(event.type)
  const { aggregate, id } = aggregateOf(event.stream)
  const { actor, occurredAt, $causationId } = (event.metadata ?? {}) as Partial<Metadata>
  if (!parsed || !actor || !occurredAt || !isUuid(id)) return []
  return [
    [
      event.position,
      event.id,
      parsed.type,
      aggregate,
      id,
      Number(event.revision),
      occurredAt,
      event.created,
      actor.id,
      $causationId ?? '',
      fieldsOf(event.data).join(' '),
    ],
  ]
}

/** The names at the top of what an event says, or of what it changes. */
function fieldsOf(data: unknown): string[] {
  const { changes } = (data ?? {}) as { changes?: unknown }
  const of = typeof changes === 'object' && changes !== null ? changes : data
  return typeof of === 'object' && of !== null && !Array.isArray(of) ? Object.keys(of) : []
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text)
}
