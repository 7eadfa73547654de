import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, ident, type Pg } from './pg.ts'

/** What was done, and what could not be, with what it means for what is still in Postgres's files. */
export interface Scrubbed {
  /** The tables that were written anew. */
  done: readonly string[]
  /** Segments of the write-ahead log that were overwritten or removed. */
  segments: number
  problems: readonly string[]
}

/** Nobody waits behind us for longer, in ms; who uses a table goes on, and we come again. */
const patience = 500
const attempts = 60

/**
 * Makes Postgres forget on disk what it no longer shows. A row that was changed or deleted stays in its file, its
 * values in the statistics of the planner, and everything that was ever written in the write-ahead log, whose segments
 * are used again. So the tables are written anew, with their indexes and statistics, and the old segments go. Readers
 * of a table wait while it is written anew. What a file system, a replica or an archive keeps is beyond it.
 *
 * The owner of the tables may have them written anew, the owner of the database the statistics too. The write-ahead log
 * takes a superuser or five grants; without them it is left alone.
 */
export async function scrub(
  pg: Pick<Pg, 'owner'>,
  tables: readonly string[],
  signal?: AbortSignal,
): Promise<Scrubbed> {
  const problems: string[] = []
  const done: string[] = []
  const client = await pg.owner.connect()
  // What Postgres passes over for want of rights it tells by a warning only.
  const onNotice = ({
    severity,
    message,
  }: {
    severity?: string | undefined
    message?: string | undefined
  }) => {
    if (severity === 'WARNING' && message !== undefined) problems.push(message)
  }
  client.on('notice', onNotice)
  try {
    await client.query(`set lock_timeout = '${patience}ms'`)
    // Indexes that are sorted in memory are built sooner, and the table is locked until they are.
    await client.query(`set maintenance_work_mem = '256MB'`)
    const begun = await transactionOf(client)
    for (const table of tables) {
      if (signal?.aborted) break
      const name = table.split('.').map(ident).join('.')
      const warned = problems.length
      const problem = await rewrite(client, `vacuum (full, analyze) ${name}`, begun, signal)
      if (problem !== undefined) problems.push(problem)
      if (problems.length === warned) done.push(table)
    }
    // After the new statistics, because the old ones lie there.
    const problem = await rewrite(
      client,
      'vacuum (full) pg_catalog.pg_statistic',
      await transactionOf(client),
      signal,
    )
    if (problem !== undefined) problems.push(problem)
    await client.query('reset lock_timeout')
    await client.query('reset maintenance_work_mem')
    return { done, segments: await clearWal(client, problems), problems }
  } finally {
    client.off('notice', onNotice)
    client.release()
  }
}

/** A new one, later than all that has begun. */
async function transactionOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return rows[0]?.id ?? ''
}

/**
 * Writes a table anew as soon as nobody uses it, nor may see what it no longer shows since a transaction.
 * @returns why it could not.
 */
async function rewrite(
  client: Client,
  statement: string,
  since: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    for (let attempt = 1; ; attempt++) {
      if (!(await isLookedBackOn(client, since)) && (await isDone(client, statement))) return undefined
      if (attempt === attempts || signal?.aborted)
        return `${statement}: others used the table all the time; it is tried again the next time.`
      await sleep(patience, undefined, { ...(signal && { signal }) }).catch(() => {})
    }
  } catch (error) {
    return `${statement}: ${error instanceof Error ? error.message : String(error)}`
  }
}

/**
 * Whether Postgres would keep what is gone since a transaction: for a reader of this database who began before, and,
 * as it writes anew under a snapshot of its own, for a writer anywhere in the cluster.
 */
async function isLookedBackOn(client: Client, transaction: string): Promise<boolean> {
  const { rows } = await client.query<{ lookedBackOn: boolean }>(
    `select pg_snapshot_xmin(pg_current_snapshot()) < $1::xid8 or exists (
        select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and age(backend_xmin) > age($1::xid8::xid)) as "lookedBackOn"`,
    [transaction],
  )
  return rows[0]?.lookedBackOn !== false
}

/** False: somebody has locked the table. */
async function isDone(client: Client, statement: string): Promise<boolean> {
  try {
    await client.query(statement)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === lockNotAvailable) return false
    throw error
  }
}

const lockNotAvailable = '55P03'

/** Has the log begin new segments and give up the old ones. @returns how many went; 0 without the right to. */
async function clearWal(client: Client, problems: string[]): Promise<number> {
  const { rows } = await client.query<{ role: string; may: boolean }>(
    `select current_user as role, has_parameter_privilege('wal_recycle', 'alter system')
        and has_function_privilege('pg_reload_conf()', 'execute')
        and has_function_privilege('pg_switch_wal()', 'execute')
        and has_function_privilege('pg_ls_waldir()', 'execute')
        and pg_has_role('pg_checkpoint', 'usage') as may`,
  )
  if (!rows[0]?.may) {
    const role = ident(rows[0]?.role ?? '')
    problems.push(
      'The write-ahead log was left as it is: what was erased is in its segments until Postgres uses them again. ' +
        `To clear it too, let a superuser run once: grant execute on function pg_reload_conf(), pg_switch_wal(), ` +
        `pg_ls_waldir() to ${role}; grant alter system on parameter wal_recycle to ${role}; ` +
        `grant pg_checkpoint to ${role};`,
    )
    return 0
  }
  try {
    await client.query('alter system set wal_recycle = off')
    await client.query('select pg_reload_conf()')
    return await passSegments(client)
  } catch (error) {
    problems.push(`The write-ahead log: ${error instanceof Error ? error.message : String(error)}`)
    return 0
  } finally {
    await client.query('alter system reset wal_recycle').catch((error: Error) => {
      problems.push(`alter system reset wal_recycle: ${error.message}`)
    })
    await client.query('select pg_reload_conf()').catch(() => {})
  }
}

/** Walks over the segments that wait to be used again, which are then old like the others, and removes them all. */
async function passSegments(client: Client): Promise<number> {
  const names = async () => {
    const { rows } = await client.query<{ name: string; current: string }>(
      `select name, pg_walfile_name(pg_current_wal_lsn()) as current from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`,
    )
    return rows
  }
  const before = await names()
  const ahead = before.filter(({ name, current }) => name >= current)
  // A switch from a segment without a record does nothing: an empty transaction with an id leaves one.
  for (let passed = 0; passed <= ahead.length; passed++) {
    await client.query('select pg_current_xact_id()')
    await client.query('select pg_switch_wal()')
  }
  // The second one removes what the first one still needed.
  await client.query('checkpoint')
  await client.query('checkpoint')
  const after = new Set((await names()).map(({ name }) => name))
  return before.filter(({ name }) => !after.has(name)).length
}
