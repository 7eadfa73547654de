import { EventStoreDBClient, type Filter, START } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type AnyEvent, collect, contractStore, errorOf, event, newStream } from './store.ts'

const store = contractStore()

describe('the system projections, once enabled', () => {
  it('link events by category, by type and by new stream, in the order of the log', async () => {
    for (const name of ['$by_category', '$by_event_type', '$streams'])
      await store.client().enableProjection(name)
    const category = `cat${Date.now()}`
    const type = `type${Date.now()}`
    const streams = [`${category}-one`, `${category}-two-parts`]
    const made: AnyEvent[] = []
    for (let round = 0; round < 4; round++) {
      const next = event(type)
      made.push(next)
      await store.client().appendToStream(streams[round % 2] ?? '', next)
    }
    const linked = async (stream: string): Promise<unknown[]> => {
      const read = await collect(store.client().readStream(stream, { resolveLinkTos: true })).catch(() => [])
      return read.map(({ event: found }) => found?.id)
    }
    const ids = made.map(({ id }) => id)
    await eventually(async () => expect(await linked(`$ce-${category}`)).toEqual(ids))
    await eventually(async () => expect(await linked(`$et-${type}`)).toEqual(ids))
    await eventually(async () =>
      expect((await linked('$streams')).filter((id) => ids.includes(String(id)))).toEqual(ids.slice(0, 2)),
    )
    const status = await store.client().getProjectionStatus('$by_category')
    expect(status.projectionStatus).toBe('Running')
    // A leading dash is no category, and a link says where its event was found (seen on 24.6).
    await store.client().appendToStream(`-${category}`, event(`${type}later`))
    await eventually(async () => expect(await linked(`$et-${type}later`)).toHaveLength(1))
    expect(await linked('$ce-')).toEqual([])
    const [link] = await collect(store.client().readStream(`$ce-${category}`))
    expect(link?.event?.metadata).toMatchObject({ $o: streams[0], $causedBy: ids[0], $v: expect.anything() })
  })
})

describe('a server', () => {
  it('is found by gossip', async () => {
    const discovering = EventStoreDBClient.connectionString(
      store.url().replace('esdb://', 'esdb+discover://'),
    )
    await discovering.appendToStream(newStream(), event())
    await discovering.dispose()
  })

  it('keeps to the deadline of a call', async () => {
    const stream = newStream()
    const many = Array.from({ length: 2000 }, () => event('late', { text: 'x'.repeat(400) }))
    for (const credentials of [undefined, { username: 'admin', password: 'changeit' }]) {
      const late = store
        .client()
        .appendToStream(stream, many, { deadline: 1, ...(credentials && { credentials }) })
      expect(await errorOf(late)).toMatchObject({ type: 'deadline-exceeded' })
    }
    await store.client().appendToStream(stream, event())
  })

  it('refuses a filter that is no regular expression', async () => {
    const filter: Filter = { filterOn: 'eventType', checkpointInterval: 1, regex: '([' }
    const subscription = store.client().subscribeToAll({ fromPosition: START, filter })
    const error = await new Promise((resolve) => subscription.on('error', resolve))
    expect(error).toMatchObject({ code: 2 })
  })

  it('serves many subscriptions and reads on one connection at once', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    const reads = Array.from({ length: 200 }, () => collect(store.client().readStream(stream)))
    expect((await Promise.all(reads)).every(({ length }) => length === 1)).toBe(true)
  })
})
