import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ConfigError } from '../process/config.ts'
import type { Log } from '../process/log.ts'

/** The one server on a database holds this lock from before it follows the log until it is done. */
const lock = `hashtextextended('hindsight.serving', 0)`
/** By this channel one that wants to take over asks the one that serves. */
const channel = 'hindsight_take_over'

/** How long one that went without a word may still seem to be there, in ms: its connection ends a moment later. */
const lingering = 2_000
/** How long one that was asked may take to hand over, in ms; then its connection is cut, by which it knows too. */
const handingOver = 20_000
/** How often it is looked whether the turn is free, in ms: the pause of a hand-over is not to be noticed for it. */
const lookEvery = 20

/** The turn to serve on a database: one server has it at a time. */
export interface Serving {
  /** Aborted once the turn is another's, or is asked for: whoever serves is to stop then. */
  lost: AbortSignal
  /** Gives the turn back. */
  end(): Promise<void>
}

/**
 * Waits for the turn to serve on this database. With `takeOver`, asks the server that has it to hand it over; one that
 * does not is cut off. @throws ConfigError when another server has it and is not to be taken over.
 */
export async function beServing(
  url: string,
  { takeOver, log, signal }: { takeOver: boolean; log: Pick<Log, 'info' | 'fatal'>; signal: AbortSignal },
): Promise<Serving> {
  const losing = new AbortController()
  let ended = false
  const lose = (why: string) => {
    if (ended || losing.signal.aborted) return
    log.fatal(`${why}; this server stops`)
    losing.abort()
  }
  let client = connection()
  let serving = false

  function connection(): pg.Client {
    const made = new pg.Client({
      connectionString: url,
      application_name: 'hindsight serving',
      keepAlive: true,
    })
    made.on('error', () => {
      if (serving && !ended && made === client) void again()
    })
    made.on('notification', () => lose('another server takes over'))
    return made
  }
  const end = async () => {
    ended = true
    await client.end().catch(() => {})
  }

  /** A database that was away has let go of the lock: it is ours again, unless another server was quicker. */
  async function again(): Promise<void> {
    serving = false
    for (let pause = lookEvery; ; pause = 200) {
      await sleep(pause)
      if (ended) return
      client = connection()
      try {
        await client.connect()
        if (!(await isFreeWithin(lingering))) return lose('another server has taken over')
        await client.query(`listen ${channel}`)
        serving = true
        return
      } catch {
        await client.end().catch(() => {})
      }
    }
  }

  const isFree = async () => {
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lock}) as taken`)
    return rows[0]?.taken === true
  }
  async function isFreeWithin(ms: number): Promise<boolean> {
    for (const until = performance.now() + ms; ; ) {
      signal.throwIfAborted()
      if (await isFree()) return true
      if (performance.now() > until) return false
      await sleep(lookEvery, undefined, { signal })
    }
  }

  try {
    await client.connect()
    if (!takeOver && !(await isFreeWithin(lingering)))
      throw new ConfigError(
        'Another server runs on this database. Stop it first, or start this one with --take-over: the other then ' +
          'answers what it was asked and ends, and this one goes on.',
      )
    if (takeOver && !(await isFree())) {
      log.info('asking the server that runs on this database to hand over')
      await client.query(`notify ${channel}`)
      if (!(await isFreeWithin(handingOver))) await cut(client)
      if (!(await isFreeWithin(lingering))) throw new ConfigError('The other server could not be taken over.')
    }
    await client.query(`listen ${channel}`)
    serving = true
    return { lost: losing.signal, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Ends the connections of whoever holds the lock. */
async function cut(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and granted and pid <> pg_backend_pid()
         and database = (select oid from pg_database where datname = current_database())
         and (classid::bigint << 32) | objid::bigint = ${lock}`,
  )
}
