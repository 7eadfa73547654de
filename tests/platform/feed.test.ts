import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  checkpointAt,
  compareCheckpoints,
  connectEventStore,
  covers,
  type EventStore,
  type Position,
  type StoredEvent,
} from '../../src/platform/log/event-store.ts'
import { createFeed, type Feed } from '../../src/platform/log/feed.ts'
import { patience } from '../support/patience.ts'
import { type EventStoreProcess, testEventStoreProcess } from '../support/servers.ts'

let server: EventStoreProcess
let store: EventStore
beforeAll(async () => {
  server = await testEventStoreProcess()
  store = connectEventStore(server.url, { appendTimeout: patience })
})
afterAll(async () => {
  await store.close()
  await server.stop()
})

async function append(count: number, ids = Array.from({ length: count }, () => randomUUID())) {
  const events = ids.map((id) => ({
    id,
    type: 'thing.happened',
    data: {},
    metadata: {},
  }))
  await store.append(`thing-${randomUUID()}`, events, 'no-stream')
  return ids
}

/** Follows from after a position until the event `last` was seen; `pause` ms between batches. */
async function follow(
  feed: Feed,
  after: Position | undefined,
  last: string,
  { pause = 0, maxBatch = 500 } = {},
): Promise<{ ids: string[]; live: boolean }> {
  const ids: string[] = []
  const abort = new AbortController()
  let wasLive = false
  let checkpoint = after === undefined ? undefined : checkpointAt(after)
  for await (const batch of feed.subscribe({ after, signal: abort.signal, maxBatch })) {
    expect(batch.events.length).toBeLessThanOrEqual(maxBatch)
    expect(compareCheckpoints(batch.checkpoint, checkpoint)).toBeGreaterThanOrEqual(0)
    const isNew = ({ position }: StoredEvent) =>
      covers(batch.checkpoint, position) && !covers(checkpoint, position)
    expect(batch.events.every(isNew)).toBe(true)
    checkpoint = batch.checkpoint
    ids.push(...batch.events.map(({ id }) => id))
    wasLive ||= batch.live
    if (ids.at(-1) === last) abort.abort()
    if (pause > 0) await sleep(pause)
  }
  return { ids, live: wasLive }
}

/** The store, with a count of the subscriptions made. */
function counted() {
  const made = { subscriptions: 0 }
  const subscribe: EventStore['subscribe'] = (options) => {
    made.subscriptions++
    return store.subscribe(options)
  }
  return { made, store: { subscribe, lastPosition: store.lastPosition } }
}

describe('the feed', () => {
  it('gives everybody every event once and in order: from the start, from the end, quick and slow', async () => {
    const before = await append(120)
    const { store: log } = counted()
    // So little is kept that the slow ones fall behind it again and again.
    const feed = createFeed(log, { kept: 10 })
    const last = randomUUID()
    const middle = await store.lastPosition()
    const following = [
      follow(feed, undefined, last),
      follow(feed, undefined, last, { pause: 20, maxBatch: 7 }),
      follow(feed, middle, last),
      follow(feed, middle, last, { pause: 30, maxBatch: 13 }),
    ]
    const added: string[] = []
    for (let round = 0; round < 30; round++) added.push(...(await append(1 + (round % 9))))
    added.push(...(await append(1, [last])))
    const [all, slowly, rest, slowlyToo] = await Promise.all(following)
    expect(all?.ids.slice(-before.length - added.length)).toEqual([...before, ...added])
    expect(slowly?.ids).toEqual(all?.ids)
    expect(rest?.ids).toEqual(added)
    expect(slowlyToo?.ids).toEqual(added)
    await feed.stop()
  })

  it('receives what is new once, however many follow, and says when they are level with the log', async () => {
    const { store: log, made } = counted()
    const feed = createFeed(log)
    const after = await store.lastPosition()
    const last = randomUUID()
    const following = Array.from({ length: 5 }, () => follow(feed, after, last))
    const added = [...(await append(3)), ...(await append(2))]
    await append(1, [last])
    for (const { ids, live } of await Promise.all(following)) {
      expect(ids).toEqual([...added, last])
      expect(live).toBe(true)
    }
    expect(made.subscriptions).toBe(1)
    await feed.stop()
  })

  it('says that a follower is level with the log although nothing happens', async () => {
    const feed = createFeed(store)
    const abort = new AbortController()
    for await (const { live } of feed.subscribe({
      after: await store.lastPosition(),
      signal: abort.signal,
    })) {
      if (live) abort.abort()
    }
    await feed.stop()
  })

  it('ends for those who wait when it is stopped, and an ended follower leaves the others alone', async () => {
    const feed = createFeed(store)
    const after = await store.lastPosition()
    const leaving = new AbortController()
    const last = randomUUID()
    const left = (async () => {
      for await (const _ of feed.subscribe({ after, signal: leaving.signal })) leaving.abort()
    })()
    const staying = follow(feed, after, last)
    const added = await append(2)
    await left
    await append(1, [last])
    expect((await staying).ids).toEqual([...added, last])
    const waiting = follow(feed, await store.lastPosition(), randomUUID())
    await sleep(50)
    await feed.stop()
    await expect(waiting).rejects.toThrow('the feed has ended')
  })
})

describe.skipIf(process.env.EVENTSTORE_URL)('over a kill of the store', () => {
  it('loses and doubles nothing for anybody', async () => {
    const feed = createFeed(store, { kept: 20 })
    const after = await store.lastPosition()
    const last = randomUUID()
    const following = [follow(feed, after, last), follow(feed, after, last, { pause: 5, maxBatch: 3 })]
    const added = await append(50)
    await server.kill()
    for (let round = 0; round < 10; round++) added.push(...(await append(5)))
    await append(1, [last])
    for (const { ids } of await Promise.all(following)) expect(ids).toEqual([...added, last])
    await feed.stop()
  })
})
