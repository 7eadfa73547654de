import { randomUUID } from 'node:crypto'
import { type EventData, EventStoreDBClient, jsonEvent, type ResolvedEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, expect } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type TestEventStore, testEventStore } from '../support/servers.ts'

export type AnyEvent = EventData

/** A store and a client for the tests of one file: the embedded one, or the one behind EVENTSTORE_URL. */
export function contractStore(): { client(): EventStoreDBClient; url(): string } {
  let server: TestEventStore | undefined
  let client: EventStoreDBClient | undefined
  beforeAll(async () => {
    server = await testEventStore()
    client = EventStoreDBClient.connectionString(server.url)
  })
  afterAll(async () => {
    await client?.dispose()
    await server?.stop()
  })
  const ready = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the store is not started yet')
    return value
  }
  return { client: () => ready(client), url: () => ready(server).url }
}

/** Stops what a server's own projections write between the events of a test that counts every event of the log. */
export async function quieted(client: EventStoreDBClient): Promise<void> {
  // A server may run without them.
  const projections = () => client.listProjections().catch(() => [])
  for (const { name, projectionStatus } of await projections())
    if (projectionStatus !== 'Stopped') await client.disableProjection(name)
  await eventually(async () => {
    for (const { projectionStatus } of await projections()) expect(projectionStatus).toBe('Stopped')
  })
}

/** A stream of its own, in a category of its own. */
export const newStream = (category = 'contract'): string => `${category}-${randomUUID()}`

export const event = (
  type = 'contract.tested',
  data: Record<string, string | number> = {},
  id = randomUUID(),
): AnyEvent => jsonEvent({ id, type, data })

export const events = (count: number, type = 'contract.tested'): AnyEvent[] =>
  Array.from({ length: count }, (_, index) => event(type, { index }))

export async function collect(read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
  const all: ResolvedEvent[] = []
  for await (const resolved of read) all.push(resolved)
  return all
}

export const revisions = (read: readonly ResolvedEvent[]): bigint[] =>
  read.map(({ event: found }) => found?.revision ?? -1n)

/** The error a promise is rejected with. */
export const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
