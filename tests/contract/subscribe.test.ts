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
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { collect, contractStore, errorOf, event, events, newStream, quieted } from './store.ts'

const store = contractStore()
beforeAll(() => quieted(store.client()))

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

const assert = (): never => {
  throw new Error('no such event')
}

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

  it('is refused at once on a tombstoned stream, before it is confirmed (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().tombstoneStream(stream)
    const seen = record(store.client().subscribeToStream(stream))
    await eventually(() => expect(seen.error).toBeInstanceOf(StreamDeletedError))
    expect(seen).toMatchObject({ ids: [], notices: [] })
  })

  it('gets what is new whatever the metadata hide (seen on 24.6)', async () => {
    const hiding = [{ maxCount: 1 }, { truncateBefore: 10 }]
    for (const metadata of hiding) {
      const stream = newStream()
      await store.client().setStreamMetadata(stream, metadata)
      const seen = record(store.client().subscribeToStream(stream))
      await caughtUp(seen)
      const given = events(3)
      await store.client().appendToStream(stream, given)
      await eventually(() => expect(seen.ids).toEqual(idsOf(given)))
      await seen.stop()
    }
  })

  it('shows the newest event of a metadata stream, then each new one (seen on 24.6)', async () => {
    const stream = newStream()
    const set = (maxCount: number) => store.client().setStreamMetadata(stream, { maxCount })
    for (const maxCount of [1, 2]) await set(maxCount)
    const revisions: bigint[] = []
    const subscription = store.client().subscribeToStream(`$$${stream}`)
    subscription.on('data', ({ event: found }) => revisions.push(found?.revision ?? -1n))
    await eventually(() => expect(revisions).toEqual([1n]))
    for (const maxCount of [3, 4]) await set(maxCount)
    await eventually(() => expect(revisions).toEqual([1n, 2n, 3n]))
    await subscription.unsubscribe()
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

  it('is confirmed and then refused from a position that no event has (seen on 24.6)', async () => {
    const { position } = await store.client().appendToStream(newStream(), event())
    const commit = (position?.commit ?? 0n) - 1n
    await store.client().appendToStream(newStream(), event())
    for (const prepare of [commit, 0n]) {
      const seen = record(store.client().subscribeToAll({ fromPosition: { commit, prepare } }))
      await eventually(() => expect(seen.error).toMatchObject({ code: 3 }))
      expect(seen).toMatchObject({ ids: [], notices: ['confirmation'] })
    }
  })

  it('says again that it caught up when it fell behind (seen on 24.6)', async () => {
    const stream = newStream()
    const seen = record(store.client().subscribeToAll({ fromPosition: END, filter: ofStream(stream) }))
    const alone = record(store.client().subscribeToStream(stream))
    await caughtUp(seen, alone)
    await store.client().appendToStream(stream, events(500))
    await eventually(() => {
      for (const { ids, notices } of [seen, alone]) {
        expect(ids).toHaveLength(500)
        expect(notices).toContain('caught up after 500')
      }
    })
    await Promise.all([seen.stop(), alone.stop()])
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
    // What only .NET has (seen on 24.6).
    await expectSeen(eventTypeFilter({ regex: '(?i)^RED\\.' }), [one, three])
    await expectSeen(eventTypeFilter({ regex: '\\A\\p{Ll}+\\.t.*\\z' }), [two, three])
    await expectSeen(eventTypeFilter({ regex: '^(?>[a-z-[g]]+)\\.' }), [one, three, four])
    await expectSeen(eventTypeFilter({ regex: '(?x) \\.one $ | four' }), [one, four])
    await expectSeen(eventTypeFilter({ prefixes: [] }), [])
  })

  describe('has the checkpoints of 24.6 (seen there, and Enumerator.AllSubscriptionFiltered):', () => {
    /** The checkpoints of a subscription from one of 31 events, of which each seventh matches `type`. */
    const checkpointsOf = async (
      from: (at: Position[]) => Position,
      filter: { matching?: true; maxSearchWindow: number; checkpointInterval: number },
    ): Promise<string[]> => {
      const stream = newStream('checkpoints')
      const type = `match${stream}`
      const given = Array.from({ length: 31 }, (_, index) =>
        event(index % 7 === 0 && index > 0 ? type : 'other'),
      )
      await store.client().appendToStream(stream, given)
      const read = await collect(store.client().readStream(stream))
      const at = read.map(({ event: found }) => found?.position ?? { commit: 0n, prepare: 0n })
      const reached: Position[] = []
      const { matching, ...window } = filter
      const subscription = store.client().subscribeToAll({
        fromPosition: from(at),
        filter: eventTypeFilter({
          ...window,
          prefixes: [matching ? type : 'nothing'],
          checkpointReached: (_, position) => void reached.push(position),
        }),
      })
      await caughtUp(record(subscription))
      await subscription.unsubscribe()
      return reached.map(({ commit, prepare }) => {
        const index = at.findIndex((position) => position.commit === commit)
        return prepare === commit ? `${index}` : `${index}/${prepare}`
      })
    }

    it('the place asked for, then where each window begins', async () => {
      const window = { maxSearchWindow: 5, checkpointInterval: 1 }
      const begins = ['10/0', '15/0', '20/0', '25/0']
      expect(await checkpointsOf((at) => at[0] ?? assert(), window)).toEqual(['0', '5/0', ...begins])
      const before = { prepare: 0n }
      expect(await checkpointsOf((at) => ({ ...(at[10] ?? assert()), ...before }), window)).toEqual(begins)
    })

    it('after so many windows', async () => {
      const window = { maxSearchWindow: 5, checkpointInterval: 2 }
      expect(await checkpointsOf((at) => at[0] ?? assert(), window)).toEqual(['5/0', '15/0', '25/0'])
    })

    it('the last match, and none for the end', async () => {
      const window = { matching: true as const, maxSearchWindow: 5, checkpointInterval: 1 }
      const expected = ['0', '7', '14', '15/0', '21', '28']
      expect(await checkpointsOf((at) => at[0] ?? assert(), window)).toEqual(expected)
      const short = { maxSearchWindow: 32, checkpointInterval: 1 }
      expect(await checkpointsOf((at) => at[0] ?? assert(), short)).toEqual(['0'])
    })

    it('live, at each so many new events', async () => {
      const reached: Position[] = []
      const filter = eventTypeFilter({
        prefixes: ['nothing'],
        maxSearchWindow: 3,
        checkpointInterval: 2,
        checkpointReached: (_, position) => void reached.push(position),
      })
      const subscription = store.client().subscribeToAll({ fromPosition: END, filter })
      await caughtUp(record(subscription))
      const given: (Position | undefined)[] = []
      for (let index = 0; index < 13; index++)
        given.push((await store.client().appendToStream(newStream(), event())).position)
      await eventually(() => expect(reached).toEqual([given[5], given[11]]))
      await subscription.unsubscribe()
    })
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
