import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedEventStore, startEventStore } from '../../src/embedded/event-store.ts'
import { type Postgres, startPostgres } from '../../src/embedded/postgres.ts'

/** A Postgres and a store of their own, to be killed. */
export interface Cluster {
  store: EmbeddedEventStore
  databaseUrl: string
  messages: string[]
  kill(what: 'store' | 'postgres' | 'both'): void
  /** Runs a statement in the store's database. */
  query(text: string): Promise<pg.QueryResult>
  stop(): Promise<void>
}

export async function startCluster(): Promise<Cluster> {
  const memory = '/dev/shm'
  const dataDir = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'hindsight-kill-'))
  // Where the unprivileged user that Postgres runs as can go.
  chmodSync(dataDir, 0o755)
  const messages: string[] = []
  const log = (message: string): void => void messages.push(message)
  // SIGKILL takes processes away, not the machine: without fsync this proves as much, sooner.
  const postgres: Postgres = await startPostgres({ dataDir, log, settings: { fsync: 'off' } })
  const store = await startEventStore({ databaseUrl: postgres.url, log })
  const pids = {
    store: () => store.pid,
    postgres: () => Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]),
  }
  const signal = (which: 'store' | 'postgres'): void => {
    try {
      process.kill(pids[which](), 'SIGKILL')
    } catch {
      // It is down from the kill before.
    }
  }
  return {
    store,
    databaseUrl: postgres.url,
    messages,
    kill(what) {
      if (what !== 'store') signal('postgres')
      if (what !== 'postgres') signal('store')
    },
    async query(text) {
      const client = new pg.Client({ connectionString: postgres.url })
      await client.connect()
      try {
        return await client.query(text)
      } finally {
        await client.end()
      }
    },
    async stop() {
      await store.stop()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
