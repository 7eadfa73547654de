import {
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
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { contractStore, errorOf, event, events, newStream } from './store.ts'

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
