import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { aggregates } from '../../src/commands/aggregates.ts'
import { Truncated } from '../../src/commands/errors.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { mostSubscriptions } from '../../src/platform/log/event-store/connection.ts'
import {
  connectEventStore,
  diagnose,
  type EventStore,
  OtherLog,
  StoreUnavailable,
} from '../../src/platform/log/event-store.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { ConfigError, readConfig } from '../../src/platform/process/config.ts'
import { deciders } from '../../src/registry.ts'
import { runningStores } from '../../src/start/stores.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import {
  type EventStoreProcess,
  type TestDatabase,
  type TestEventStore,
  testDatabase,
  testEventStore,
  testEventStoreProcess,
} from '../support/servers.ts'

/** What may become of a log that is elsewhere, each case named by its fault. */

let database: TestDatabase
let server: EventStoreProcess
let other: TestEventStore
let pg: Pg
let way: Way
let store: EventStore

beforeAll(async () => {
  database = await testDatabase()
  server = await testEventStoreProcess(database.url)
  other = await testEventStore()
  pg = openPg({ url: database.url, log: { warn: () => {} } })
  way = await openWay(portOf(server.url))
  store = connectEventStore(way.url, { appendTimeout: patience })
})

afterAll(async () => {
  await store.close()
  await way.close()
  await pg.close()
  await Promise.all([server.stop(), other.stop()])
  await database.drop()
})

const portOf = (url: string) => Number(/:(\d+)/.exec(url.slice('esdb://'.length))?.[1])
const event = () => ({ id: randomUUID(), type: 'thing.happened', data: {}, metadata: {} })
const stream = () => `thing-${randomUUID()}`

interface Way {
  url: string
  /** Cuts what is open; whoever comes next gets to this port. */
  leadTo(port: number): void
  close(): Promise<void>
}

/** A way to a server that may be led to another one. */
async function openWay(to: number): Promise<Way> {
  let target = to
  const open = new Set<Socket>()
  const gate: Server = createServer((from) => {
    const there = connect(target, '127.0.0.1')
    for (const socket of [from, there]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        from.destroy()
        there.destroy()
      })
    }
    from.pipe(there).pipe(from)
  })
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
  const address = gate.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `esdb://127.0.0.1:${address.port}?tls=false`,
    leadTo(port) {
      target = port
      cut()
    },
    async close() {
      cut()
      await new Promise((resolve) => gate.close(resolve))
    },
  }
}

describe.skipIf(process.env.EVENTSTORE_URL)('another log under a running product', () => {
  it('R3 R13: nothing is written to it and nothing read from it, in words; all goes on when the right one is back', async () => {
    await store.identity()
    await store.append(stream(), [event()], 'no-stream')
    await store.ping()
    const ending = new AbortController()
    const followed: string[] = []
    const following = (async () => {
      for await (const { events } of store.subscribe({ after: undefined, signal: ending.signal }))
        followed.push(...events.map(({ id }) => id))
    })()
    await eventually(() => expect(followed.length).toBeGreaterThan(0))

    const stranger = connectEventStore(other.url)
    const name = stream()
    way.leadTo(portOf(other.url))
    await expect(store.append(name, [event()], 'no-stream')).rejects.toThrow(OtherLog)
    await expect(store.ping()).rejects.toThrow(/is another one/)
    await expect(store.readStream(name)).rejects.toThrow(OtherLog)
    await eventually(() => expect(store.trouble()).toMatch(/is another one/))
    expect(await stranger.readStream(name)).toEqual([])
    const strange = event()
    await stranger.append(stream(), [strange], 'no-stream')

    way.leadTo(portOf(server.url))
    const own = event()
    await eventually(() => store.append(stream(), [own], 'no-stream'))
    await eventually(() => expect(followed).toContain(own.id))
    expect(followed).not.toContain(strange.id)
    expect(store.trouble()).toBeUndefined()
    ending.abort()
    await following
    await stranger.close()
  })

  it('R13: nor to one that has taken back what it had shown', async () => {
    const gone = event()
    const { position } = await store.append(stream(), [gone], 'no-stream')
    await pg.owner.query('create table taken_back as select * from eventstore.event where position = $1', [
      position,
    ])
    await pg.owner.query('delete from eventstore.event where position = $1', [position])
    await server.kill()
    await eventually(() =>
      expect(store.append(stream(), [event()], 'no-stream')).rejects.toThrow(/has taken back/),
    )
    await expect(store.ping()).rejects.toThrow(OtherLog)
    await pg.owner.query('insert into eventstore.event select * from taken_back')
    await server.kill()
    await eventually(() => store.append(stream(), [event()], 'no-stream'))
  })
})

describe('what is not reached', () => {
  it('R8 R17: is said at once in the operator’s words, once for all who try', async () => {
    const said: string[] = []
    const nowhere = connectEventStore('esdb://127.0.0.1:1?tls=false', {
      log: (message) => said.push(message),
      // A third of it is what a busy machine has to see that nothing listens.
      appendTimeout: 2_000,
    })
    await expect(nowhere.ping()).rejects.toThrow(
      'The event store cannot be used: nothing listens at its address',
    )
    await Promise.allSettled(Array.from({ length: 20 }, () => nowhere.append('s', [event()], 'no-stream')))
    expect(said).toEqual(['An append is tried again: nothing listens at its address'])
    await nowhere.close()
  })

  it('R8: a deadline that has passed is no name that is not known, although gRPC speaks of one', () => {
    const late = 'Deadline exceeded after 0.167s,name resolution: 0.002s,metadata filters: 0.001s'
    expect(diagnose(new Error(`4 DEADLINE_EXCEEDED: ${late},LB pick: 0.100s`)).text).toContain(late)
    const unknown = '14 UNAVAILABLE: Name resolution failed for target dns:nowhere.invalid:2113'
    expect(diagnose(new Error(unknown)).text).toBe('the name of its server is not known here')
  })

  it.each([
    ['nothing listens at its address', () => 'esdb://127.0.0.1:1,127.0.0.1:2?tls=false'],
    ['the name of its server is not known here', () => 'esdb://nowhere.invalid,nowhere2.invalid?tls=false'],
    ['it does not speak TLS there', () => `esdb://127.0.0.1:1,127.0.0.1:${portOf(other.url)}`],
  ])('R8: of a list of hosts too, of which the client says nothing: %s', async (reason, url) => {
    const several = connectEventStore(url())
    await expect(several.ping()).rejects.toThrow(`The event store cannot be used: ${reason}`)
    await several.close()
  })

  it('R8: tlsVerifyCert=false, which has no effect, is refused', () => {
    expect(() => readConfig({ EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tlsVerifyCert=false' })).toThrow(
      /tlsVerifyCert=false has no effect/,
    )
  })

  it('R16: of several hosts all are asked, also by esdb+discover', async () => {
    const several = connectEventStore(`esdb+discover://127.0.0.1:1,127.0.0.1:${portOf(other.url)}?tls=false`)
    await eventually(() => several.ping())
    await several.close()
  })

  it('R12: an empty log stays empty when it is only looked at', async () => {
    const server3 = await testEventStore()
    const looking = connectEventStore(server3.url)
    expect(await looking.knownIdentity()).toBeUndefined()
    expect(await looking.lastPosition()).toBeUndefined()
    await looking.close()
    await server3.stop()
  })

  it('R12: who asks is known from memory while the log is away, so that lists are answered', async () => {
    const nowhere = connectEventStore('esdb://127.0.0.1:1?tls=false')
    const ending = new AbortController()
    const following = (async () => {
      for await (const _ of nowhere.subscribe({ after: undefined, signal: ending.signal }));
    })()
    await eventually(() => expect(nowhere.trouble()).toBe('nothing listens at its address'))
    const user = deciders.find(({ name }) => name === 'user') ?? expect.unreachable()
    const known = aggregates({ store: nowhere, codec: eventCodec(deciders) })
    const id = randomUUID()
    known.put(user, id, { state: { active: true }, revision: 0, occurredAt: '', commands: new Map() })
    const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
    expect(await known.load(user, id)).toEqual({ active: true })
    later.mockRestore()
    ending.abort()
    await following
    await nowhere.close()
  })

  it('R12: an error that users see has neither address nor protocol in it', async () => {
    const nowhere = connectEventStore('esdb://127.0.0.1:1?tls=false', { appendTimeout: 300 })
    const appending = nowhere.append('s', [event()], 'no-stream')
    await expect(appending).rejects.toThrow(StoreUnavailable)
    await expect(appending).rejects.not.toThrow(/127\.0|gRPC|UNAVAILABLE|ECONN/)
    await nowhere.close()
  })
})

it('R11: open streams are counted, and no more subscriptions are made than a server serves', async () => {
  const own = connectEventStore(server.url)
  const ending = new AbortController()
  const { signal } = ending
  const following = Array.from({ length: mostSubscriptions }, async () => {
    for await (const _ of own.subscribe({ after: undefined, signal }));
  })
  await eventually(() => expect(own.streams().get('reading')).toBe(mostSubscriptions))
  expect(await own.readStream('nothing')).toEqual([])
  const more = async () => {
    for await (const _ of own.subscribe({ after: undefined, signal }));
  }
  await expect(more()).rejects.toThrow(/subscriptions are open/)
  ending.abort()
  await Promise.all(following)
  await eventually(() => expect(own.streams().get('reading')).toBe(0))
  await own.close()
})

describe('R9: what an operator has let go of', () => {
  const lead = deciders.find(({ name }) => name === 'lead') ?? expect.unreachable()
  const cache = () => aggregates({ store, codec: eventCodec(deciders) })

  it('is missing by name, and nothing is decided on what is left', async () => {
    const client = EventStoreDBClient.connectionString(server.url)
    const id = randomUUID()
    await store.append(`lead-${id}`, [event(), event(), event()], 'no-stream')
    await client.setStreamMetadata(`lead-${id}`, { truncateBefore: 2 })
    const error = await cache()
      .get(lead, id)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Truncated)
    expect(error).toMatchObject({ missing: { from: 0, to: 1 } })

    const deleted = randomUUID()
    await store.append(`lead-${deleted}`, [event()], 'no-stream')
    await client.deleteStream(`lead-${deleted}`)
    await expect(cache().get(lead, deleted)).rejects.toThrow(/from revision 0 to its end/)
    await client.tombstoneStream(`lead-${deleted}`)
    await expect(cache().get(lead, deleted)).rejects.toThrow(Truncated)
    expect(await cache().get(lead, randomUUID())).toBeUndefined()
    await client.dispose()
  })
})

describe('R7: commands beside a running product', () => {
  const data = mkdtempSync(join(tmpdir(), 'hindsight-stores-'))
  afterAll(() => rmSync(data, { recursive: true }))
  const pgUrl = 'postgres://localhost:5432/x'
  const esUrl = 'esdb://127.0.0.1:2113?tls=false'
  const outside = { DATABASE_URL: pgUrl, EVENTSTORE_URL: esUrl }
  const running = (announced: object, env: NodeJS.ProcessEnv) => {
    writeFileSync(join(data, 'stores.json'), JSON.stringify({ pid: process.pid, ...announced }))
    return runningStores(readConfig({ HINDSIGHT_DATA: data, ...env }))
  }

  it.each([
    ['both embedded', { databaseUrl: pgUrl, eventStoreUrl: esUrl }, {}],
    ['the log outside', { databaseUrl: pgUrl }, { EVENTSTORE_URL: esUrl }],
    ['the database outside', { eventStoreUrl: esUrl }, { DATABASE_URL: pgUrl }],
  ])('find its stores: %s', (_, announced, env) => {
    expect(running(announced, env)).toMatchObject({ databaseUrl: pgUrl, eventStoreUrl: esUrl })
  })

  it('refuse another configuration than the one it has', () => {
    expect(() => running({ databaseUrl: pgUrl }, {})).toThrow(ConfigError)
    expect(() => running({ databaseUrl: pgUrl, eventStoreUrl: esUrl }, outside)).toThrow(
      /EVENTSTORE_URL|DATABASE_URL/,
    )
  })
})
