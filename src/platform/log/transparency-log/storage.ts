import { type Migration, migrate, type Pg, type Queryable } from '../../pg/pg.ts'
import { ConfigError } from '../../process/config.ts'
import { type Coordinate, type Hash, joined, type Node, nodesOf, type Range, type Span } from '../merkle.ts'
import type { VerifierKey } from './note.ts'

const migrations: readonly Migration[] = [
  {
    id: 'tree/1',
    sql: `
      create schema tree;

      -- One row. The epoch grows with each process that takes over the writing: an older one can no longer write.
      create table tree.state (
        only_one boolean primary key default true check (only_one),
        store text,
        epoch bigint not null default 0,
        size bigint not null default 0,
        position bigint
      );
      insert into tree.state default values;

      -- What a leaf stands for is kept beside its hash, so that an event that is gone can still be named.
      create table tree.leaf (
        index bigint primary key,
        hash bytea not null,
        event uuid not null,
        stream text collate "C" not null,
        revision bigint not null,
        position bigint not null unique
      );
      create index on tree.leaf (event);

      -- Complete subtrees of 2^level leaves, from level 1 up. They never change.
      create table tree.node (
        level smallint not null,
        index bigint not null,
        hash bytea not null,
        primary key (level, index)
      );

      create table tree.checkpoint (
        size bigint primary key,
        note text not null,
        signed_at timestamptz not null default now()
      );

      create table tree.key (
        id text primary key,
        verifier text not null,
        since timestamptz not null default now()
      );`,
  },
  {
    id: 'tree/2',
    sql: `
      -- An operator accepted that the log had become a shorter one: from so many leaves to those that it still gives.
      create table tree.divergence (
        id integer generated always as identity primary key,
        accepted_at timestamptz not null default now(),
        accepted_by text not null,
        position bigint,
        size bigint not null,
        size_before bigint not null
      );

      -- What was signed of the rest: kept for ever, as every checkpoint is.
      create table tree.contradicted (
        divergence integer not null references tree.divergence,
        size bigint not null,
        note text not null,
        signed_at timestamptz not null,
        primary key (divergence, size)
      );`,
  },
]

/** The tree belongs to another event store, or to a later state of this one. */
export class WrongLog extends ConfigError {
  override name = 'WrongLog'
}

/** What an operator can do about a log that is older than the tree. */
export const olderLog =
  'it was restored from an older copy. `npm run verify` says what is missing; restore this database from the same time, ' +
  'or accept the older log by npm run rebuild -- --accept-older-log.'

/** Another process has taken over the tree; this one may write no more. */
export class TakenOver extends Error {
  override name = 'TakenOver'

  constructor() {
    super('another process has taken over the tree')
  }
}

/** A leaf with what it stands for. */
export interface Leaf {
  index: number
  hash: Hash
  event: string
  stream: string
  revision: number
  position: number
}

export interface SignedCheckpoint {
  size: number
  /** The checkpoint as a signed note. */
  note: string
  signedAt: string
}

/** Whose turn it is to write, and from where. */
export interface Turn {
  epoch: number
  range: Range
  position: number | undefined
}

export function migrateTree(pg: Pg): Promise<void> {
  return migrate(pg, migrations)
}

/**
 * Begins a process's turn: from here on no earlier one can write. Ties the tree to the store on first use.
 * @throws WrongLog when it was made from another store, or from more than this one holds.
 */
export async function takeOver(
  pg: Pg,
  { identity, last, key }: { identity: string; last: bigint | undefined; key: VerifierKey },
): Promise<Turn> {
  return pg.transaction(async (client) => {
    const { rows } = await client.query<{
      store: string
      epoch: number
      size: number
      position: number | null
    }>(
      `update tree.state set epoch = epoch + 1, store = coalesce(store, $1)
         returning store, epoch, size, position`,
      [identity],
    )
    const row = rows[0]
    if (!row) throw new Error('tree.state has lost its row')
    if (row.store !== identity)
      throw new WrongLog(
        `The tree in this database was made from the event store ${row.store}, but this is the event store ` +
          `${identity}. Connect the one it belongs to, or point DATABASE_URL at an empty database.`,
      )
    if (row.position !== null && BigInt(row.position) > (last ?? -1n))
      throw new WrongLog(
        `The tree holds the log up to position ${row.position}, but the event store ends at ` +
          `${last ?? 'its beginning'}: events were removed, or ${olderLog}`,
      )
    await client.query('insert into tree.key (id, verifier) values ($1, $2) on conflict do nothing', [
      key.id.toString('hex'),
      key.text,
    ])
    const { epoch, size } = row
    const roots = await readNodes(client, nodesOf({ begin: 0, end: size }))
    return { epoch, range: { size, roots }, position: row.position ?? undefined }
  })
}

/** Where the tree ends now. @throws TakenOver when it is no longer this turn. */
export async function reread(pg: Pg, epoch: number): Promise<Turn> {
  const { rows } = await pg.owner.query<{ epoch: number; size: number; position: number | null }>(
    'select epoch, size, position from tree.state',
  )
  if (rows[0]?.epoch !== epoch) throw new TakenOver()
  const { size, position } = rows[0]
  const roots = await readNodes(pg.owner, nodesOf({ begin: 0, end: size }))
  return { epoch, range: { size, roots }, position: position ?? undefined }
}

/** Writes leaves with the nodes they complete, if it is still this turn and the tree ends where they begin. */
export async function append(
  pg: Pg,
  turn: { epoch: number; size: number },
  leaves: readonly Leaf[],
  nodes: readonly Node[],
): Promise<void> {
  const last = leaves.at(-1)
  if (!last) return
  await pg.transaction(async (client) => {
    const { rowCount } = await client.query({
      name: 'move tree',
      text: 'update tree.state set size = $3, position = $4 where epoch = $1 and size = $2',
      values: [turn.epoch, turn.size, last.index + 1, last.position],
    })
    if (rowCount !== 1) throw new TakenOver()
    await client.query({
      name: 'add leaves',
      text: `insert into tree.leaf (index, hash, event, stream, revision, position) select * from
        unnest($1::bigint[], $2::bytea[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[])`,
      values: [
        leaves.map(({ index }) => index),
        leaves.map(({ hash }) => hash),
        leaves.map(({ event }) => event),
        leaves.map(({ stream }) => stream),
        leaves.map(({ revision }) => revision),
        leaves.map(({ position }) => position),
      ],
    })
    await client.query({
      name: 'add nodes',
      text: `insert into tree.node (level, index, hash) select * from
        unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
      values: [
        nodes.map(({ level }) => level),
        nodes.map(({ index }) => index),
        nodes.map(({ hash }) => hash),
      ],
    })
  })
}

/** Keeps a checkpoint; one of the same size only gains signatures. @throws TakenOver */
export async function keepCheckpoint(
  pg: Pg,
  epoch: number,
  { size, note }: { size: number; note: string },
): Promise<SignedCheckpoint> {
  const { rows } = await pg.owner.query<SignedCheckpoint>(
    `insert into tree.checkpoint (size, note) select $2, $3 from tree.state where epoch = $1
       on conflict (size) do update set note = excluded.note
       returning size, note, signed_at as "signedAt"`,
    [epoch, size, note],
  )
  if (!rows[0]) throw new TakenOver()
  return rows[0]
}

/** Newest first, those below a size if given. */
export async function readCheckpoints(
  db: Queryable,
  { below, limit }: { below?: number | undefined; limit: number },
): Promise<SignedCheckpoint[]> {
  const { rows } = await db.query<SignedCheckpoint>(
    `select size, note, signed_at as "signedAt" from tree.checkpoint
       where $1::bigint is null or size < $1 order by size desc limit $2`,
    [below ?? null, limit],
  )
  return rows
}

/** The smallest that holds so many leaves. */
export async function checkpointOver(db: Queryable, leaves: number): Promise<SignedCheckpoint | undefined> {
  const { rows } = await db.query<SignedCheckpoint>(
    `select size, note, signed_at as "signedAt" from tree.checkpoint where size >= $1 order by size limit 1`,
    [leaves],
  )
  return rows[0]
}

/** How many leaves stand for events up to a position. */
export async function leavesUpTo(db: Queryable, position: bigint): Promise<number> {
  const { rows } = await db.query<{ index: number }>(
    'select index from tree.leaf where position <= $1 order by position desc limit 1',
    [position],
  )
  return rows[0] ? rows[0].index + 1 : 0
}

const leafColumns = 'index, hash, event, stream, revision, position'

export async function readLeaves(db: Queryable, { begin, end }: Span): Promise<Leaf[]> {
  const { rows } = await db.query<Leaf>(
    `select ${leafColumns} from tree.leaf where index >= $1 and index < $2 order by index`,
    [begin, end],
  )
  return rows
}

/** The leaves of events with these ids, by id. */
export async function findLeaves(db: Queryable, events: readonly string[]): Promise<Map<string, Leaf>> {
  const { rows } = await db.query<Leaf>(`select ${leafColumns} from tree.leaf where event = any($1)`, [
    events,
  ])
  return new Map(rows.map((leaf) => [leaf.event, leaf]))
}

/** The hashes of nodes, in this order. @throws when one is not there. */
async function readNodes(db: Queryable, nodes: readonly Coordinate[]): Promise<Hash[]> {
  const found = await findNodes(db, nodes)
  return nodes.map((node) => {
    const hash = found.get(nameOf(node))
    if (!hash) throw new Error(`the tree has lost its node ${nameOf(node)}`)
    return hash
  })
}

export const nameOf = ({ level, index }: Coordinate) => `${level}/${index}`

/** The hashes of those nodes that are there, by name. */
export async function findNodes(db: Queryable, nodes: readonly Coordinate[]): Promise<Map<string, Hash>> {
  const { rows } = await db.query<Node>({
    name: 'find nodes',
    text: `select level, index, hash from unnest($1::smallint[], $2::bigint[]) as asked (level, index)
        join tree.node using (level, index)
      union all select 0, index, hash from tree.leaf where index = any($3::bigint[])`,
    values: [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.flatMap(({ level, index }) => (level === 0 ? [index] : [])),
    ],
  })
  return new Map(rows.map((node) => [nameOf(node), node.hash]))
}

/** The hashes of many lists of spans, in one read: each list is a proof. */
export async function readProofs(db: Queryable, proofs: readonly (readonly Span[])[]): Promise<Hash[][]> {
  const parts = proofs.map((spans) => spans.map(nodesOf))
  const found = await findNodes(db, parts.flat(2))
  return parts.map((spans) =>
    spans.map((nodes) => {
      const hashes = nodes.map((node) => found.get(nameOf(node)))
      const hash = hashes.every((one) => one !== undefined) ? joined(hashes) : undefined
      if (!hash) throw new Error(`the tree has lost one of its nodes ${nodes.map(nameOf).join(', ')}`)
      return hash
    }),
  )
}

/** The keys that have signed for this log, oldest first. */
export async function readKeys(db: Queryable): Promise<{ verifier: string; since: string }[]> {
  const { rows } = await db.query<{ verifier: string; since: string }>(
    'select verifier, since from tree.key order by since, id',
  )
  return rows
}
