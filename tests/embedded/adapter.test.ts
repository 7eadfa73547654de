import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Batch,
  connectEventStore,
  covers,
  distance,
  type EventStore,
  type EventToAppend,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../../src/platform/log/event-store.ts'
import { patience } from '../support/patience.ts'
import { type EventStoreProcess, testEventStoreProcess } from '../support/servers.ts'

let server: EventStoreProcess
let store: EventStore

beforeAll(async () => {
  server = await testEventStoreProcess()
  store = connectEventStore(server.url)
})

afterAll(async () => {
  await store.close()
  await server.stop()
})

const event = (type = 'thing.happened', data: unknown = { text: 'Zürich 😀' }): EventToAppend => ({
  id: randomUUID(),
  type,
  data,
  metadata: { $correlationId: 'c-1', reason: null },
})
const stream = (): string => `thing-${randomUUID()}`

describe('append', () => {
  it('gives the revision and position of the last event, and the events come back as they were', async () => {
    const name = stream()
    const events = [event(), event('thing.changed', [1, 'two'])]
    const appended = await store.append(name, events, 'no-stream')
    expect(appended.revision).toBe(1n)
    const stored = await store.readStream(name)
    expect(stored.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(events)
    expect(stored[1]?.position).toBe(appended.position)
    expect(stored.map(({ revision }) => revision)).toEqual([0n, 1n])
    expect(stored[0]?.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('refuses a wrong expected revision with the actual one', async () => {
    const name = stream()
    const missing = await store.append(name, [event()], 3n).catch((error: unknown) => error)
    expect(missing).toBeInstanceOf(WrongExpectedRevision)
    expect(missing).toMatchObject({ stream: name, expected: 3n, actual: 'no-stream' })
    await store.append(name, [event(), event()], 'no-stream')
    const behind = await store.append(name, [event()], 'no-stream').catch((error: unknown) => error)
    expect(behind).toMatchObject({ expected: 'no-stream', actual: 1n })
  })

  it('answers a repeat with the same ids as the first time', async () => {
    const name = stream()
    const events = [event(), event()]
    const first = await store.append(name, events, 'no-stream')
    await store.append(name, [event()], 1n)
    expect(await store.append(name, events, 'no-stream')).toEqual(first)
    expect(await store.readStream(name)).toHaveLength(3)
  })

  it('refuses what is no JSON before it reaches the client', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    await expect(store.append(stream(), [event('a', circular)], 'no-stream')).rejects.toThrow(TypeError)
    await expect(store.append(stream(), [event('a', { big: 1n })], 'no-stream')).rejects.toThrow(TypeError)
    await expect(store.append(stream(), [{ ...event(), data: () => 1 }], 'no-stream')).rejects.toThrow(
      TypeError,
    )
  })

  it('takes many at once, each exactly once', async () => {
    const name = stream()
    const streams = Array.from({ length: 200 }, (_, index) => `${name}${index}`)
    await Promise.all(streams.map((each) => store.append(each, [event()], 'no-stream')))
    const lengths = await Promise.all(streams.map(async (each) => (await store.readStream(each)).length))
    expect(new Set(lengths)).toEqual(new Set([1]))
  })

  it('says that nothing was written when there is no server', async () => {
    const nowhere = connectEventStore('esdb://127.0.0.1:1?tls=false', { appendTimeout: 3_000 })
    const error = await nowhere.append(stream(), [event()], 'no-stream').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ outcome: 'none' })
    await nowhere.close()
  })
})

describe('read', () => {
  it('reads a part of a stream in both directions, and nothing of a missing one', async () => {
    const name = stream()
    await store.append(name, [event('e0'), event('e1'), event('e2'), event('e3')], 'no-stream')
    const types = async (options: Parameters<EventStore['readStream']>[1]): Promise<string[]> =>
      (await store.readStream(name, options)).map(({ type }) => type)
    expect(await types({ from: 1n, limit: 2 })).toEqual(['e1', 'e2'])
    expect(await types({ direction: 'backwards', limit: 2 })).toEqual(['e3', 'e2'])
    expect(await types({ direction: 'backwards', from: 1n })).toEqual(['e1', 'e0'])
    expect(await types({ from: 9n })).toEqual([])
    expect(await store.readStream(stream())).toEqual([])
  })

  it('reads the log from after a position, and the end of it', async () => {
    const name = stream()
    const first = await store.append(name, [event('first')], 'no-stream')
    const rest = Array.from({ length: 1200 }, (_, index) => event(`n${index}`))
    const last = await store.append(name, rest, 0n)
    const read: string[] = []
    for await (const page of store.readAll({ after: first.position }))
      read.push(...page.map(({ type }) => type))
    expect(read).toEqual(rest.map(({ type }) => type))
    expect(await store.lastPosition()).toBe(last.position)
    const newest: string[] = []
    for await (const page of store.readAll({ direction: 'backwards', limit: 2 }))
      newest.push(...page.map(({ type }) => type))
    expect(newest).toEqual(['n1199', 'n1198'])
  })
})

describe('subscribe', () => {
  const collect = async (
    options: Omit<Parameters<EventStore['subscribe']>[0], 'signal'>,
    until: (types: string[], batch: Batch) => boolean,
  ): Promise<{ types: string[]; batches: Batch[] }> => {
    const abort = new AbortController()
    const batches: Batch[] = []
    const types: string[] = []
    for await (const batch of store.subscribe({ ...options, signal: abort.signal })) {
      batches.push(batch)
      types.push(...batch.events.map(({ type }) => type))
      if (until(types, batch)) abort.abort()
    }
    return { types, batches }
  }

  it('delivers what is there and what comes, each once and in order, and says when it is live', async () => {
    const after = await store.lastPosition()
    const name = stream()
    await store.append(name, [event('a0'), event('a1')], 'no-stream')
    let appended = false
    const { types, batches } = await collect({ after }, (seen, batch) => {
      if (batch.live && !appended) {
        appended = true
        void store.append(name, [event('a2'), event('a3')], 1n)
      }
      return seen.length === 4
    })
    expect(types).toEqual(['a0', 'a1', 'a2', 'a3'])
    expect(batches.at(-1)?.live).toBe(true)
    expect(batches.at(-1)?.checkpoint?.commit).toBe(batches.at(-1)?.events.at(-1)?.position)
  })

  it('R1: reads on from a position although the log goes on with system events, and finds its end before them', async () => {
    const client = EventStoreDBClient.connectionString(server.url)
    const name = stream()
    const first = await store.append(name, [event('before')], 'no-stream')
    // As metadata, links and statistics do.
    for (let round = 0; round < 120; round++)
      await client.setStreamMetadata(name, { maxCount: 1_000 + round })
    expect(await store.lastPosition()).toBe(first.position)
    const pages = async (options: Parameters<EventStore['readAll']>[0]) => {
      const types: string[] = []
      for await (const page of store.readAll(options)) types.push(...page.map(({ type }) => type))
      return types
    }
    expect(await pages({ after: first.position })).toEqual([])
    const last = await store.append(name, [event('after')], 0n)
    expect(await pages({ after: first.position, limit: 1 })).toEqual(['after'])
    expect(await store.lastPosition()).toBe(last.position)
    expect((await store.eventAt(first.position))?.type).toBe('before')
    await client.dispose()
  })

  it('R2: goes on from each checkpoint it was given, also those between events that are filtered out', async () => {
    const client = EventStoreDBClient.connectionString(server.url)
    const name = stream()
    const after = (await store.append(name, [event('start')], 'no-stream')).position
    const others = Array.from({ length: 1_500 }, () => jsonEvent({ type: '$other', data: {}, metadata: {} }))
    await client.appendToStream(`$others-${name}`, others)
    const { batches } = await collect({ after }, (_, batch) => batch.live)
    const last = await store.append(name, [event('end')], 0n)
    for (const { checkpoint } of batches) {
      const { types, batches: resumed } = await collect({ after: checkpoint }, (seen) => seen.length > 0)
      expect(types).toEqual(['end'])
      expect(covers(resumed.at(-1)?.checkpoint, last.position)).toBe(true)
    }
    await client.dispose()
  })

  it('filters on the server, and its checkpoint covers what was filtered out', async () => {
    const after = await store.lastPosition()
    const name = stream()
    const noise = await store.append(
      name,
      Array.from({ length: 1500 }, () => event('noise')),
      'no-stream',
    )
    const { batches } = await collect({ after, filter: { types: ['signal.'] } }, (_, batch) => batch.live)
    expect(batches.flatMap(({ events }) => events)).toEqual([])
    // It may lie before the end: what was looked at last is then looked at again.
    expect(distance(after, batches.at(-1)?.checkpoint?.commit)).toBeGreaterThan(0)
    const { position } = await store.append(name, [event('signal.one')], noise.revision)
    const resumed = await collect(
      { after: batches.at(-1)?.checkpoint, filter: { types: ['signal.'] } },
      (seen) => seen.length === 1,
    )
    expect(resumed.batches.at(-1)?.checkpoint?.commit).toBe(position)
    const byStream = await collect({ after, filter: { streams: [name] } }, (seen) => seen.length === 1501)
    expect(byStream.types.at(-1)).toBe('signal.one')
  })

  it('is not hurried: a slow consumer gets bounded batches and misses nothing', async () => {
    const after = await store.lastPosition()
    const name = stream()
    await store.append(
      name,
      Array.from({ length: 3000 }, (_, index) => event(`s${index}`)),
      'no-stream',
    )
    const abort = new AbortController()
    const types: string[] = []
    for await (const { events } of store.subscribe({ after, maxBatch: 100, signal: abort.signal })) {
      expect(events.length).toBeLessThanOrEqual(100)
      types.push(...events.map(({ type }) => type))
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (types.length >= 3000) abort.abort()
    }
    expect(types).toEqual(Array.from({ length: 3000 }, (_, index) => `s${index}`))
  })
})

it('who is refused for what another one has written can read it at once (a server refuses before: seen on 24.6)', async () => {
  for (let round = 0; round < 20; round++) {
    const name = stream()
    const found = await Promise.all(
      Array.from({ length: 8 }, async () => {
        await store.append(name, [event()], 'no-stream').catch((error: unknown) => {
          expect(error).toBeInstanceOf(WrongExpectedRevision)
        })
        return store.readStream(name)
      }),
    )
    expect(found.map(({ length }) => length)).toEqual(found.map(() => 1))
  }
})

it('has one identity, however many ask for it first', async () => {
  const ids = await Promise.all([store.identity(), store.identity(), store.identity()])
  expect(new Set(ids).size).toBe(1)
  await store.ping()
})

describe.skipIf(process.env.EVENTSTORE_URL)('over a kill of the store', () => {
  it('appends and subscriptions go on: nothing lost, nothing doubled, nothing out of order', async () => {
    const patient = connectEventStore(server.url, { appendTimeout: patience })
    const after = await patient.lastPosition()
    const abort = new AbortController()
    const seen: string[] = []
    const total = 400
    const subscribed = (async () => {
      for await (const { events } of patient.subscribe({ after, signal: abort.signal })) {
        seen.push(...events.map(({ id }) => id))
        if (seen.length >= total) abort.abort()
      }
    })()
    const events = Array.from({ length: total }, () => event())
    const writing = events.map(async (each, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 2))
      await patient.append(stream(), [each], 'no-stream')
    })
    for (const pause of [200, 700]) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      await server.kill()
    }
    await Promise.all(writing)
    await subscribed
    await patient.close()
    expect([...seen].sort()).toEqual(events.map(({ id }) => id).sort())
  })
})
