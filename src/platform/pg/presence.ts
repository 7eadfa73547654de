import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ConfigError } from '../process/config.ts'
import type { Log } from '../process/log.ts'
import type { Client, Pg } from './pg.ts'

/** Whoever works on a database shares this lock; who must be alone there takes all of it. */
const lock = `hashtextextended('hindsight.presence', 0)`
/** How long until a lock that went with its connection is taken anew, in ms. */
const again = 500

/**
 * Says, to whoever asks this database, that a process works on it: until the function that is returned is called, or
 * the process ends in any other way. Waits while somebody is there alone.
 */
export async function bePresent(url: string, log: Pick<Log, 'warn'>): Promise<() => Promise<void>> {
  const ending = new AbortController()
  const { signal } = ending
  let held: pg.Client | undefined

  async function take(): Promise<void> {
    const client = new pg.Client({ connectionString: url, application_name: 'hindsight', keepAlive: true })
    let lost = false
    client.on('error', (error) => {
      if (lost || signal.aborted) return
      lost = true
      if (held !== client) return
      log.warn(
        { error: error.message },
        'the lock that says that this process runs was lost; it is taken anew',
      )
      void keep()
    })
    try {
      await client.connect()
      await client.query(`select pg_advisory_lock_shared(${lock})`)
      held = client
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
  }

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      await sleep(again, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      const taken = await take().then(
        () => true,
        () => false,
      )
      if (taken) return
    }
  }

  await take()
  return async () => {
    ending.abort()
    await held?.end().catch(() => {})
  }
}

/** One transaction in which nobody else works on the database, nor begins to. @throws ConfigError when somebody does. */
export async function whileAlone<T>(
  database: Pick<Pg, 'transaction'>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_xact_lock(${lock}) as alone`,
    )
    if (!rows[0]?.alone) throw new ConfigError('Hindsight is running on this database; stop it first.')
    return work(client)
  })
}
