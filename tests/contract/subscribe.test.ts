import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  type Filter,
  type Position,
  type ResolvedEvent,
  START,
  StreamDeletedError,
  streamNameFilter,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { collect, contractStore, errorOf, event, events, eventually, newStream } from './store.ts'

const store = contractStore()

type Subscription = ReturnType<ReturnType<typeof store.client>['subscribeToAll' | 'subscribeToStream']>

/** What a subscription reports, in order. */
interface Record_ {
  ids: string[]
  notices: string[]
  error: unknown
  stop(): Promise<void>
}

function record(subscription: Subscription): Record_ {
  const seen: Record_ = { ids: [], notices: [], error: undefined, stop: () => subscription.unsubscribe() }
  subscription.on('data', ({ event: found, link }: ResolvedEvent) => seen.ids.push((link ?? found)?.id ?? ''))
  subscription.on('confirmation', () => seen.notices.push('confirmation'))
  subscription.on('caughtUp', () =>
    seen.notices.push(`caught up after ${seen.ids.length + subscription.readableLength}`),
  )
  subscription.on('error', (error: unknown) => {
    seen.error = error
  })
  return seen
}

const idsOf = (given: readonly { id: string }[]): string[] => given.map(({ id }) => id)
const ofStream = (stream: string): Filter => streamNameFilter({ prefixes: [stream] })

describe('a subscription to a stream', () => {
  it('confirms first, delivers what is there, says that it caught up, and delivers what comes', async () => {
    const stream = newStream()
    const given = events(6)
    await store.client().appendToStream(stream, given.slice(0, 4))
    const seen = record(store.client().subscribeToStream(stream, { fromRevision: START }))
    await eventually(() => seen.notices.length >= 2)
    expect(seen.notices).toEqual(['confirmation', 'caught up after 4'])
    await store.client().appendToStream(stream, given.slice(4))
    await eventually(() => seen.ids.length === 6)
    expect(seen.ids).toEqual(idsOf(given))
    await seen.stop()
  })

  it('begins after a revision, or at the end', async () => {
    const stream = newStream()
    const given = events(5)
    await store.client().appendToStream(stream, given.slice(0, 4))
    const after = record(store.client().subscribeToStream(stream, { fromRevision: 1n }))
    const end = record(store.client().subscribeToStream(stream, { fromRevision: END }))
    await eventually(() => after.notices.length >= 2 && end.notices.length >= 2)
    await store.client().appendToStream(stream, given.slice(4))
    await eventually(() => after.ids.length === 3 && end.ids.length === 1)
    expect(after.ids).toEqual(idsOf(given.slice(2)))
    expect(end.ids).toEqual(idsOf(given.slice(4)))
    await Promise.all([after.stop(), end.stop()])
  })

  it('waits for a stream that does not exist yet, and for one that is deleted and comes back', async () => {
    const stream = newStream()
    const given = events(3)
    const seen = record(store.client().subscribeToStream(stream))
    await eventually(() => seen.notices.length >= 2)
    await store.client().appendToStream(stream, given.slice(0, 1))
    await eventually(() => seen.ids.length === 1)
    await store.client().deleteStream(stream)
    await store.client().appendToStream(stream, given.slice(1))
    await eventually(() => seen.ids.length === 3)
    expect(seen.ids).toEqual(idsOf(given))
    await seen.stop()
  })

  it('ends with an error when the stream is tombstoned', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    const seen = record(store.client().subscribeToStream(stream))
    await eventually(() => seen.notices.length >= 2)
    await store.client().tombstoneStream(stream)
    await eventually(() => seen.error !== undefined)
    expect(seen.error).toBeInstanceOf(StreamDeletedError)
  })

  it('shows what the metadata lets be seen', async () => {
    const stream = newStream()
    const given = events(5)
    await store.client().appendToStream(stream, given)
    await store.client().setStreamMetadata(stream, { maxCount: 2 })
    const seen = record(store.client().subscribeToStream(stream))
    await eventually(() => seen.notices.length >= 2)
    expect(seen.ids).toEqual(idsOf(given.slice(3)))
    await seen.stop()
  })
})

describe('a subscription to $all', () => {
  it('sees everything from the start, in the order of reading', async () => {
    await store.client().appendToStream(newStream(), events(700))
    const seen = record(store.client().subscribeToAll())
    await eventually(() => seen.notices.length >= 2)
    const all = await collect(store.client().readAll())
    expect(seen.ids).toEqual(all.map(({ event: found }) => found?.id))
    await seen.stop()
  })

  it('begins strictly after a position', async () => {
    const stream = newStream()
    const given = events(4)
    const { position } = await store.client().appendToStream(stream, given.slice(0, 2))
    await store.client().appendToStream(stream, given.slice(2))
    const seen = record(
      store.client().subscribeToAll({ fromPosition: position ?? START, filter: ofStream(stream) }),
    )
    await eventually(() => seen.ids.length === 2)
    expect(seen.ids).toEqual(idsOf(given.slice(2)))
    await seen.stop()
  })

  it('at the end, or from beyond it, shows only what is new and above', async () => {
    const stream = newStream()
    const far = { commit: 2n ** 60n, prepare: 2n ** 60n }
    const end = record(store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) }))
    const beyond = record(store.client().subscribeToAll({ fromPosition: far, filter: ofStream(stream) }))
    await eventually(() => end.notices.length >= 2 && beyond.notices.length >= 2)
    const given = events(2)
    await store.client().appendToStream(stream, given)
    await eventually(() => end.ids.length === 2)
    expect(beyond.ids).toEqual([])
    expect(beyond.error).toBeUndefined()
    await Promise.all([end.stop(), beyond.stop()])
  })

  it('filters by prefixes and regular expressions of streams and types', async () => {
    const category = `filter${Date.now()}`
    const streams = [`${category}a-1`, `${category}b-1`]
    const made = { a: [event('red.one'), event('green.two')], b: [event('red.three'), event('blue.four')] }
    const { position } = await store.client().appendToStream(newStream(), event())
    await store.client().appendToStream(streams[0] ?? '', made.a)
    await store.client().appendToStream(streams[1] ?? '', made.b)
    const filtered = async (filter: Filter, count: number): Promise<string[]> => {
      const seen = record(store.client().subscribeToAll({ fromPosition: position ?? START, filter }))
      await eventually(() => seen.notices.length >= 2 && seen.ids.length >= count)
      await seen.stop()
      return seen.ids
    }
    const [one, two, three, four] = idsOf([...made.a, ...made.b])
    expect(await filtered(streamNameFilter({ prefixes: [`${category}a`] }), 2)).toEqual([one, two])
    expect(await filtered(streamNameFilter({ regex: `^${category}.*1$` }), 4)).toEqual([
      one,
      two,
      three,
      four,
    ])
    expect(await filtered(eventTypeFilter({ prefixes: ['red.', 'blue.'] }), 3)).toEqual([one, three, four])
    expect(await filtered(eventTypeFilter({ regex: '^(green|blue)\\.' }), 2)).toEqual([two, four])
    const own = await filtered(excludeSystemEvents(), 4)
    expect(own).toEqual([one, two, three, four])
  })

  it('reports checkpoints at the asked interval, strictly increasing, that are safe to resume from', async () => {
    const { position } = await store.client().appendToStream(newStream(), event())
    const stream = newStream('checkpointed')
    const given = events(10, 'wanted')
    for (const each of given) await store.client().appendToStream(stream, [...events(20, 'noise'), each])
    const checkpoints: { position: Position; delivered: number }[] = []
    let delivered = 0
    const filter = eventTypeFilter({
      prefixes: ['wanted'],
      maxSearchWindow: 7,
      checkpointInterval: 2,
      checkpointReached: (_, reached) =>
        void checkpoints.push({ position: reached, delivered: delivered + length() }),
    })
    const subscription = store.client().subscribeToAll({ fromPosition: position ?? START, filter })
    const length = (): number => subscription.readableLength
    subscription.on('data', () => delivered++)
    await eventually(() => delivered === 10 && checkpoints.length >= 15)
    const commits = checkpoints.map(({ position: reached }) => reached.commit)
    expect(commits).toEqual([...new Set(commits)].sort((a, b) => (a < b ? -1 : 1)))
    for (const { position: reached, delivered: before } of checkpoints.slice(0, 5)) {
      const resumed = record(
        store
          .client()
          .subscribeToAll({ fromPosition: reached, filter: eventTypeFilter({ prefixes: ['wanted'] }) }),
      )
      await eventually(() => resumed.ids.length === 10 - before)
      expect(resumed.ids).toEqual(idsOf(given.slice(before)))
      await resumed.stop()
    }
    // Live too, when nothing matches.
    const known = checkpoints.length
    await store.client().appendToStream(newStream(), events(14, 'noise'))
    await eventually(() => checkpoints.length > known)
    await subscription.unsubscribe()
  })

  it('does not wait for a slow reader, and the slow reader misses nothing', async () => {
    const stream = newStream()
    const slow = store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) })
    const quick = record(store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) }))
    await eventually(() => quick.notices.length >= 2)
    const given = Array.from({ length: 1500 }, () => event('contract.tested', { text: 'x'.repeat(300) }))
    for (let at = 0; at < given.length; at += 100)
      await store.client().appendToStream(stream, given.slice(at, at + 100))
    await eventually(() => quick.ids.length === 1500)
    const ids: string[] = []
    for await (const { event: found } of slow) {
      ids.push(found?.id ?? '')
      if (ids.length === 1500) break
    }
    expect(ids).toEqual(idsOf(given))
    await quick.stop()
  })

  it('shows an event no later than its append is acknowledged, and never before it can be read', async () => {
    const stream = newStream()
    const unreadable: unknown[] = []
    const subscription = store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) })
    let checked = 0
    subscription.on('data', ({ event: found }) => {
      const read = collect(
        store.client().readStream(stream, { fromRevision: found?.revision ?? 0n, maxCount: 1 }),
      )
      void errorOf(read.then(([same]) => expect(same?.event?.id).toBe(found?.id))).then((error) => {
        if (error !== undefined) unreadable.push(error)
        checked++
      })
    })
    for (let index = 0; index < 30; index++) await store.client().appendToStream(stream, event())
    await eventually(() => checked === 30)
    expect(unreadable).toEqual([])
    await subscription.unsubscribe()
  })
})
