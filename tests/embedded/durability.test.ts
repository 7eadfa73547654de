import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadedDice } from '../../src/demo/dice.ts'
import { startEventStore } from '../../src/embedded/event-store.ts'
import {
  CannotWrite,
  connectEventStore,
  type EventStore,
  type EventToAppend,
  type StoredEvent,
} from '../../src/platform/log/event-store.ts'
import { seed, times } from '../support/chance.ts'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { type Cluster, pause, startCluster } from './cluster.ts'

/** Of the store, of Postgres, of both, and again. */
const rounds = Number(process.env.HINDSIGHT_KILL_ROUNDS ?? times(3, 6))

let cluster: Cluster
let store: EventStore

beforeAll(async () => {
  cluster = await startCluster()
  store = connectEventStore(cluster.store.url, { appendTimeout: patience })
})

afterAll(async () => {
  await store.close()
  await cluster.stop()
})

const event = (data: unknown = {}): EventToAppend => ({ id: randomUUID(), type: 'kept', data, metadata: {} })
const stream = (): string => `kept-${randomUUID()}`

async function readAll(): Promise<StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const page of store.readAll()) all.push(...page)
  return all
}

describe('over kills of the store, of Postgres and of both', () => {
  it(
    'nothing acknowledged is lost, nothing is doubled, no revision is missing, subscribers see the one order',
    async () => {
      const dice = await loadedDice(seed)
      const acknowledged = new Map<string, { stream: string; revision: bigint; position: bigint }>()
      const attempted = new Set<string>()
      let writing = true
      const write = async (): Promise<void> => {
        const name = stream()
        let revision = -1n
        while (writing) {
          const events = Array.from({ length: dice.whole(1, 3) }, () => event())
          for (const { id } of events) attempted.add(id)
          const appended = await store.append(name, events, revision < 0n ? 'no-stream' : revision)
          expect(appended.revision).toBe(revision + BigInt(events.length))
          for (const [index, { id }] of events.entries()) {
            acknowledged.set(id, {
              stream: name,
              revision: revision + 1n + BigInt(index),
              position: appended.position,
            })
          }
          revision = appended.revision
        }
      }
      const abort = new AbortController()
      const seen: string[] = []
      const subscribed = (async () => {
        for await (const { events } of store.subscribe({ after: undefined, signal: abort.signal })) {
          seen.push(...events.map(({ id }) => id))
        }
      })()
      const writers = Array.from({ length: 8 }, write)
      for (let round = 0; round < rounds; round++) {
        await pause(dice.whole(200, 800))
        cluster.kill((['store', 'postgres', 'both'] as const)[round % 3] ?? 'both')
        // Some of the kills hit while the last one is being recovered from.
        if (round % 3 === 0) continue
        const before = acknowledged.size
        while (acknowledged.size === before) await pause(20)
      }
      await pause(300)
      writing = false
      await Promise.all(writers)

      const all = await readAll()
      const ids = all.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids) expect(attempted.has(id)).toBe(true)
      const byId = new Map(all.map((each) => [each.id, each]))
      for (const [id, promised] of acknowledged) {
        const kept = byId.get(id)
        expect(kept).toMatchObject({ stream: promised.stream, revision: promised.revision })
        expect(kept?.position).toBeLessThanOrEqual(promised.position)
      }
      const next = new Map<string, bigint>()
      for (const { stream: name, revision } of all) {
        expect(revision).toBe(next.get(name) ?? 0n)
        next.set(name, revision + 1n)
      }
      while (seen.length < ids.length) await pause(20)
      abort.abort()
      await subscribed
      expect(seen).toEqual(ids)
    },
    (5 + rounds) * patience,
  )
})

describe('while the database is away', () => {
  it('appends wait for it, and are written once when it is back', async () => {
    cluster.kill('postgres')
    const name = stream()
    const streams = Array.from({ length: 40 }, (_, index) => `${name}${index}`)
    await Promise.all(streams.map((each) => store.append(each, [event()], 'no-stream')))
    for (const each of streams) expect(await store.readStream(each)).toHaveLength(1)
  })

  it('an append is answered with a timeout at its deadline, not with success', async () => {
    const client = EventStoreDBClient.connectionString(cluster.store.url)
    const name = stream()
    const locker = new pg.Client({ connectionString: cluster.databaseUrl })
    await locker.connect()
    await locker.query('begin; lock table eventstore.event in access exclusive mode')
    const late = client
      .appendToStream(name, jsonEvent({ type: 'late', data: {} }), { deadline: 300 })
      .catch((error: unknown) => error)
    expect(await late).toMatchObject({ type: 'deadline-exceeded' })
    await locker.query('commit')
    await locker.end()
    // It was on its way: in the end it is there once or not at all.
    await store.append(stream(), [event()], 'no-stream')
    expect((await store.readStream(name)).length).toBeLessThanOrEqual(1)
    await client.dispose()
  })
})

describe('a full disk', () => {
  it('refuses appends with the reason and writes nothing of them; service returns with the space', async () => {
    await cluster.query(`
      create function eventstore.no_space() returns trigger language plpgsql as $$
      begin
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
      end $$;
      create trigger no_space before insert on eventstore.event execute function eventstore.no_space()`)
    // Of which one attempt has a third: it has to hear of the reason, not of its own deadline.
    const hasty = connectEventStore(cluster.store.url, { appendTimeout: 9_000 })
    const name = stream()
    const refused = await hasty.append(name, [event()], 'no-stream').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(CannotWrite)
    expect(String(refused)).toContain('its disk is full or may only be read')
    expect(String((refused as Error).cause)).toContain('No space left on device')
    await cluster.query('drop trigger no_space on eventstore.event; drop function eventstore.no_space()')
    expect(await store.readStream(name)).toEqual([])
    expect((await store.append(name, [event()], 'no-stream')).revision).toBe(0n)
    await hasty.close()
  })
})

describe('a second store process on the same log', () => {
  it('is turned away while the first one serves', async () => {
    const second = startEventStore({ databaseUrl: cluster.databaseUrl, lockPatience: 200 })
    await expect(second).rejects.toThrow('Another event store process serves this database.')
    await store.append(stream(), [event()], 'no-stream')
  })

  it('that has taken over stops the first one from writing', async () => {
    const before = cluster.store.pid
    // What a process does that finds the lock free.
    await cluster.query('update eventstore.store set epoch = epoch + 1')
    const name = stream()
    const { revision } = await store.append(name, [event()], 'no-stream')
    // Not that process has written it, but the one that was started in its place.
    expect(revision).toBe(0n)
    expect(cluster.store.pid).not.toBe(before)
    await eventually(() =>
      expect(cluster.messages.join('\n')).toContain('Another process has taken over the log.'),
    )
    expect(await store.readStream(name)).toHaveLength(1)
  })
})

describe.runIf(process.platform === 'linux')('a subscriber that does not read', () => {
  it('costs bounded memory', async () => {
    const client = EventStoreDBClient.connectionString(cluster.store.url)
    const subscriptions = Array.from({ length: 10 }, () => client.subscribeToAll({ fromPosition: END }))
    for (const subscription of subscriptions) subscription.on('error', () => {})
    const text = 'x'.repeat(500_000)
    for (let index = 0; index < 50; index++) await store.append(stream(), [event({ text })], 'no-stream')
    const [, resident] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${cluster.store.pid}/status`, 'utf8')) ?? []
    // Each of the ten would hold 25 MB.
    expect(Number(resident)).toBeLessThan(300_000)
    await client.dispose()
  })
})
