import { createHash } from 'node:crypto'
import { type Client, type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { Log } from '../process/log.ts'
import { canonical } from './canonical.ts'

const migrations: readonly Migration[] = [
  {
    id: 'access/1',
    sql: `
      create schema access;
      create table access.entry (
        n bigint primary key,
        at timestamptz not null,
        actor_id text not null,
        kind text not null,
        model text,
        records uuid[] not null,
        entry jsonb not null,
        -- SHA-256 of the hash before and this entry.
        hash bytea not null
      );
      create index on access.entry (actor_id, n);
      create index on access.entry (kind, n);
      create index on access.entry (at);
      create index on access.entry using gin (records);
      -- The hash from which the entries that are kept begin, and where they end.
      create table access.chain (
        only_one boolean primary key default true check (only_one),
        first bigint not null,
        first_hash bytea not null,
        last bigint not null,
        last_hash bytea not null
      );
      insert into access.chain (first, first_hash, last, last_hash) values (0, '', 0, '');`,
  },
]

/**
 * What was done: one record read, its history, lists and searches that showed personal fields, a model followed live,
 * events handed out, something refused, something asked for that is not there (for this reader). `gap`: so many entries of
 * this actor were lost, because more came than could be written.
 */
export const accessKinds = [
  'view',
  'history',
  'list',
  'search',
  'follow',
  'export',
  'denied',
  'missing',
  'gap',
] as const
export type AccessKind = (typeof accessKinds)[number]

/** One access. Texts that were searched for and values that were filtered by are left out: they may be personal. */
export interface AccessEntry {
  /** ISO-8601 UTC. */
  at: string
  actorId: string
  actorKind: string
  roles: readonly string[]
  /** The session or API key. */
  via: string
  kind: AccessKind
  model: string | null
  /** The records that were shown or asked for. */
  records: readonly string[]
  /** Method and route, and the names of the parameters. */
  what: string
  parameters: readonly string[]
  asOf: string | null
  requestId: string
  ip: string | null
  userAgent: string | null
  count: number
}

export interface AccessFilter {
  actorId?: string | undefined
  model?: string | undefined
  recordId?: string | undefined
  kinds?: readonly AccessKind[] | undefined
  /** Both included. */
  from?: string | undefined
  to?: string | undefined
  /** Only entries before this one. */
  below?: number | undefined
  limit: number
}

/** The end of the chain: the number and hash of the newest entry. */
export interface Seal {
  last: number
  hash: string
}

export interface AccessLog {
  /** Takes an entry; it is durable within half a second, and written by nobody's request. */
  note(entry: AccessEntry): void
  /** Resolves when everything taken so far is durable. */
  flush(): Promise<void>
  /** Newest first. */
  search(filter: AccessFilter): Promise<(AccessEntry & { n: number })[]>
  /** Who saw a record up to an instant, the last one first. */
  viewers(recordId: string, to?: string): Promise<Viewer[]>
  /** What each did in a period, both ends included. */
  conduct(from: string, to: string, offHours: readonly Period[]): Promise<Conduct[]>
  /** How many records somebody was shown in an hour in which they read at all: the median, and of how many hours. */
  usual(actorId: string, from: string, to: string): Promise<{ hours: number; records: number }>
  /** The records that somebody was shown in a period, by id after `after`: what a breach of their account has touched. */
  touched(asked: {
    actorId: string
    from: string
    to: string
    after?: string | undefined
    limit: number
  }): Promise<Touched[]>
  /** Where the chain ends now; undefined while it is empty. */
  seal(): Promise<Seal | undefined>
  /** The first entry that is not what was written, or what a seal says otherwise; undefined: all is as it was. */
  verify(seals: readonly Seal[]): Promise<{ entries: number; broken: string | undefined }>
  /** Forgets entries from before an instant; the chain of the others still holds. */
  prune(before: string): Promise<number>
  stop(): Promise<void>
}

/** From an instant up to another, which is not in it; ISO-8601 UTC. */
interface Period {
  from: string
  to: string
}

/** Records shown, each once, exports, refusals, and how many of all requests came in off-hours. */
export interface Conduct {
  actorId: string
  shown: number
  exports: number
  refused: number
  offHours: number
}

/** How often, from when to when, and in which ways. */
interface Seen {
  times: number
  first: string
  last: string
  kinds: AccessKind[]
}

export interface Viewer extends Seen {
  actorId: string
}

export interface Touched extends Seen {
  model: string
  recordId: string
}

/** Ways of being shown a record. */
const shown: readonly AccessKind[] = ['view', 'history', 'list', 'search']
/** Entries are gathered this long, in ms. */
const gathered = 400
/** How long until a write that failed is tried again, in ms. */
const again = 1_000
/**
 * Entries of one actor that wait at most, of the kinds that cost who causes them nothing; what comes on top is counted and
 * told as a gap of theirs. What somebody was shown came out of the database, and is never left out.
 */
const mostOfOne = 1_000
const cheap: ReadonlySet<AccessKind> = new Set(['follow', 'denied', 'missing'])
const atOnce = 1_000

/** Who read what, append-only and chained: the end of the chain goes into the log of events as a seal. */
export async function openAccessLog(pg: Pg, log: Pick<Log, 'warn'>): Promise<AccessLog> {
  await migrate(pg, migrations)
  let waiting: AccessEntry[] = []
  /** How many cheap ones of each actor wait, and how many were lost, with the last of them. */
  const cheapOf = new Map<string, number>()
  const lost = new Map<string, { count: number; last: AccessEntry }>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void flush().catch((error: unknown) => {
        log.warn({ err: error }, 'the access log could not be written; it will be tried again')
        later(again)
      })
    }, ms)
    timer.unref()
  }

  function flush(): Promise<void> {
    writing = writing.catch(() => {}).then(writeAll)
    return writing
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0 || lost.size > 0) {
      const batch = waiting.slice(0, atOnce)
      const gaps = [...lost]
      const told = gaps.map(([, { last, count }]) => gapOf(last, count))
      await pg.transaction((client) => append(client, [...told, ...batch]))
      waiting = waiting.slice(batch.length)
      for (const { actorId, kind } of batch) if (cheap.has(kind)) less(cheapOf, actorId)
      for (const [actorId, { count }] of gaps) {
        const now = lost.get(actorId)
        if (now && now.count > count) lost.set(actorId, { ...now, count: now.count - count })
        else lost.delete(actorId)
      }
    }
  }

  /** Whether there is room for it; else it is counted. */
  function admits(entry: AccessEntry): boolean {
    if (!cheap.has(entry.kind)) return true
    const { actorId } = entry
    const before = cheapOf.get(actorId) ?? 0
    if (before >= mostOfOne) {
      lost.set(actorId, { count: (lost.get(actorId)?.count ?? 0) + 1, last: entry })
      return false
    }
    cheapOf.set(actorId, before + 1)
    return true
  }

  return {
    note(entry) {
      if (admits(entry)) waiting.push(entry)
      later(gathered)
    },
    flush,
    async search({ actorId, model, recordId, kinds, from, to, below, limit }) {
      const { rows } = await pg.owner.query<{ n: number; entry: AccessEntry }>(
        `select n, entry from access.entry
           where ($1::text is null or actor_id = $1) and ($2::text is null or model = $2)
             and ($3::uuid is null or records @> array[$3::uuid]) and ($4::text[] is null or kind = any($4))
             and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at <= $6)
             and ($7::bigint is null or n < $7)
           order by n desc limit $8`,
        [actorId, model, recordId, kinds, from, to, below, limit].map((value) => value ?? null),
      )
      return rows.map(({ n, entry }) => ({ ...entry, n: Number(n) }))
    },
    async viewers(recordId, to) {
      const { rows } = await pg.owner.query<Viewer>(
        `select actor_id as "actorId", count(*)::integer as times, min(at) as first, max(at) as last,
             array_agg(distinct kind) as kinds
           from access.entry where records @> array[$1::uuid] and kind <> all ('{denied,missing}')
             and ($2::timestamptz is null or at <= $2)
           group by actor_id order by max(at) desc limit 1000`,
        [recordId, to ?? null],
      )
      return rows
    },
    async conduct(from, to, offHours) {
      const { rows } = await pg.owner.query<Conduct>(
        `with reading as (
             select actor_id, count(distinct record)::integer as shown from access.entry, unnest(records) record
               where at between $1 and $2 and kind = any ($5) group by actor_id)
           select actor_id as "actorId", coalesce(max(reading.shown), 0) as shown,
             count(*) filter (where kind = 'export')::integer as exports,
             count(*) filter (where kind = any ('{denied,missing}'))::integer as refused,
             count(*) filter (where exists (
               select from unnest($3::timestamptz[], $4::timestamptz[]) as off(since, until)
                 where at >= since and at < until
             ))::integer as "offHours"
           from access.entry left join reading using (actor_id)
           where at between $1 and $2 and kind <> 'gap' and entry->>'actorKind' <> 'visitor' group by actor_id`,
        [from, to, offHours.map((one) => one.from), offHours.map((one) => one.to), shown],
      )
      return rows
    },
    async usual(actorId, from, to) {
      const { rows } = await pg.owner.query<{ hours: number; records: number }>(
        `with an_hour as (
             select count(distinct record) as shown from access.entry, unnest(records) record
               where actor_id = $1 and at >= $2 and at < $3 and kind = any ($4) group by date_trunc('hour', at))
           select count(*)::integer as hours,
               coalesce(percentile_disc(0.5) within group (order by shown), 0)::integer as records
             from an_hour`,
        [actorId, from, to, shown],
      )
      return rows[0] ?? { hours: 0, records: 0 }
    },
    async touched({ actorId, from, to, after, limit }) {
      const { rows } = await pg.owner.query<Touched>(
        `select mode() within group (order by model) as model, r as "recordId", count(*)::integer as times, min(at) as first, max(at) as last,
             array_agg(distinct kind) as kinds
           from access.entry, unnest(records) r
           where actor_id = $1 and at >= $2 and at <= $3 and model is not null and kind <> all ('{denied,missing}')
             and ($4::uuid is null or r > $4)
           group by r order by r limit $5`,
        [actorId, from, to, after ?? null, limit],
      )
      return rows
    },
    async seal() {
      const { rows } = await pg.owner.query<{ last: number; hash: string }>(
        `select last, encode(last_hash, 'hex') as hash from access.chain where last > 0`,
      )
      return rows[0] && { last: Number(rows[0].last), hash: rows[0].hash }
    },
    verify: (seals) => verify(pg, seals),
    async prune(before) {
      return pg.transaction(async (client) => {
        await client.query('select from access.chain for update')
        const { rowCount } = await client.query(
          `with cut as (select n, hash from access.entry where at < $1 order by n desc limit 1),
             moved as (update access.chain set first = cut.n, first_hash = cut.hash from cut)
           delete from access.entry where n <= (select n from cut)`,
          [before],
        )
        return rowCount ?? 0
      })
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await flush().catch((error: unknown) => log.warn({ err: error }, 'the access log could not be ended'))
    },
  }
}

/** In the place of the entries of one actor that were lost: the last of them says who it was, and from where. */
function gapOf(last: AccessEntry, count: number): AccessEntry {
  return {
    ...last,
    kind: 'gap',
    model: null,
    records: [],
    what: 'entries lost',
    parameters: [],
    asOf: null,
    count,
  }
}

function less(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}

/** One writer at a time, whoever else runs on this database: each entry's hash needs the one before. */
async function append(client: Client, entries: readonly AccessEntry[]): Promise<void> {
  const { rows } = await client.query<{ last: string; last_hash: Buffer }>(
    'select last, last_hash from access.chain for update',
  )
  let n = Number(rows[0]?.last ?? 0)
  let hash = rows[0]?.last_hash ?? Buffer.alloc(0)
  const links = entries.map((entry) => {
    hash = next(hash, ++n, entry)
    return { n, entry, hash: hash.toString('hex') }
  })
  await client.query(
    `with link as (select * from jsonb_to_recordset($1::jsonb) as l(n bigint, entry jsonb, hash text)),
       moved as (update access.chain set last = $2, last_hash = $3)
     insert into access.entry
       select n, (entry->>'at')::timestamptz, entry->>'actorId', entry->>'kind', entry->>'model',
         array(select jsonb_array_elements_text(entry->'records'))::uuid[], entry, decode(hash, 'hex')
       from link`,
    [JSON.stringify(links), n, hash],
  )
}

function next(before: Buffer, n: number, entry: AccessEntry): Buffer {
  return createHash('sha256').update(before).update(canonical({ n, entry })).digest()
}

async function verify(
  pg: Pg,
  seals: readonly Seal[],
): Promise<{ entries: number; broken: string | undefined }> {
  const expected = new Map(seals.map(({ last, hash }) => [last, hash]))
  const chain = await pg.owner.query<{ first: string; first_hash: Buffer; last: string; last_hash: Buffer }>(
    'select first, first_hash, last, last_hash from access.chain',
  )
  const [ends] = chain.rows
  let n = Number(ends?.first ?? 0)
  let hash = ends?.first_hash ?? Buffer.alloc(0)
  let entries = 0
  const broken = (why: string) => ({ entries, broken: why })
  for (;;) {
    const { rows } = await pg.owner.query<Stored>(
      `select n, entry, hash, at, actor_id as "actorId", kind, model, records from access.entry
         where n > $1 order by n limit 5000`,
      [n],
    )
    for (const row of rows) {
      if (Number(row.n) !== n + 1) return broken(`entry ${n + 1} is missing`)
      n++
      hash = next(hash, n, row.entry)
      if (!hash.equals(row.hash)) return broken(`entry ${n} is not what was written`)
      if (!isFiled(row)) return broken(`entry ${n} is not filed under what it says`)
      const sealed = expected.get(n)
      if (sealed !== undefined && sealed !== hash.toString('hex'))
        return broken(`entry ${n} was sealed otherwise`)
      entries++
    }
    if (rows.length === 0) break
  }
  const last = Math.max(0, ...expected.keys())
  if (n < last) return broken(`entries from ${n + 1} to ${last} were sealed and are missing`)
  if (ends && (n !== Number(ends.last) || !hash.equals(ends.last_hash)))
    return broken(`the chain ends after ${n}`)
  return { entries, broken: undefined }
}

interface Stored {
  n: string
  entry: AccessEntry
  hash: Buffer
  at: string
  actorId: string
  kind: string
  model: string | null
  records: string[]
}

/** Whether the columns that are searched say what the entry says. */
function isFiled({ entry, at, actorId, kind, model, records }: Stored): boolean {
  const filed = [Date.parse(at), actorId, kind, model, ...records]
  return (
    canonical(filed) ===
    canonical([Date.parse(entry.at), entry.actorId, entry.kind, entry.model, ...entry.records])
  )
}
