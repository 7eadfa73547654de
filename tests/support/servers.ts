import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { startEventStore } from '../../src/embedded/event-store.ts'

/** The PostgreSQL server of this run; for databases of your own use `testDatabase`. */
export const testPostgres = (): string => inject('postgresUrl')

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** A database of its own, a clone of `template` (an empty one unless told). */
export async function testDatabase(template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${template}`)
  const url = new URL(testPostgres())
  url.pathname = `/${name}`
  return { url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) }
}

export interface TestEventStore {
  url: string
  /** Of the embedded store's process, 0 for an outside one. */
  pid(): number
  stop(): Promise<void>
}

/** An event store on `databaseUrl`, or on a database of its own; the outside one when EVENTSTORE_URL is set. */
export async function testEventStore(databaseUrl?: string): Promise<TestEventStore> {
  const outside = process.env.EVENTSTORE_URL
  if (outside !== undefined) return { url: outside, pid: () => 0, stop: async () => {} }
  const database = databaseUrl === undefined ? await testDatabase() : undefined
  const store = await startEventStore({ databaseUrl: databaseUrl ?? database?.url ?? '' })
  return {
    url: store.url,
    pid: () => store.pid,
    async stop() {
      await store.stop()
      await database?.drop()
    },
  }
}

/** Runs one statement on the server, outside any transaction. Clones of a template are made one at a time. */
async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testPostgres() })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('test databases'))")
    await client.query(statement)
  } finally {
    await client.end()
  }
}
