import {
  binaryEvent,
  DISPATCH_TO_SINGLE,
  END,
  eventTypeFilter,
  PARK,
  type PersistentAction,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionDroppedError,
  PersistentSubscriptionExistsError,
  PersistentSubscriptionMaximumSubscribersReachedError,
  PINNED,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  ROUND_ROBIN,
  SKIP,
  START,
  STOP,
  StreamNotFoundError,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { collect, contractStore, errorOf, event, events, newStream } from './store.ts'

const store = contractStore()
const settings = persistentSubscriptionToStreamSettingsFromDefaults
const allSettings = persistentSubscriptionToAllSettingsFromDefaults
type Settings = Parameters<typeof settings>[0]

const create = (stream: string, group: string, given: Settings = {}) =>
  store.client().createPersistentSubscriptionToStream(stream, group, settings({ startFrom: START, ...given }))

type Answer = 'ack' | 'none' | PersistentAction
interface Delivery {
  type: string
  revision: number
  retries: number
}

/** Consumes a group, answering each delivery as `answer` says. */
function consume(
  stream: string,
  group: string,
  answer: (delivery: Delivery) => Answer = () => 'ack',
  bufferSize = 10,
) {
  const subscription = store.client().subscribeToPersistentSubscriptionToStream(stream, group, { bufferSize })
  const deliveries: Delivery[] = []
  const failure: { error: unknown } = { error: undefined }
  subscription.on('data', (resolved) => {
    const delivery = {
      type: String(resolved.event?.type),
      revision: Number((resolved.link ?? resolved.event)?.revision),
      retries: resolved.retryCount,
    }
    deliveries.push(delivery)
    const given = answer(delivery)
    if (given === 'ack') void subscription.ack(resolved)
    else if (given !== 'none') void subscription.nack(given, 'because', resolved)
  })
  subscription.on('error', (error: unknown) => {
    failure.error = error
  })
  return { deliveries, failure, stop: () => subscription.unsubscribe() }
}

const revisionsOf = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ revision }) => revision)
const info = async (stream: string, group: string) =>
  store.client().getPersistentSubscriptionToStreamInfo(stream, group)

describe('a group on a stream', () => {
  it('delivers what is there and what comes, from where it was told', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(4))
    await create(stream, 'start')
    await create(stream, 'from-2', { startFrom: 2n })
    await create(stream, 'end', { startFrom: END })
    const consumers = ['start', 'from-2', 'end'].map((group) => consume(stream, group))
    await store.client().appendToStream(stream, events(2))
    await eventually(() =>
      expect(consumers.map(({ deliveries }) => revisionsOf(deliveries))).toEqual([
        [0, 1, 2, 3, 4, 5],
        [2, 3, 4, 5],
        [4, 5],
      ]),
    )
    for (const { stop } of consumers) await stop()
  })

  it('goes on after a reconnection where it was, and delivers again what was not acknowledged', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(6))
    await create(stream, 'group')
    const first = consume(stream, 'group', ({ revision }) => (revision < 3 ? 'ack' : 'none'))
    await eventually(() => expect(revisionsOf(first.deliveries)).toEqual([0, 1, 2, 3, 4, 5]))
    await eventually(async () => expect((await info(stream, 'group')).stats.outstandingMessagesCount).toBe(3))
    await first.stop()
    const second = consume(stream, 'group')
    await eventually(() => expect(revisionsOf(second.deliveries)).toEqual([3, 4, 5]))
    await second.stop()
  })

  it('has no more under way than the consumer’s buffer', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(20))
    await create(stream, 'group')
    const consumer = consume(stream, 'group', () => 'none', 4)
    await eventually(() => expect(revisionsOf(consumer.deliveries)).toEqual([0, 1, 2, 3]))
    // Nor are there more on their way.
    expect((await info(stream, 'group')).stats.outstandingMessagesCount).toBe(4)
    expect(revisionsOf(consumer.deliveries)).toEqual([0, 1, 2, 3])
    await consumer.stop()
  })

  it('retries, skips and parks as a nack says, and parks after the last retry', async () => {
    const stream = newStream()
    const types = ['retry', 'skip', 'park', 'hopeless', 'fine']
    await store.client().appendToStream(
      stream,
      types.map((type) => event(type)),
    )
    await create(stream, 'group', { maxRetryCount: 2 })
    const actions: Record<string, Answer> = { skip: SKIP, park: PARK, hopeless: RETRY }
    const consumer = consume(stream, 'group', ({ type, retries }) => {
      if (type === 'retry') return retries === 0 ? RETRY : 'ack'
      return actions[type] ?? 'ack'
    })
    const seen = (type: string): number[] =>
      consumer.deliveries.filter((delivery) => delivery.type === type).map(({ retries }) => retries)
    await eventually(() => expect(types.map(seen)).toEqual([[0, 1], [0], [0], [0, 1, 2], [0]]))
    await eventually(async () => expect((await info(stream, 'group')).stats.parkedMessageCount).toBe(2n))
    expect(types.map(seen)).toEqual([[0, 1], [0], [0], [0, 1, 2], [0]])
    await consumer.stop()
  })

  it('keeps the order of the stream where an id was written twice', async () => {
    const stream = newStream()
    const again = event()
    await store.client().appendToStream(stream, again)
    // At the current revision the same id is no repeat.
    await store.client().appendToStream(stream, [again, ...events(2)], { expectedRevision: 0n })
    await create(stream, 'g')
    const { deliveries, stop } = consume(stream, 'g')
    await eventually(() => expect(deliveries.length).toBe(4))
    expect(revisionsOf(deliveries)).toEqual([0, 1, 2, 3])
    await stop()
  })

  it('delivers again what is not answered in time', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    await create(stream, 'group', { messageTimeout: 150 })
    const consumer = consume(stream, 'group', ({ retries }) => (retries === 0 ? 'none' : 'ack'))
    await eventually(() => expect(consumer.deliveries.map(({ retries }) => retries)).toEqual([0, 1]))
    await consumer.stop()
  })

  it('replays parked messages, all or as many as asked, each once', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(6))
    await create(stream, 'group')
    let parking = true
    const consumer = consume(stream, 'group', () => (parking ? PARK : 'ack'))
    const parked = async (): Promise<bigint> => (await info(stream, 'group')).stats.parkedMessageCount
    await eventually(async () => expect(await parked()).toBe(6n))
    parking = false
    await store.client().replayParkedMessagesToStream(stream, 'group', { stopAt: 2 })
    await eventually(() => expect(revisionsOf(consumer.deliveries).slice(6)).toEqual([0, 1]))
    await eventually(async () => expect(await parked()).toBe(4n))
    await store.client().replayParkedMessagesToStream(stream, 'group')
    await eventually(() => expect(revisionsOf(consumer.deliveries).slice(6)).toEqual([0, 1, 2, 3, 4, 5]))
    await eventually(async () => expect(await parked()).toBe(0n))
    await consumer.stop()
  })

  it('hands messages to consumers as its strategy says', async () => {
    const spread = async (
      consumerStrategyName: typeof ROUND_ROBIN | typeof DISPATCH_TO_SINGLE,
    ): Promise<number[]> => {
      const stream = newStream()
      await create(stream, 'group', { consumerStrategyName })
      const consumers = [consume(stream, 'group'), consume(stream, 'group')]
      await eventually(async () => expect((await info(stream, 'group')).connections).toHaveLength(2))
      for (let index = 0; index < 10; index++) await store.client().appendToStream(stream, event())
      await eventually(() => expect(consumers.flatMap(({ deliveries }) => deliveries)).toHaveLength(10))
      for (const { stop } of consumers) await stop()
      return consumers.map(({ deliveries }) => deliveries.length)
    }
    expect(await spread(ROUND_ROBIN)).toEqual([5, 5])
    expect((await spread(DISPATCH_TO_SINGLE)).sort((a, b) => a - b)).toEqual([0, 10])
  })

  it('gives one stream’s messages to one consumer when pinned', async () => {
    const category = `pinned${Date.now()}`
    const group = category
    await store
      .client()
      .createPersistentSubscriptionToAll(
        group,
        allSettings({ startFrom: END, consumerStrategyName: PINNED }),
        { filter: eventTypeFilter({ prefixes: [category] }) },
      )
    const byConsumer: string[][] = [[], []]
    const subscriptions = byConsumer.map((seen) => {
      const subscription = store.client().subscribeToPersistentSubscriptionToAll(group)
      subscription.on('error', () => {})
      return subscription.on('data', (resolved) => {
        seen.push(String(resolved.event?.streamId))
        void subscription.ack(resolved)
      })
    })
    await eventually(async () =>
      expect((await store.client().getPersistentSubscriptionToAllInfo(group)).connections).toHaveLength(2),
    )
    const streams = Array.from({ length: 12 }, () => newStream(category))
    for (const stream of [...streams, ...streams])
      await store.client().appendToStream(stream, event(category))
    await eventually(() => expect(byConsumer.flat()).toHaveLength(24))
    const [first = [], second = []] = byConsumer
    expect(first.filter((stream) => second.includes(stream))).toEqual([])
    for (const subscription of subscriptions) await subscription.unsubscribe()
  })

  it('tells how it is set up and how far it is (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(5))
    await create(stream, 'group', { checkPointAfter: 500, extraStatistics: true })
    const answers: Answer[] = ['ack', PARK, 'ack', 'none', 'ack']
    const consumer = consume(stream, 'group', ({ revision }) => answers[revision] ?? 'ack', 3)
    await eventually(async () => expect(consumer.deliveries).toHaveLength(5))
    const figures = { totalItems: 5n, readBufferCount: 0, parkedMessageCount: 1n, lastKnownEventRevision: 4n }
    await eventually(async () =>
      expect(await info(stream, 'group')).toMatchObject({
        eventSource: stream,
        groupName: 'group',
        status: 'Live',
        settings: {
          resolveLinkTos: false,
          extraStatistics: true,
          messageTimeout: 30_000,
          maxRetryCount: 10,
          checkPointAfter: 500,
          checkPointLowerBound: 10,
          checkPointUpperBound: 1000,
          maxSubscriberCount: 'unbounded',
          liveBufferSize: 500,
          readBatchSize: 20,
          historyBufferSize: 500,
          consumerStrategyName: ROUND_ROBIN,
          startFrom: START,
        },
        connections: [{ totalItems: 5n, availableSlots: 2, inFlightMessages: 1 }],
        stats: {
          ...figures,
          retryBufferCount: 0,
          totalInFlightMessages: 1,
          outstandingMessagesCount: 1,
        },
      }),
    )
    await consumer.stop()
    // What its consumer had waits for another one.
    await eventually(async () =>
      expect(await info(stream, 'group')).toMatchObject({
        connections: [],
        stats: { ...figures, retryBufferCount: 1, totalInFlightMessages: 0, outstandingMessagesCount: 0 },
      }),
    )
  })

  it('lets in no more consumers than it may have', async () => {
    const stream = newStream()
    await create(stream, 'group', { maxSubscriberCount: 1 })
    const first = consume(stream, 'group')
    await eventually(async () => expect((await info(stream, 'group')).connections).toHaveLength(1))
    const second = consume(stream, 'group')
    await eventually(() =>
      expect(second.failure.error).toBeInstanceOf(PersistentSubscriptionMaximumSubscribersReachedError),
    )
    expect(second.failure.error).toMatchObject({ streamName: stream, groupName: 'group' })
    await first.stop()
  })
})

describe('a group of 24.6 (seen there)', () => {
  /** Consumes a group and notes what it is told, in order. */
  const watch = (stream: string, bufferSize = 10) => {
    const seen: string[] = []
    const subscription = store
      .client()
      .subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize })
    subscription.on('confirmation', () => seen.push('confirmation'))
    subscription.on('data', ({ event: found, retryCount }) => seen.push(`${found?.revision}/${retryCount}`))
    subscription.on('error', (error) => seen.push(error.name))
    return { seen, stop: () => subscription.unsubscribe() }
  }
  const parkedStream = (stream: string): string => `$persistentsubscription-${stream}::group-parked`

  it('confirms before it delivers, and counts a consumer that left as a try', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await create(stream, 'group')
    for (const retries of [0, 1, 2]) {
      const consumer = watch(stream)
      await eventually(() => expect(consumer.seen).toEqual(['confirmation', `0/${retries}`, `1/${retries}`]))
      await consumer.stop()
      await eventually(async () => expect((await info(stream, 'group')).connections).toHaveLength(0))
    }
  })

  it('delivers nothing to a consumer without room', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    await create(stream, 'group')
    const [without, other] = [watch(stream, 0), consume(stream, 'group')]
    await eventually(() => expect(other.deliveries).toHaveLength(1))
    expect(without.seen).toEqual(['confirmation'])
    await Promise.all([without.stop(), other.stop()])
  })

  it('drops its consumers when the stream is tombstoned, without an event', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().tombstoneStream(stream)
    await create(stream, 'group')
    const consumer = consume(stream, 'group')
    await eventually(() => expect(consumer.failure.error).toBeInstanceOf(PersistentSubscriptionDroppedError))
    expect(consumer.deliveries).toEqual([])
  })

  it('goes on after a nack that stops: the message counts as done', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(3))
    await create(stream, 'group')
    const consumer = consume(stream, 'group', ({ revision }) => (revision === 0 ? STOP : 'ack'), 1)
    await eventually(() => expect(revisionsOf(consumer.deliveries)).toEqual([0, 1, 2]))
    await consumer.stop()
    expect(consumer.failure.error).toBeUndefined()
  })

  it('replays up to a place in the stream of parked messages, with the link there', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(3))
    await create(stream, 'group')
    let parking = true
    const consumer = consume(stream, 'group', () => (parking ? PARK : 'ack'))
    const parked = async (): Promise<bigint> => (await info(stream, 'group')).stats.parkedMessageCount
    await eventually(async () => expect(await parked()).toBe(3n))
    parking = false
    const replay = (stopAt: number) =>
      store.client().replayParkedMessagesToStream(stream, 'group', { stopAt })
    await replay(2)
    // Of the links in the stream of parked messages.
    await eventually(() => expect(revisionsOf(consumer.deliveries).slice(3)).toEqual([0, 1]))
    await eventually(async () => expect(await parked()).toBe(1n))
    await replay(3)
    await eventually(() => expect(revisionsOf(consumer.deliveries).slice(3)).toEqual([0, 1, 2]))
    await consumer.stop()
  })

  it('notes why and what it parked, and takes it along when it is deleted', async () => {
    const [stream, target] = [newStream(), newStream()]
    const link = binaryEvent({ type: '$>', data: Buffer.from(`0@${target}`) })
    await store.client().appendToStream(target, event())
    await store.client().appendToStream(stream, [event('refused'), event('hopeless'), link])
    await create(stream, 'group', { maxRetryCount: 1 })
    const consumer = consume(stream, 'group', ({ type }) => (type === 'hopeless' ? RETRY : PARK))
    const read = () => collect(store.client().readStream(parkedStream(stream)))
    await eventually(async () => expect(await read()).toHaveLength(3))
    const parked = new Map(
      (await read()).map(({ event: found }) => [
        Buffer.from((found?.data ?? []) as Uint8Array).toString(),
        found?.metadata,
      ]),
    )
    const said = "Client explicitly NAK'ed message.\nbecause"
    expect(parked.get(`0@${stream}`)).toEqual({ added: expect.any(String), reason: said })
    expect(parked.get(`1@${stream}`)).toMatchObject({
      reason: 'Reached retry count of 1',
      subscriptionEventNumber: 1,
    })
    // A link that is not resolved is parked itself, not what it points to.
    expect(parked.get(`2@${stream}`)).toMatchObject({ reason: said, subscriptionEventNumber: 2 })
    await consumer.stop()
    await store.client().deletePersistentSubscriptionToStream(stream, 'group')
    await eventually(async () => expect(await errorOf(read())).toBeInstanceOf(StreamNotFoundError))
  })

  it('is refused with sizes and places that cannot work, and taken with any other', async () => {
    const stream = newStream()
    const refused = [
      () => create(stream, 'group', { readBatchSize: 20, historyBufferSize: 20 }),
      () =>
        store
          .client()
          .createPersistentSubscriptionToAll(
            newStream(),
            allSettings({ startFrom: { commit: 2n ** 60n, prepare: 2n ** 60n } }),
          ),
    ]
    for (const attempt of refused)
      expect(await errorOf(attempt())).toMatchObject({ type: 'persistent-subscription-failed' })
    await create(stream, 'negative', { maxRetryCount: -1, checkPointLowerBound: -5 })
    await create(stream, '')
    expect((await info(stream, '')).groupName).toBe('')
  })
})

describe('groups', () => {
  it('are created once, listed, updated and deleted; deleting drops their consumers', async () => {
    const stream = newStream()
    await create(stream, 'one', { maxRetryCount: 3 })
    const twice = await errorOf(create(stream, 'one'))
    expect(twice).toBeInstanceOf(PersistentSubscriptionExistsError)
    expect(twice).toMatchObject({ streamName: stream, groupName: 'one' })
    await create(stream, 'two')
    const listed = await store.client().listPersistentSubscriptionsToStream(stream)
    expect(listed.map(({ groupName }) => groupName).sort()).toEqual(['one', 'two'])
    const everywhere = await store.client().listAllPersistentSubscriptions()
    expect(everywhere.filter(({ eventSource }) => eventSource === stream)).toHaveLength(2)

    const changed = settings({ startFrom: 5n, maxRetryCount: 7, resolveLinkTos: true, messageTimeout: 1234 })
    await store.client().updatePersistentSubscriptionToStream(stream, 'one', changed)
    expect((await info(stream, 'one')).settings).toEqual(changed)

    const consumer = consume(stream, 'one')
    await eventually(async () => expect((await info(stream, 'one')).connections).toHaveLength(1))
    await store.client().deletePersistentSubscriptionToStream(stream, 'one')
    await eventually(() => expect(consumer.failure.error).toBeInstanceOf(PersistentSubscriptionDroppedError))
    expect(await store.client().listPersistentSubscriptionsToStream(stream)).toHaveLength(1)
  })

  it('that do not exist are told so', async () => {
    const stream = newStream()
    const calls = [
      () => store.client().updatePersistentSubscriptionToStream(stream, 'none', settings()),
      () => store.client().deletePersistentSubscriptionToStream(stream, 'none'),
      () => store.client().replayParkedMessagesToStream(stream, 'none'),
      () => store.client().getPersistentSubscriptionToStreamInfo(stream, 'none'),
      () => store.client().deletePersistentSubscriptionToAll('none'),
    ]
    for (const call of calls)
      expect(await errorOf(call())).toBeInstanceOf(PersistentSubscriptionDoesNotExistError)
    const consumer = consume(stream, 'none')
    await eventually(() =>
      expect(consumer.failure.error).toBeInstanceOf(PersistentSubscriptionDoesNotExistError),
    )
  })

  it('survive a restart of their subsystem with their checkpoint', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(5))
    await create(stream, 'group', { checkPointLowerBound: 1, checkPointAfter: 50 })
    const first = consume(stream, 'group')
    await eventually(async () =>
      expect((await info(stream, 'group')).stats.lastCheckpointedEventRevision).toBe(4n),
    )
    await first.stop()
    await store.client().restartPersistentSubscriptionSubsystem()
    await store.client().appendToStream(stream, events(2))
    const second = consume(stream, 'group')
    await eventually(() => expect(revisionsOf(second.deliveries)).toEqual([5, 6]))
    await second.stop()
  })
})

describe('a group on $all', () => {
  it('delivers what its filter lets through, and reports itself', async () => {
    const type = `wanted${Date.now()}`
    const group = `group-${type}`
    await store.client().createPersistentSubscriptionToAll(group, allSettings({ startFrom: END }), {
      filter: eventTypeFilter({ prefixes: [type] }),
    })
    const streams = [newStream(), newStream()]
    for (const stream of streams)
      await store.client().appendToStream(stream, [event('noise'), event(type), event('noise')])
    const seen: string[] = []
    const subscription = store.client().subscribeToPersistentSubscriptionToAll(group)
    subscription.on('error', () => {})
    subscription.on('data', (resolved) => {
      seen.push(String(resolved.event?.streamId))
      void subscription.ack(resolved)
    })
    await eventually(() => expect(seen).toEqual(streams))
    const { eventSource, connections } = await store.client().getPersistentSubscriptionToAllInfo(group)
    expect(eventSource).toBe('$all')
    expect(connections).toHaveLength(1)
    await subscription.unsubscribe()
    expect(
      (await store.client().listPersistentSubscriptionsToAll()).map(({ groupName }) => groupName),
    ).toContain(group)
    await store.client().deletePersistentSubscriptionToAll(group)
  })
})
