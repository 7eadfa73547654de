import type { Metadata } from '../domain/event.ts'
import type { EventStore, StoredEvent } from '../platform/log/event-store.ts'
import { cutTree } from '../platform/log/transparency-log/divergence.ts'
import { findLeaves, type Leaf, migrateTree, readLeaves } from '../platform/log/transparency-log/storage.ts'
import { hasTable, type Pg, type Queryable } from '../platform/pg/pg.ts'
import { whileAlone } from '../platform/pg/presence.ts'
import { ConfigError } from '../platform/process/config.ts'
import { letEraseAgain, migrateVault } from '../platform/vault/vault.ts'
import { forgetReadModels } from '../projections/forget.ts'
import { type Forgotten, idsOfOutbox, readAnew } from '../sagas/forget.ts'
import { migrateSagas } from '../sagas/schema.ts'

/** A part that has seen the log up to a position. */
export interface Ahead {
  what: string
  position: number
}

/** How what is in the database goes beyond the log. */
export interface Beyond {
  /** Of the last event that the log and the database both have, and when it was recorded; undefined: they share none. */
  end: { position: bigint; at: string } | undefined
  ahead: readonly Ahead[]
  /** Events that the tree holds and the log does not, by the category of their streams. */
  lost: readonly { category: string; events: number }[]
  /** Signed checkpoints over them. */
  contradicted: number
}

type Log = Pick<EventStore, 'knownIdentity' | 'readAll'>

/**
 * Goes on with a log that is older than what this database has seen of it: `tell` is told what goes beyond it, and then
 * all of that is taken back in one transaction. Undefined, and nothing done, where nothing goes beyond it.
 * @throws ConfigError when it is another log, one that lacks something in the midst, or somebody works on the database.
 */
export async function acceptOlderLog(
  parts: { pg: Pg; store: Log; by: string },
  tell: (beyond: Beyond) => void,
): Promise<Forgotten | undefined> {
  const { pg, store, by } = parts
  await migrateTree(pg)
  await migrateSagas(pg)
  await migrateVault(pg)
  const identity = await store.knownIdentity()
  return whileAlone(pg, async (client) => {
    const seen = await seenBy(client)
    for (const { what, store: of } of seen)
      if (of !== null && of !== identity)
        throw new ConfigError(
          `${what} in this database belongs to the event store ${of}, but this is ${identity === undefined ? 'an empty one' : `the event store ${identity}`}: ` +
            'that is another log, not an older one. Connect the one it belongs to.',
        )
    const { end, inLog } = await compare(client, store)
    const position = end?.position ?? -1n
    const ahead = seen.flatMap((one) =>
      one.position !== null && BigInt(one.position) > position
        ? [{ what: one.what, position: one.position }]
        : [],
    )
    if (ahead.length === 0) return undefined
    tell({ end, ahead, ...(await losses(client, position)) })
    await forgetReadModels(client)
    const forgotten = await readAnew(client, { inLog, end: end?.at })
    await cutTree(client, { position: end?.position, by })
    await letEraseAgain(client)
    return forgotten
  })
}

/** How far each part has seen the log, and of which store. */
async function seenBy(db: Queryable): Promise<Seen[]> {
  const parts = [
    ...((await hasTable(db, 'rm.checkpoint'))
      ? [`select 'the read models' as what, store, position from rm.checkpoint`]
      : []),
    ...((await hasTable(db, 'log.event'))
      ? [`select 'the index of events' as what, null as store, max(position) as position from log.event`]
      : []),
    `select 'the signed tree' as what, store, position from tree.state`,
    `(select 'the process manager ' || name, store, position from pm.manager order by name)`,
  ]
  const { rows } = await db.query<Seen>(parts.join(' union all '))
  return rows
}

interface Seen {
  what: string
  store: string | null
  position: number | null
}

/**
 * Reads the log beside the leaves of the tree: what both have, where it ends, and which ids of the outbox are in it. Where
 * they part, the log must hold nothing more of what the tree has: then it is the older one, gone on with or not.
 * @throws ConfigError
 */
async function compare(db: Queryable, store: Log): Promise<{ end: Beyond['end']; inLog: Set<string> }> {
  const wanted = await idsOfOutbox(db)
  const inLog = new Set<string>()
  let end: Beyond['end']
  let apart = false
  let index = 0
  for await (const page of store.readAll()) {
    const leaves: Leaf[] = apart ? [] : await readLeaves(db, { begin: index, end: index + page.length })
    for (const [at, { id, position, created, metadata }] of page.entries()) {
      const leaf = leaves[at]
      apart ||= leaf !== undefined && leaf.event !== id
      if (!apart) end = { position, at: created }
      const command = (metadata as Partial<Metadata> | null)?.command?.id
      if (wanted.has(id)) inLog.add(id)
      if (command !== undefined && wanted.has(command)) inLog.add(command)
    }
    index += page.length
    if (apart) await refuseGap(db, page, end?.position ?? -1n)
  }
  return { end, inLog }
}

async function refuseGap(db: Queryable, page: readonly StoredEvent[], end: bigint): Promise<void> {
  const after = page.filter(({ position }) => position > end).map(({ id }) => id)
  const [known] = (await findLeaves(db, after)).values()
  if (known)
    throw new ConfigError(
      `This log is not an older one: it has the event ${known.event} of position ${known.position}, but not all that ` +
        'came before it. npm run verify says what is missing.',
    )
}

/** What the tree holds beyond a position. */
async function losses(db: Queryable, end: bigint): Promise<Pick<Beyond, 'lost' | 'contradicted'>> {
  const { rows: lost } = await db.query<Beyond['lost'][number]>(
    `select split_part(stream, '-', 1) as category, count(*) as events from tree.leaf where position > $1
       group by 1 order by 2 desc, 1`,
    [end],
  )
  const { rows } = await db.query<{ contradicted: number }>(
    `select count(*) as contradicted from tree.checkpoint
       where size > (select count(*) from tree.leaf where position <= $1)`,
    [end],
  )
  return { lost, contradicted: rows[0]?.contradicted ?? 0 }
}
