import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import pg from 'pg'
import { expect, inject } from 'vitest'
import { startServer } from '../../src/embedded/event-store/server.ts'
import { startEventStore } from '../../src/embedded/event-store.ts'
import { eventually } from './eventually.ts'
import { copyOutsideLog, type OutsideStore, outsideLog, outsideStore } from './outside-store.ts'

/** The PostgreSQL server of this run; for databases of your own use `testDatabase`. */
export const testPostgres = (): string => inject('postgresUrl')

export interface TestDatabase {
  name: string
  url: string
  drop(): Promise<void>
}

/** A database of its own, a clone of `template` (an empty one unless told). */
export async function testDatabase(template = 'template1'): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // Clones of a template are made one at a time. 2,000 small files are copied quicker than they are logged page by page.
  const administer = (statement: string) => oneAtATime('databases', (client) => client.query(statement))
  await administer(`create database ${name} template ${template} strategy file_copy`)
  const url = new URL(testPostgres())
  url.pathname = `/${name}`
  return { name, url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) }
}

/** Runs `work` on the server, outside any transaction, while nobody else does the same kind of work for tests. */
export async function oneAtATime(kind: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: testPostgres() })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [`test ${kind}`])
    await work(client)
  } finally {
    await client.end()
  }
}

export interface TestEventStore {
  url: string
  stop(): Promise<void>
}

export interface EventStoreProcess extends TestEventStore {
  /** Ends the process that serves with SIGKILL; another one is started in its place. */
  kill(): Promise<void>
}

/**
 * An event store on `databaseUrl`, or on a database of its own; the outside one when EVENTSTORE_URL is set, or one that
 * HINDSIGHT_TEST_STORE starts. It is served
 * by this process: what is proved of a process of its own is proved with `testEventStoreProcess`.
 */
export function testEventStore(databaseUrl?: string): Promise<TestEventStore> {
  return eventStoreOn(databaseUrl, async (url) => {
    const host = '127.0.0.1'
    const server = await startServer({
      databaseUrl: url,
      host,
      port: 0,
      log: () => {},
      fenced: () => {},
    })
    return { url: `esdb://${host}:${server.port}?tls=false`, stop: () => server.stop() }
  })
}

/** A log that nothing serves yet, and that can be copied while nothing does. */
export interface TestLog {
  serve(): Promise<TestEventStore>
  copy(): Promise<TestLog>
  remove(): Promise<void>
}

/** A table in a database of its own, or the directory of a server that HINDSIGHT_TEST_STORE starts. */
export function testLog(): Promise<TestLog> {
  const outside = process.env.HINDSIGHT_TEST_STORE !== undefined
  return outside ? Promise.resolve(logIn(outsideLog())) : testDatabase().then(logOn)
}

/** The log in a directory. */
function logIn(directory: string): TestLog {
  return {
    async serve() {
      const server = outsideStore(directory) ?? expect.unreachable()
      await server.start()
      return server
    },
    copy: async () => logIn(copyOutsideLog(directory)),
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** The log in the tables of a database. */
export function logOn({ name, url, drop }: TestDatabase): TestLog {
  return {
    serve: () => testEventStore(url),
    copy: async () => logOn(await testDatabase(name)),
    remove: drop,
  }
}

/** The same as a process of its own, as the product runs it. */
export async function testEventStoreProcess(databaseUrl?: string): Promise<EventStoreProcess> {
  const own = process.env.EVENTSTORE_URL === undefined ? outsideStore() : undefined
  if (own) return killable(own)
  let pid = () => 0
  let killed = 0
  const store = await eventStoreOn(databaseUrl, async (url) => {
    const started = await startEventStore({ databaseUrl: url })
    pid = () => started.pid
    return started
  })
  return {
    ...store,
    kill: () =>
      eventually(() => {
        const serving = pid()
        // Not the one that is dead already. And 0 is every process of this test.
        expect([0, killed]).not.toContain(serving)
        process.kill(serving, 'SIGKILL')
        killed = serving
      }),
  }
}

async function killable(server: OutsideStore): Promise<EventStoreProcess> {
  let starting = server.start()
  await starting
  return {
    url: server.url,
    async kill() {
      await starting
      server.signal('SIGKILL')
      await server.ended()
      starting = server.start()
      // Whoever waits for it is told.
      starting.catch(() => {})
    },
    async stop() {
      await starting
      await server.stop()
    },
  }
}

async function eventStoreOn(
  databaseUrl: string | undefined,
  start: (databaseUrl: string) => Promise<TestEventStore>,
): Promise<TestEventStore> {
  const outside = process.env.EVENTSTORE_URL
  if (outside !== undefined) return { url: outside, stop: async () => {} }
  const own = outsideStore()
  if (own) {
    await own.start()
    return own
  }
  const database = databaseUrl === undefined ? await testDatabase() : undefined
  const store = await start(databaseUrl ?? database?.url ?? '')
  return {
    url: store.url,
    async stop() {
      await store.stop()
      await database?.drop()
    },
  }
}
