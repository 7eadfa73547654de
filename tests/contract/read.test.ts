import {
  BACKWARDS,
  binaryEvent,
  END,
  FORWARDS,
  NO_STREAM,
  type Position,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  UnknownError,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { collect, contractStore, errorOf, event, events, newStream, revisions } from './store.ts'

const store = contractStore()

describe('a stream', () => {
  it('is read from any revision, in both directions, up to a limit', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(10))
    const read = async (
      options: Parameters<ReturnType<typeof store.client>['readStream']>[1],
    ): Promise<number[]> => revisions(await collect(store.client().readStream(stream, options))).map(Number)
    expect(await read({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await read({ fromRevision: 4n, maxCount: 3 })).toEqual([4, 5, 6])
    expect(await read({ direction: BACKWARDS, fromRevision: END, maxCount: 3 })).toEqual([9, 8, 7])
    expect(await read({ direction: BACKWARDS, fromRevision: 2n })).toEqual([2, 1, 0])
    expect(await read({ direction: BACKWARDS, fromRevision: START })).toEqual([0])
    expect(await read({ direction: BACKWARDS, fromRevision: 99n, maxCount: 1 })).toEqual([9])
    expect(await read({ fromRevision: 10n })).toEqual([])
    expect(await read({ fromRevision: 99n })).toEqual([])
  })

  it('is refused forwards from its end, and nothing of it is refused (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    for (const options of [
      { fromRevision: END },
      { maxCount: 0 },
      { maxCount: 0, direction: BACKWARDS },
    ] as const)
      expect(await errorOf(collect(store.client().readStream(stream, options)))).toBeInstanceOf(UnknownError)
  })

  it('is not found when it was never written, and deleted after its tombstone', async () => {
    const stream = newStream()
    expect(await errorOf(collect(store.client().readStream(stream)))).toBeInstanceOf(StreamNotFoundError)
    await store.client().appendToStream(stream, event())
    await store.client().tombstoneStream(stream)
    const error = await errorOf(collect(store.client().readStream(stream)))
    expect(error).toBeInstanceOf(StreamDeletedError)
    expect(error).toMatchObject({ streamName: stream })
  })

  it('of many thousand events comes back whole and in order', async () => {
    const stream = newStream()
    for (let batch = 0; batch < 5; batch++) await store.client().appendToStream(stream, events(1000))
    const read = revisions(await collect(store.client().readStream(stream)))
    expect(read).toEqual(Array.from({ length: 5000 }, (_, index) => BigInt(index)))
    const back = revisions(
      await collect(store.client().readStream(stream, { direction: BACKWARDS, fromRevision: END })),
    )
    expect(back).toEqual(read.reverse())
  })

  it('of large events comes back whole', async () => {
    const stream = newStream()
    const text = 'ä'.repeat(250_000)
    for (let index = 0; index < 12; index++)
      await store.client().appendToStream(stream, event('large', { text }))
    const read = await collect(store.client().readStream(stream))
    expect(read.map(({ event: found }) => found?.data)).toEqual(Array.from({ length: 12 }, () => ({ text })))
  })
})

describe('$all', () => {
  it('is in the order of positions, and agrees with every stream', async () => {
    const streams = [newStream(), newStream(), newStream()]
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        streams.map((stream) => store.client().appendToStream(stream, events(1 + (round % 3)))),
      )
    }
    const all = (await collect(store.client().readAll())).flatMap(({ event: found }) =>
      found ? [found] : [],
    )
    const positions = all.map(({ position }) => position?.commit ?? 0n)
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)))
    expect(new Set(positions).size).toBe(positions.length)
    for (const stream of streams) {
      const own = await collect(store.client().readStream(stream))
      expect(all.filter(({ streamId }) => streamId === stream)).toEqual(own.map(({ event: found }) => found))
    }
    const backwards = await collect(store.client().readAll({ direction: BACKWARDS, fromPosition: END }))
    expect(backwards.map(({ event: found }) => found?.id)).toEqual(all.map(({ id }) => id).reverse())
  })

  it('is read from a position that it gave: included forwards, excluded backwards; any other is refused (seen on 24.6)', async () => {
    const stream = newStream()
    const first = await store.client().appendToStream(stream, event())
    await store.client().appendToStream(stream, events(3))
    const at = async (
      direction: 'forwards' | 'backwards',
      fromPosition: Position,
    ): Promise<(bigint | undefined)[]> => {
      const read = await collect(store.client().readAll({ direction, fromPosition }))
      return read
        .filter(({ event: found }) => found?.streamId === stream)
        .map(({ event: found }) => found?.revision)
    }
    const { commit } = first.position ?? { commit: 0n }
    expect(await at(FORWARDS, { commit, prepare: commit })).toEqual([0n, 1n, 2n, 3n])
    // A smaller prepare position lies just before the event.
    expect(await at(FORWARDS, { commit, prepare: 0n })).toEqual([0n, 1n, 2n, 3n])
    expect(await at(BACKWARDS, { commit, prepare: commit })).toEqual([])
    for (const direction of [FORWARDS, BACKWARDS] as const) {
      for (const wrong of [commit - 1n, commit + 1n])
        expect(await errorOf(at(direction, { commit: wrong, prepare: wrong }))).toBeInstanceOf(UnknownError)
      expect(await errorOf(at(direction, { commit, prepare: commit + 1n }))).toBeInstanceOf(UnknownError)
    }
  })

  it('is empty from beyond its end forwards, and backwards refused there (seen on 24.6)', async () => {
    const fromPosition = { commit: 2n ** 60n, prepare: 2n ** 60n }
    expect(await collect(store.client().readAll({ fromPosition }))).toEqual([])
    const backwards = store.client().readAll({ fromPosition, direction: BACKWARDS })
    expect(await errorOf(collect(backwards))).toBeInstanceOf(UnknownError)
  })

  it('keeps the events of deleted streams, and shows the store’s own events', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().deleteStream(stream)
    await store.client().tombstoneStream(newStream())
    const all = (await collect(store.client().readAll())).map(({ event: found }) => found)
    expect(all.filter((found) => found?.streamId === stream)).toHaveLength(2)
    expect(all.filter((found) => found?.streamId === `$$${stream}`).map((found) => found?.type)).toEqual([
      '$metadata',
    ])
    expect(all.map((found) => String(found?.type))).toContain('$streamDeleted')
  })

  it('does not show the store’s epochs, which can be read in their stream (seen on 24.6)', async () => {
    const all = await collect(store.client().readAll())
    expect(all.map(({ event: found }) => found?.streamId)).not.toContain('$epoch-information')
    expect(await collect(store.client().readStream('$epoch-information'))).not.toEqual([])
  })

  it('gives every event its commit position', async () => {
    await store.client().appendToStream(newStream(), event())
    const [newest] = await collect(
      store.client().readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
    )
    expect(newest?.commitPosition).toBe(newest?.event?.position?.commit)
  })
})

describe('links', () => {
  const linkTo = async (from: string, stream: string, revision: bigint): Promise<void> => {
    const link = binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${stream}`) })
    await store.client().appendToStream(from, link)
  }

  it('are followed when asked: the event is the target, the position the link’s', async () => {
    const [target, links] = [newStream(), newStream()]
    await store.client().appendToStream(target, events(3), { expectedRevision: NO_STREAM })
    await linkTo(links, target, 1n)
    const [plain] = await collect(store.client().readStream(links))
    expect(plain?.event?.type).toBe('$>')
    expect(plain?.link).toBeUndefined()
    const [resolved] = await collect(store.client().readStream(links, { resolveLinkTos: true }))
    expect(resolved?.event).toMatchObject({ streamId: target, revision: 1n })
    expect(resolved?.link).toMatchObject({ streamId: links, revision: 0n })
    expect(resolved?.commitPosition).toBe(resolved?.link?.position?.commit)
  })

  it('stay alone when their target is gone', async () => {
    const [target, links] = [newStream(), newStream()]
    await store.client().appendToStream(target, event())
    await linkTo(links, target, 0n)
    await linkTo(links, target, 5n)
    await store.client().tombstoneStream(target)
    const resolved = await collect(store.client().readStream(links, { resolveLinkTos: true }))
    expect(resolved.map(({ event: found, link: own }) => [found, own?.revision])).toEqual([
      [undefined, 0n],
      [undefined, 1n],
    ])
  })

  it('name the newest event by -1, and without a revision are events like others (seen on 24.6)', async () => {
    const [target, links] = [newStream(), newStream()]
    await store.client().appendToStream(target, events(2))
    await linkTo(links, target, -1n)
    for (const data of ['nowhere', `1${target}`])
      await store.client().appendToStream(links, binaryEvent({ type: '$>', data: Buffer.from(data) }))
    const resolved = await collect(store.client().readStream(links, { resolveLinkTos: true }))
    expect(resolved.map(({ event: found, link }) => [found?.revision, link?.revision])).toEqual([
      [1n, 0n],
      [1n, undefined],
      [2n, undefined],
    ])
  })
})
