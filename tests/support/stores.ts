import { connectEventStore, type EventStore } from '../../src/platform/event-store.ts'
import { openPg, type Pg } from '../../src/platform/pg.ts'
import { patience } from './patience.ts'
import { testDatabase, testEventStore } from './servers.ts'

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
  const server = await testEventStore(shared ? database.url : undefined)
  const store = connectEventStore(server.url, { appendTimeout: patience })
  const pg = openPg({ url: database.url, log: { warn: () => {} } })
  return {
    url: database.url,
    pg,
    store,
    async close() {
      await store.close()
      await pg.close()
      await server.stop()
      await database.drop()
    },
  }
}
