import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedEventStore, startEventStore } from '../../src/embedded/event-store.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { newToken } from '../../src/platform/people/tokens.ts'
import { type TestDatabase, testDatabase } from '../support/servers.ts'

let database: TestDatabase
let server: EmbeddedEventStore
beforeAll(async () => {
  database = await testDatabase()
  server = await startEventStore({ databaseUrl: database.url, secret: newToken() })
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

it('the store on loopback serves all we need to who knows the secret', async () => {
  const store = connectEventStore(server.url)
  await store.ping()
  expect(await store.identity()).toMatch(/^[0-9a-f-]{36}$/)
  const event = { id: randomUUID(), type: 'a', data: {}, metadata: {} }
  await store.append('secret-1', [event], 'no-stream')
  expect(await store.readStream('secret-1')).toHaveLength(1)
  expect(await store.lastPosition()).toBeDefined()
  const ending = new AbortController()
  for await (const { events } of store.subscribe({ after: undefined, signal: ending.signal })) {
    if (events.some(({ id }) => id === event.id)) break
  }
  ending.abort()
  await store.close()
})

it.each([
  ['no name', ''],
  ['another name', `&connectionName=${newToken()}`],
])('and refuses everything on a connection with %s', async (_, name) => {
  const url = server.url.replace(/&connectionName=.*$/, name)
  expect(url).not.toBe(server.url)
  const client = EventStoreDBClient.connectionString(url)
  const read = async () => {
    for await (const _event of client.readStream('secret-1')) expect.unreachable()
  }
  await expect(client.appendToStream('secret-1', jsonEvent({ type: 'b', data: {} }))).rejects.toThrow()
  await expect(read()).rejects.toThrow()
  await client.dispose()
  // Nothing got in.
  const store = connectEventStore(server.url)
  expect((await store.readStream('secret-1')).every(({ type }) => type === 'a')).toBe(true)
  await store.close()
})
