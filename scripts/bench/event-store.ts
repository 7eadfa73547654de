import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { EventStoreDBClient, excludeSystemEvents, jsonEvent, NO_STREAM, START } from '@eventstore/db-client'
import { Client } from 'pg'
import { type EmbeddedEventStore, startEventStore } from '../../src/embedded/event-store.ts'
import { type Postgres, startPostgres } from '../../src/embedded/postgres.ts'
import { connectEventStore, type EventStore } from '../../src/platform/log/event-store.ts'
import { createDatabase } from './database.ts'
import { exampleData, exampleType } from './example.ts'
import { residentMiB } from './machine.ts'
import { dataDirectory } from './product.ts'
import { type Benchmark, interleave, type Measured, milliseconds, type Row, rate } from './round.ts'
import type { Sample } from './sample.ts'

const seconds = 3
const toRead = 200_000
const inStream = 20_000
const shortStreams = 2_000
/** `HINDSIGHT_BENCH_EVENTS=5000000` for the long run. */
const grown = Number(process.env.HINDSIGHT_BENCH_EVENTS ?? 500_000)
const aims = { append: 0.7, read: 0.9 }
/** What the embedded store is to reach of a real server in the same run. */
const besideAims = { one: 0.9, many: 1.1, all: 1, catchUp: 1, streams: 1.1 }
/** A server of the real EventStoreDB with an empty log, to be compared with in the same run. */
const outside = process.env.EVENTSTORE_URL

/** The embedded store on a Postgres with fsync, against the same protocol answered from memory. */
export const eventStore: Benchmark = {
  name: 'event-store',
  async run({ rounds, say }) {
    const data = dataDirectory()
    const postgres = await startPostgres({ dataDir: data.path })
    const echo = fork(fileURLToPath(new URL('bench-echo.js', import.meta.url)), {
      env: { ...process.env, ECHO_EVENTS: String(toRead) },
    })
    const small = await startEventStore({ databaseUrl: await createDatabase(postgres.url, 'small') })
    try {
      const rows = [
        ...(outside === undefined ? [] : await beside(outside, small, rounds)),
        ...(await compare(echo, small, rounds)),
        ...(await grow(postgres, small, rounds, say)),
      ]
      for (const { what, value, limit, ratio } of rows)
        say(`${what}: ${value} of ${limit}, ratio ${ratio?.toFixed(2)}`)
      return {
        title: 'Embedded event store',
        about:
          'Through `@eventstore/db-client` in one process, the store in another, PostgreSQL with fsync in a third; the ' +
          'three share the cores. The limit is the same protocol answered from memory by a process that stores, orders ' +
          'and checks nothing. Growth compares the same store on logs of two lengths.',
        rows,
      }
    } finally {
      echo.disconnect()
      await small.stop()
      await postgres.stop()
      await data.remove()
    }
  },
}

/** The embedded store and a real server in turns, on logs of the same length. */
async function beside(url: string, small: EmbeddedEventStore, rounds: number): Promise<Row[]> {
  const urls = { store: small.url, server: url }
  const clients = {
    store: EventStoreDBClient.connectionString(urls.store),
    server: EventStoreDBClient.connectionString(urls.server),
  }
  const both = async (what: string, work: (client: EventStoreDBClient) => Promise<Sample>, aim?: number) => {
    const { store, server } = await interleave(rounds, {
      store: () => work(clients.store),
      server: () => work(clients.server),
    })
    return row(`${what}, of EventStoreDB`, { store, echo: server }, aim)
  }
  const rows = [
    await both('single appends, 1 caller', (client) => append(client, 1, 1), besideAims.one),
    await both('single appends, 32 callers', (client) => append(client, 32, 1), besideAims.many),
  ]
  rows.push(
    row(
      'appends as Hindsight makes them, 32 callers, of EventStoreDB',
      await asHindsight({ store: urls.store, echo: urls.server }, rounds),
    ),
  )
  const short: string[] = []
  for (const client of Object.values(clients)) {
    short.length = 0
    for (let filled = 0; filled < toRead; filled += inStream) await fill(client, `beside-${filled}`, inStream)
    for (let index = 0; index < shortStreams; index++) {
      const stream = `beside-short-${index}`
      short.push(stream)
      await client.appendToStream(stream, Array.from({ length: 5 }, event))
    }
  }
  rows.push(
    await both('events of $all read', readAll, besideAims.all),
    await both('events of $all caught up on', catchUp, besideAims.catchUp),
    await both('streams of 5 read, 16 at once', (client) => readStreams(client, short), besideAims.streams),
  )
  await Promise.all(Object.values(clients).map((client) => client.dispose()))
  return rows
}

async function asHindsight(urls: Record<'store' | 'echo', string>, rounds: number) {
  const adapters = { store: connectEventStore(urls.store), echo: connectEventStore(urls.echo) }
  const measured = await interleave(rounds, {
    store: () => appendAsHindsight(adapters.store, 32),
    echo: () => appendAsHindsight(adapters.echo, 32),
  })
  await Promise.all(Object.values(adapters).map((adapter) => adapter.close()))
  return measured
}

async function appendAsHindsight(store: EventStore, callers: number): Promise<Sample> {
  const from = performance.now()
  const until = from + seconds * 1000
  const latencies: number[] = []
  const call = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now()
      const one = { id: randomUUID(), type: exampleType, data: exampleData, metadata: {} }
      await store.append(`bench-${randomUUID()}`, [one], 'no-stream')
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return { operations: latencies.length, seconds: (performance.now() - from) / 1000, latencies }
}

async function readStreams(client: EventStoreDBClient, streams: readonly string[]): Promise<Sample> {
  const from = performance.now()
  const left = [...streams]
  const read = async () => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop())
      await counted(client.readStream(stream))
  }
  await Promise.all(Array.from({ length: 16 }, read))
  return { operations: streams.length, seconds: (performance.now() - from) / 1000 }
}

async function compare(echo: ChildProcess, small: EmbeddedEventStore, rounds: number): Promise<Row[]> {
  const [{ port }] = (await once(echo, 'message')) as [{ port: number }]
  const urls = { store: small.url, echo: `esdb://127.0.0.1:${port}?tls=false` }
  const clients = {
    store: EventStoreDBClient.connectionString(urls.store),
    echo: EventStoreDBClient.connectionString(urls.echo),
  }
  const both = async (work: (client: EventStoreDBClient) => Promise<Sample>) =>
    interleave(rounds, { store: () => work(clients.store), echo: () => work(clients.echo) })
  const rows = [
    row('single appends, 1 caller', await both((client) => append(client, 1, 1))),
    row('single appends, 64 callers', await both((client) => append(client, 64, 1)), aims.append),
    row('events in batches of 100, 4 callers', await both((client) => append(client, 4, 100))),
    row('appends as Hindsight makes them, 32 callers', await asHindsight(urls, rounds)),
  ]
  const stream = `read-${randomUUID()}`
  await fill(clients.store, stream, inStream)
  for (let filled = inStream; filled < toRead; filled += inStream) {
    await fill(clients.store, `filled-${randomUUID()}`, inStream)
  }
  rows.push(
    row('events of a stream read', await both((client) => readStream(client, stream)), aims.read),
    row('events of $all read', await both(readAll), aims.read),
    row('events of $all caught up on', await both(catchUp), aims.read),
  )
  await Promise.all(Object.values(clients).map((client) => client.dispose()))
  return rows
}

function row(what: string, measured: Record<'store' | 'echo', Measured>, aim?: number): Row {
  const { store, echo } = measured
  const ratio = store.perSecond / echo.perSecond
  const latency =
    store.p50 === undefined ? '' : ` (p50 ${milliseconds(store.p50)}, p99 ${milliseconds(store.p99)})`
  return {
    what,
    value: `${rate(store.perSecond)}${latency}`,
    limit: rate(echo.perSecond),
    ratio,
    ...(aim !== undefined && { aim: `≥ ${aim}`, met: ratio >= aim }),
    figures: { measured },
  }
}

const event = () => jsonEvent({ type: exampleType, data: exampleData, metadata: {} })

/** Callers that append to streams of ten appends each, and wait for each answer. */
async function append(client: EventStoreDBClient, callers: number, size: number): Promise<Sample> {
  const from = performance.now()
  const until = from + seconds * 1000
  const latencies: number[] = []
  const call = async (): Promise<void> => {
    for (let stream = '', revision = -1; performance.now() < until; revision += size) {
      if (revision < 0 || revision >= 10 * size - 1) {
        stream = `bench-${randomUUID()}`
        revision = -1
      }
      const events = Array.from({ length: size }, event)
      const began = performance.now()
      await client.appendToStream(stream, events, {
        expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision),
      })
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return { operations: latencies.length * size, seconds: (performance.now() - from) / 1000, latencies }
}

async function fill(client: EventStoreDBClient, stream: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1000)
    await client.appendToStream(stream, Array.from({ length: 1000 }, event))
}

type Read = ReturnType<EventStoreDBClient['readAll'] | EventStoreDBClient['readStream']>

/** By 'data' events, the client's cheapest way. */
async function counted(read: Read): Promise<Sample> {
  const from = performance.now()
  let operations = 0
  read.on('data', () => operations++)
  await once(read, 'end')
  return { operations, seconds: (performance.now() - from) / 1000 }
}

const readStream = (client: EventStoreDBClient, stream: string): Promise<Sample> =>
  counted(client.readStream(stream, { maxCount: inStream }))

const readAll = (client: EventStoreDBClient): Promise<Sample> => counted(client.readAll({ maxCount: toRead }))

async function catchUp(client: EventStoreDBClient): Promise<Sample> {
  const from = performance.now()
  let operations = 0
  const filter = excludeSystemEvents({ checkpointInterval: 32, checkpointReached: () => {} })
  const subscription = client.subscribeToAll({ fromPosition: START, filter })
  subscription.on('data', () => operations++)
  await once(subscription, 'caughtUp')
  const sample = { operations, seconds: (performance.now() - from) / 1000 }
  await subscription.unsubscribe()
  return sample
}

/** Whether an append costs the same, and the store needs the same memory, when the log has grown. */
async function grow(
  postgres: Postgres,
  small: EmbeddedEventStore,
  rounds: number,
  say: (line: string) => void,
): Promise<Row[]> {
  const databaseUrl = await createDatabase(postgres.url, 'grown')
  await (await startEventStore({ databaseUrl })).stop()
  await writeDirectly(databaseUrl, grown)
  say(`${grown} events written`)
  const large = await startEventStore({ databaseUrl })
  try {
    const clients = [small, large].map(({ url }) => EventStoreDBClient.connectionString(url))
    const [few = clients[0], many = clients[1]] = clients
    if (few === undefined || many === undefined) return []
    const measured = await interleave(rounds, {
      few: () => append(few, 64, 1),
      many: () => append(many, 64, 1),
    })
    const memory = { few: residentMiB(small.pid) ?? 0, many: residentMiB(large.pid) ?? 0 }
    await Promise.all(clients.map((client) => client.dispose()))
    const ratio = measured.many.perSecond / measured.few.perSecond
    return [
      {
        what: `appends, 64 callers, on a log of ${grown.toLocaleString('en')} events`,
        value: rate(measured.many.perSecond),
        limit: `${rate(measured.few.perSecond)} on the log of the rows above`,
        ratio,
        figures: { measured, memory },
      },
      {
        what: `memory of the store on a log of ${grown.toLocaleString('en')} events`,
        value: `${Math.round(memory.many)} MiB`,
        limit: `${Math.round(memory.few)} MiB on the log of the rows above`,
        figures: { memory },
      },
    ]
  } finally {
    await large.stop()
  }
}

/** As the store would have written it, in streams of ten events, but without the way through the client. */
async function writeDirectly(databaseUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const chunk = 100_000
  try {
    for (let from = 0; from < count; from += chunk) {
      const range = [from, Math.min(count, from + chunk) - 1]
      await client.query(
        `insert into eventstore.stream (number, name)
         select 1000 + n, 'deal-' || gen_random_uuid() from generate_series($1::bigint / 10, $2::bigint / 10) n`,
        range,
      )
      await client.query(
        `insert into eventstore.event (position, stream, revision, id, created, type, json, data, metadata)
         select 1000000 + n * 400, 1000 + n / 10, n % 10, gen_random_uuid(), 1700000000000000 + n, $3, true, $4, '{}'
         from generate_series($1::bigint, $2::bigint) n`,
        [...range, exampleType, Buffer.from(JSON.stringify(exampleData))],
      )
    }
    await client.query('vacuum analyze eventstore.event')
    await client.query('vacuum analyze eventstore.stream')
  } finally {
    await client.end()
  }
}
