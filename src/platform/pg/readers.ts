import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { Log } from '../process/log.ts'
import { isAway, whileAway } from './away.ts'
import { camel, snake } from './names.ts'

/** Whose eyes a connection reads with, and of which instant. */
export interface View {
  /** Grant keys of the reader: row-level security shows what overlaps with them. */
  keys: readonly string[]
  /** `rm`: now. `asof`, `asof_recorded`: the same names as of an instant, by occurrence or by recording. */
  schema: string
  /** ISO-8601 UTC; required by the views as of an instant. */
  asOf?: string
}

/** The database as one reader sees it; names are camelCase. Which tables there are, the caller's query knows. */
export type Database = Kysely<never>

export interface Readers {
  /**
   * Lends a connection that is set for this view; everything `work` asks sees that reader and that instant. `work`
   * only reads, so it is run again on another connection when Postgres was away or cut it off.
   */
  use<T>(view: View, work: (db: Database) => Promise<T>): Promise<T>
  close(): Promise<void>
}

interface Options extends pg.ClientConfig {
  max: number
  readTimeoutMs: number
  log: Pick<Log, 'warn'>
}

/** The role that owns nothing, so that no query can pass by row-level security. */
export const readerRole = 'hindsight_reader'

/** How long a read waits for a Postgres that is away before it fails. */
const patienceMs = 5_000

interface Reader {
  client: pg.Client
  db: Database
  /** The view the session is set for. */
  view: string
  lost: boolean
}

/**
 * A pool of its own rather than pg's, because a connection remembers for whom it is set: a reader who comes again
 * is given the same connection and costs no round trip beside the query.
 */
export function openReaders({ max, readTimeoutMs, log, ...config }: Options): Readers {
  const idle: Reader[] = []
  const waiting: ((reader: Reader | undefined) => void)[] = []
  const all = new Set<Reader>()
  let opening = 0
  let closed = false

  async function open(): Promise<Reader> {
    opening++
    try {
      const client = new pg.Client({
        ...config,
        application_name: 'hindsight-reader',
        options: [
          ['role', readerRole],
          ['TimeZone', 'UTC'],
          ['DateStyle', 'ISO'],
          ['default_transaction_read_only', 'on'],
          ['statement_timeout', String(readTimeoutMs)],
          ['idle_in_transaction_session_timeout', String(readTimeoutMs)],
        ]
          .map(([name, value]) => `-c ${name}=${value}`)
          .join(' '),
      })
      const reader: Reader = { client, db: kyselyOver(client), view: '', lost: false }
      client.on('error', (error) => {
        if (!reader.lost && !closed) log.warn({ error: error.message }, 'a reading connection was lost')
        drop(reader)
      })
      await client.connect()
      all.add(reader)
      return reader
    } finally {
      opening--
    }
  }

  function drop(reader: Reader) {
    if (reader.lost) return
    reader.lost = true
    all.delete(reader)
    const at = idle.indexOf(reader)
    if (at >= 0) idle.splice(at, 1)
    void reader.client.end().catch(() => {})
    waiting.shift()?.(undefined)
  }

  async function acquire(view: string): Promise<Reader> {
    for (;;) {
      if (closed) throw new Error('the pool of readers is closed')
      const same = idle.findIndex((reader) => reader.view === view)
      if (same >= 0) return idle.splice(same, 1)[0] as Reader
      if (all.size + opening < max) return open()
      const oldest = idle.shift()
      if (oldest) return oldest
      const given = await new Promise<Reader | undefined>((resolve) => waiting.push(resolve))
      if (given) return given
    }
  }

  function release(reader: Reader) {
    if (reader.lost) return
    if (closed) return drop(reader)
    const next = waiting.shift()
    if (next) next(reader)
    else idle.push(reader)
  }

  async function once<T>(view: View, work: (db: Database) => Promise<T>): Promise<T> {
    const wanted = `${view.schema} ${view.asOf ?? ''} ${arrayLiteral(view.keys)}`
    const reader = await acquire(wanted)
    try {
      if (reader.view !== wanted) {
        reader.view = ''
        await reader.client.query({ name: 'view', text: setView, values: settingsOf(view) })
        reader.view = wanted
      }
      return await work(reader.db)
    } catch (error) {
      if (isAway(error)) drop(reader)
      throw error
    } finally {
      release(reader)
    }
  }

  return {
    use: (view, work) => whileAway(() => once(view, work), { limitMs: patienceMs }),
    async close() {
      closed = true
      for (const wake of waiting.splice(0)) wake(undefined)
      for (const reader of idle.splice(0)) drop(reader)
    },
  }
}

const setView = `select set_config('search_path', $1, false), set_config('hindsight.as_of', $2, false),
  set_config('hindsight.keys', $3, false)`

function settingsOf(view: View): string[] {
  if (view.schema.includes('asof') && view.asOf === undefined)
    throw new Error(`${view.schema} needs an instant`)
  return [view.schema, view.asOf ?? '', arrayLiteral(view.keys)]
}

/** A `text[]` as Postgres writes it. */
function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

class Names extends CamelCasePlugin {
  protected override snakeCase(name: string): string {
    return snake(name)
  }
}

function kyselyOver(client: pg.Client): Database {
  const names = new Names()
  // Rows leave the connection in camelCase already; the plugin's own mapping would copy every row once more.
  const plugin: KyselyPlugin = {
    transformQuery: (args) => names.transformQuery(args),
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const connection = connectionOver(client)
  const nothing = () => Promise.resolve()
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => ({
      init: nothing,
      acquireConnection: () => Promise.resolve(connection),
      releaseConnection: nothing,
      destroy: nothing,
      beginTransaction: async () => void (await client.query('begin')),
      commitTransaction: async () => void (await client.query('commit')),
      rollbackTransaction: async () => void (await client.query('rollback')),
    }),
  }
  return new Kysely({ dialect, plugins: [plugin] })
}

function connectionOver(client: pg.Client): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters, ...query }: CompiledQuery): Promise<QueryResult<R>> {
      const result = await client.query<unknown[]>({
        text: sql,
        values: [...parameters],
        rowMode: 'array',
        ...(!(replan in query) && named(sql)),
      })
      const names = result.fields.map((field) => camel(field.name))
      const rows = result.rows.map((values) => {
        const row: Record<string, unknown> = {}
        for (let i = 0; i < names.length; i++) row[names[i] as string] = values[i]
        return row as R
      })
      return { rows }
    },
    async *streamQuery() {
      yield await Promise.reject(new Error('streaming is not supported'))
    },
  }
}

const replan = Symbol('replan')

/** The query, to be planned for its values each time: where the best plan depends on them, one for all is a bad one. */
export function replanned<R>(query: CompiledQuery<R>): CompiledQuery<R> {
  return Object.assign({ ...query }, { [replan]: true })
}

const statements = new Map<string, string>()

/** The first distinct texts are prepared once on each connection: planning a list costs more than running it. */
function named(sql: string): { name?: string } {
  let name = statements.get(sql)
  if (name === undefined && statements.size < 100) {
    name = `q${statements.size}`
    statements.set(sql, name)
  }
  return name === undefined ? {} : { name }
}
