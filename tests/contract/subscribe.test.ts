import { once } from 'node:events'
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
import { eventually } from '../support/eventually.ts'
import { collect, contractStore, errorOf, event, events, newStream } from './store.ts'

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

/** Waits until each is confirmed and has said that it caught up. */
const caughtUp = (...all: Record_[]): Promise<void> =>
  eventually(() => {
    for (const { notices } of all) expect(notices.length).toBeGreaterThanOrEqual(2)
  })

const idsOf = (given: readonly { id: string }[]): string[] => given.map(({ id }) => id)
const ofStream = (stream: string): Filter => streamNameFilter({ prefixes: [stream] })

describe('a subscription to a stream', () => {
  it('confirms first, delivers what is there, says that it caught up, and delivers what comes', async () => {
    const stream = newStream()
    const given = events(6)
    await store.client().appendToStream(stream, given.slice(0, 4))
    const seen = record(store.client().subscribeToStream(stream, { fromRevision: START }))
    await eventually(() => expect(seen.notices).toEqual(['confirmation', 'caught up after 4']))
    await store.client().appendToStream(stream, given.slice(4))
    await eventually(() => expect(seen.ids).toEqual(idsOf(given)))
    await seen.stop()
  })

  it('begins after a revision, or at the end', async () => {
    const stream = newStream()
    const given = events(5)
    await store.client().appendToStream(stream, given.slice(0, 4))
    const after = record(store.client().subscribeToStream(stream, { fromRevision: 1n }))
    const end = record(store.client().subscribeToStream(stream, { fromRevision: END }))
    await caughtUp(after, end)
    await store.client().appendToStream(stream, given.slice(4))
    await eventually(() => expect(after.ids).toEqual(idsOf(given.slice(2))))
    await eventually(() => expect(end.ids).toEqual(idsOf(given.slice(4))))
    await Promise.all([after.stop(), end.stop()])
  })

  it('waits for a stream that does not exist yet, and for one that is deleted and comes back', async () => {
    const stream = newStream()
    const given = events(3)
    const seen = record(store.client().subscribeToStream(stream))
    await caughtUp(seen)
    await store.client().appendToStream(stream, given.slice(0, 1))
    await eventually(() => expect(seen.ids).toEqual(idsOf(given.slice(0, 1))))
    await store.client().deleteStream(stream)
    await store.client().appendToStream(stream, given.slice(1))
    await eventually(() => expect(seen.ids).toEqual(idsOf(given)))
    await seen.stop()
  })

  it('ends with an error when the stream is tombstoned', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    const seen = record(store.client().subscribeToStream(stream))
    await caughtUp(seen)
    await store.client().tombstoneStream(stream)
    await eventually(() => expect(seen.error).toBeInstanceOf(StreamDeletedError))
  })

  it('shows what the metadata lets be seen', async () => {
    const stream = newStream()
    const given = events(5)
    await store.client().appendToStream(stream, given)
    await store.client().setStreamMetadata(stream, { maxCount: 2 })
    const seen = record(store.client().subscribeToStream(stream))
    await eventually(() => expect(seen.ids).toEqual(idsOf(given.slice(3))))
    await caughtUp(seen)
    expect(seen.ids).toEqual(idsOf(given.slice(3)))
    await seen.stop()
  })
})

describe('a subscription to $all', () => {
  it('sees everything from the start, in the order of reading', async () => {
    await store.client().appendToStream(newStream(), events(700))
    const seen = record(store.client().subscribeToAll())
    const all = await collect(store.client().readAll())
    await eventually(() => expect(seen.ids).toEqual(all.map(({ event: found }) => found?.id)))
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
    await eventually(() => expect(seen.ids).toEqual(idsOf(given.slice(2))))
    await seen.stop()
  })

  it('at the end, or from beyond it, shows only what is new and above', async () => {
    const stream = newStream()
    const far = { commit: 2n ** 60n, prepare: 2n ** 60n }
    const end = record(store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) }))
    const beyond = record(store.client().subscribeToAll({ fromPosition: far, filter: ofStream(stream) }))
    await caughtUp(end, beyond)
    const given = events(2)
    await store.client().appendToStream(stream, given)
    await eventually(() => expect(end.ids).toEqual(idsOf(given)))
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
    const [one, two, three, four] = idsOf([...made.a, ...made.b])
    const expectSeen = async (filter: Filter, ids: (string | undefined)[]): Promise<void> => {
      const seen = record(store.client().subscribeToAll({ fromPosition: position ?? START, filter }))
      await caughtUp(seen)
      await eventually(() => expect(seen.ids).toEqual(ids))
      await seen.stop()
    }
    await expectSeen(streamNameFilter({ prefixes: [`${category}a`] }), [one, two])
    await expectSeen(streamNameFilter({ regex: `^${category}.*1$` }), [one, two, three, four])
    await expectSeen(eventTypeFilter({ prefixes: ['red.', 'blue.'] }), [one, three, four])
    await expectSeen(eventTypeFilter({ regex: '^(green|blue)\\.' }), [two, four])
    await expectSeen(excludeSystemEvents(), [one, two, three, four])
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
    await eventually(() => {
      expect(delivered).toBe(10)
      expect(checkpoints.length).toBeGreaterThanOrEqual(15)
    })
    const commits = checkpoints.map(({ position: reached }) => reached.commit)
    expect(commits).toEqual([...new Set(commits)].sort((a, b) => (a < b ? -1 : 1)))
    for (const { position: reached, delivered: before } of checkpoints.slice(0, 5)) {
      const resumed = record(
        store
          .client()
          .subscribeToAll({ fromPosition: reached, filter: eventTypeFilter({ prefixes: ['wanted'] }) }),
      )
      await eventually(() => expect(resumed.ids).toEqual(idsOf(given.slice(before))))
      await resumed.stop()
    }
    // Live too, when nothing matches.
    const known = checkpoints.length
    await store.client().appendToStream(newStream(), events(14, 'noise'))
    await eventually(() => expect(checkpoints.length).toBeGreaterThan(known))
    await subscription.unsubscribe()
  })

  it('does not wait for a slow reader, and the slow reader misses nothing', async () => {
    const stream = newStream()
    const slow = store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) })
    const confirmed = once(slow, 'confirmation')
    const quick = record(store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) }))
    await confirmed
    await caughtUp(quick)
    const given = Array.from({ length: 1500 }, () => event('contract.tested', { text: 'x'.repeat(300) }))
    for (let at = 0; at < given.length; at += 100)
      await store.client().appendToStream(stream, given.slice(at, at + 100))
    await eventually(() => expect(quick.ids).toEqual(idsOf(given)))
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
    const confirmed = once(subscription, 'confirmation')
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
    await confirmed
    for (let index = 0; index < 30; index++) await store.client().appendToStream(stream, event())
    await eventually(() => expect(checked).toBe(30))
    expect(unreadable).toEqual([])
    await subscription.unsubscribe()
  })
})
