import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { patience } from './patience.ts'
import { type TestEventStore, testDatabase, testEventStore } from './servers.ts'

export interface TestStore {
  server: TestEventStore
  store: EventStore
  close(): Promise<void>
}

/** An event store of its own, unless its database is named, and a connection to it. */
export async function testStore(databaseUrl?: string): Promise<TestStore> {
  const server = await testEventStore(databaseUrl)
  const store = connectEventStore(server.url, { appendTimeout: patience })
  return {
    server,
    store,
    async close() {
      await store.close()
      await server.stop()
    },
  }
}

export interface TestStores {
  /** Of the database. */
  url: string
  pg: Pg
  store: EventStore
  close(): Promise<void>
}

/** A database and an event store of its own, and a connection to each. `shared`: the log is in that database, too. */
export async function testStores({ shared = false } = {}): Promise<TestStores> {
  const database = await testDatabase()
  const log = await testStore(shared ? database.url : undefined)
  const pg = openPg({ url: database.url, log: { warn: () => {} } })
  return {
    url: database.url,
    pg,
    store: log.store,
    async close() {
      await pg.close()
      await log.close()
      await database.drop()
    },
  }
}
