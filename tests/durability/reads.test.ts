import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Connection } from '../../src/platform/log/event-store/connection.ts'
import { readAll, readStream } from '../../src/platform/log/event-store/read.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { type TestEventStore, testEventStore } from '../support/servers.ts'

/** More than is on its way to the client at once. */
const count = 6_000
const stream = `parcel-${randomUUID()}`
let server: TestEventStore
let connection: Connection

beforeAll(async () => {
  server = await testEventStore()
  const store = connectEventStore(server.url)
  const data = { text: 'x'.repeat(500) }
  let expected: bigint | 'no-stream' = 'no-stream'
  for (let written = 0; written < count; written += 1_000) {
    const events = Array.from({ length: 1_000 }, () => ({
      id: randomUUID(),
      type: 'parcel.sent.v1',
      data,
      metadata: {},
    }))
    expected = (await store.append(stream, events, expected)).revision
  }
  await store.close()
  connection = new Connection(server.url, { vet: async () => {} })
})

afterAll(async () => {
  await connection.close()
  await server.stop()
})

// Replacing the client cancels the reads of everybody else on it, which the client reports as their proper end.
it('a read that is under way while another one replaces the client is still whole', async () => {
  for (const delay of [0, 20, 100]) {
    const reading = readStream(connection, stream, {})
    await sleep(delay)
    await connection.failed(await connection.client(), new Error('cut'))
    expect(await reading).toHaveLength(count)
  }
})

it('so is a read of the whole log, without doubles', async () => {
  const seen: string[] = []
  let replaced = 0
  for await (const page of readAll(connection, {})) {
    if (replaced++ < 2) await connection.failed(await connection.client(), new Error('cut'))
    seen.push(...page.map(({ id }) => id))
  }
  expect(seen).toHaveLength(count)
  expect(new Set(seen).size).toBe(count)
})
