import { createHash } from 'node:crypto'
import pg from 'pg'
import { ConfigError } from '../process/config.ts'
import type { Log } from '../process/log.ts'
import { whileAway } from './away.ts'
import { openPool } from './pool.ts'
import { openReaders, type Readers } from './readers.ts'
import { types } from './types.ts'

export type Client = pg.PoolClient
/** Whatever runs a query: the owner's pool, or a client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>

/** One database: as its owner, for the machine, and as `hindsight_reader`, for everything that is shown to people. */
export interface Pg {
  owner: pg.Pool
  readers: Readers
  /** Runs `work` in one transaction of the owner; an error rolls it back. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface PgOptions {
  url: string
  log: Pick<Log, 'warn'>
  ownerConnections?: number
  readerConnections?: number
  /** A read that takes longer is cancelled by Postgres. */
  readTimeoutMs?: number
}

export function openPg(options: PgOptions): Pg {
  const { url, log, ownerConnections = 8, readerConnections = 8, readTimeoutMs = 15_000 } = options
  const connection = { connectionString: url, types, connectionTimeoutMillis: 10_000, keepAlive: true }
  const owner = openPool(
    {
      ...connection,
      max: ownerConnections,
      options: '-c TimeZone=UTC -c DateStyle=ISO -c search_path=public',
      application_name: 'hindsight',
    },
    (error) => log.warn({ error: error.message }, 'an idle Postgres connection was lost'),
  )
  const readers = openReaders({ ...connection, readTimeoutMs, max: readerConnections, log })

  return {
    owner,
    readers,
    transaction: (work) => transaction(owner, work),
    async close() {
      await readers.close()
      await owner.end()
    },
  }
}

/** The oldest PostgreSQL whose SQL is used here. */
const oldestServer = 15

/** Resolves when the server answers. @throws what it says otherwise, or that it is too old. */
export async function pingPg(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>('show server_version')
    const version = rows[0]?.version ?? ''
    if (Number.parseInt(version, 10) < oldestServer)
      throw new ConfigError(`this is PostgreSQL ${version}; ${oldestServer} or newer is needed`)
  } finally {
    await client.end().catch(() => {})
  }
}

/** What its clock says, in ms since 1970. */
export async function timeOfPg(pg: Pick<Pg, 'owner'>): Promise<number> {
  const { rows } = await pg.owner.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  )
  const [row] = rows
  if (!row) throw new Error('the database told no time')
  return row.ms
}

async function transaction<T>(pool: pg.Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Whether an error is about the data themselves (SQLSTATE classes 22, 23, 54): trying again would fail again. */
export function isAboutData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? '')
}

export interface Migration {
  /** Unique in the database and never reused: `rm/1`. */
  id: string
  sql: string
}

/** A database that a newer or different program has migrated. */
export class MigrationMismatch extends ConfigError {
  override name = 'MigrationMismatch'
}

/**
 * Forward-only migrations, each applied once and in its own transaction; callers that start together wait for each
 * other. @throws MigrationMismatch when the text of an applied one has changed since.
 */
export async function migrate(pg: Pick<Pg, 'transaction'>, migrations: readonly Migration[]): Promise<void> {
  for (const { id, sql } of migrations) {
    const hash = createHash('sha256').update(sql).digest('hex')
    await whileAway(() =>
      pg.transaction(async (client) => {
        await client.query(`select pg_advisory_xact_lock(hashtextextended('hindsight.migration', 0))`)
        await client.query(
          `create table if not exists public.hindsight_migration
             (id text primary key, hash text not null, applied_at timestamptz not null default now())`,
        )
        const { rows } = await client.query<{ hash: string }>(
          'select hash from public.hindsight_migration where id = $1',
          [id],
        )
        if (rows[0] && rows[0].hash !== hash)
          throw new MigrationMismatch(`migration ${id} is not the one this database has applied`)
        if (rows[0]) return
        await client.query(sql)
        await client.query('insert into public.hindsight_migration (id, hash) values ($1, $2)', [id, hash])
      }),
    )
  }
}

/** Whether there is a table of this name, which is SQL: `rm.checkpoint`. */
export async function hasTable(db: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await db.query('select where to_regclass($1) is not null', [name])
  return rowCount === 1
}

/** A quoted SQL identifier. */
export function ident(name: string): string {
  return pg.escapeIdentifier(name)
}

/** A quoted SQL string. */
export function literal(text: string): string {
  return pg.escapeLiteral(text)
}

export { isAway, whileAway } from './away.ts'
export { copyInto } from './copy.ts'
export { camel, snake } from './names.ts'
