import { ident, type Pg } from '../pg.ts'

/** What could not be done, in Postgres's words, and what it means for what is still in its files. */
export interface Scrubbed {
  tables: number
  /** Segments of the write-ahead log that were overwritten or removed. */
  segments: number
  problems: string[]
}

/**
 * Makes Postgres forget on disk what it no longer shows. A row that was changed or deleted stays in its file, its
 * values in the statistics of the planner, and everything that was ever written in the write-ahead log, whose segments
 * are used again. So the tables are written anew, with their indexes and statistics, and the old segments go. Readers
 * of a table wait while it is written anew. What a file system, a replica or an archive keeps is beyond it.
 */
export async function scrub(pg: Pick<Pg, 'owner'>, tables: readonly string[]): Promise<Scrubbed> {
  const problems: string[] = []
  const tried = async (statement: string): Promise<boolean> => {
    try {
      await pg.owner.query(statement)
      return true
    } catch (error) {
      problems.push(`${statement}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  }
  for (const table of tables) {
    const name = table.split('.').map(ident).join('.')
    await tried(`vacuum (full, analyze) ${name}`)
  }
  // After the new statistics, because the old ones lie there.
  await tried('vacuum (full) pg_catalog.pg_statistic')
  await tried('alter system set wal_recycle = off')
  await tried('select pg_reload_conf()')
  let segments = 0
  try {
    segments = await passSegments(pg, tried)
  } finally {
    await tried('alter system reset wal_recycle')
    await tried('select pg_reload_conf()')
  }
  return { tables: tables.length, segments, problems }
}

/** Walks over the segments that wait to be used again, which are then old like the others, and removes them all. */
async function passSegments(
  pg: Pick<Pg, 'owner'>,
  tried: (statement: string) => Promise<boolean>,
): Promise<number> {
  const names = async () => {
    const { rows } = await pg.owner.query<{ name: string; current: string }>(
      `select name, pg_walfile_name(pg_current_wal_lsn()) as current from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`,
    )
    return rows
  }
  let before: Awaited<ReturnType<typeof names>>
  try {
    before = await names()
  } catch {
    await tried('select name from pg_ls_waldir()')
    return 0
  }
  const ahead = before.filter(({ name, current }) => name >= current)
  // A switch from a segment without a record does nothing: an empty transaction with an id leaves one.
  for (let passed = 0; passed <= ahead.length; passed++) {
    await tried('select pg_current_xact_id()')
    if (!(await tried('select pg_switch_wal()'))) break
  }
  // The second one removes what the first one still needed.
  await tried('checkpoint')
  await tried('checkpoint')
  const after = new Set((await names()).map(({ name }) => name))
  return before.filter(({ name }) => !after.has(name)).length
}
