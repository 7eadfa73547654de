import { randomUUID } from 'node:crypto'
import {
  ANY,
  binaryEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  StreamDeletedError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  type AnyEvent,
  collect,
  contractStore,
  errorOf,
  event,
  events,
  newStream,
  revisions,
} from './store.ts'

const store = contractStore()
const credentials = { username: 'admin', password: 'changeit' }

describe.each([
  ['batch append', {}],
  // Credentials make the client use the other method of the protocol.
  ['append', { credentials }],
])('%s', (_, options) => {
  const append = (
    stream: string,
    ...args: [Parameters<ReturnType<typeof store.client>['appendToStream']>[1], object?]
  ) => store.client().appendToStream(stream, args[0], { ...options, ...args[1] })

  it('numbers the events of a stream from 0 without gaps, and gives the last revision and position', async () => {
    const stream = newStream()
    const first = await append(stream, events(3), { expectedRevision: NO_STREAM })
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 2n })
    const second = await append(stream, event(), { expectedRevision: 2n })
    expect(second.nextExpectedRevision).toBe(3n)
    const read = await collect(store.client().readStream(stream))
    expect(revisions(read)).toEqual([0n, 1n, 2n, 3n])
    expect(read[2]?.event?.position).toEqual(first.position)
    expect(read[3]?.event?.position).toEqual(second.position)
  })

  it('gives every event its own, greater position, with equal commit and prepare', async () => {
    const stream = newStream()
    await append(stream, events(5))
    const positions = (await collect(store.client().readStream(stream))).map(
      ({ event: found }) => found?.position,
    )
    for (const [index, position] of positions.entries()) {
      expect(position?.commit).toBe(position?.prepare)
      if (index > 0) expect(position?.commit).toBeGreaterThan(positions[index - 1]?.commit ?? 0n)
    }
  })

  it('refuses a wrong expected revision and names the actual one', async () => {
    const stream = newStream()
    const expected = async (expectedRevision: bigint | 'no_stream' | 'stream_exists'): Promise<unknown> =>
      errorOf(append(stream, event(), { expectedRevision }))
    for (const revision of [0n, 7n]) {
      expect(await expected(revision)).toBeInstanceOf(WrongExpectedVersionError)
      expect(await expected(revision)).toMatchObject({
        streamName: stream,
        expectedVersion: revision,
        actualVersion: NO_STREAM,
      })
    }
    expect(await expected(STREAM_EXISTS)).toMatchObject({
      expectedVersion: STREAM_EXISTS,
      actualVersion: NO_STREAM,
    })
    await append(stream, events(2))
    expect(await expected(NO_STREAM)).toMatchObject({ expectedVersion: NO_STREAM, actualVersion: 1n })
    expect(await expected(0n)).toMatchObject({ expectedVersion: 0n, actualVersion: 1n })
    expect(await expected(2n)).toMatchObject({ expectedVersion: 2n, actualVersion: 1n })
    expect(await collect(store.client().readStream(stream))).toHaveLength(2)
  })

  it('appends whatever is there for any, and to an existing stream for stream_exists', async () => {
    const stream = newStream()
    await append(stream, event(), { expectedRevision: ANY })
    await append(stream, event(), { expectedRevision: ANY })
    const third = await append(stream, event(), { expectedRevision: STREAM_EXISTS })
    expect(third.nextExpectedRevision).toBe(2n)
  })

  it('takes stream_exists for a stream of which only the metadata exists', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 9 })
    const { nextExpectedRevision } = await append(stream, event(), { expectedRevision: STREAM_EXISTS })
    expect(nextExpectedRevision).toBe(0n)
  })

  it('answers a repeat under the same expected revision as the first time, also when the stream went on', async () => {
    const stream = newStream()
    const [created, changed] = [events(2), events(3)]
    const first = await append(stream, created, { expectedRevision: NO_STREAM })
    const second = await append(stream, changed, { expectedRevision: 1n })
    await append(stream, event())
    expect(await append(stream, created, { expectedRevision: NO_STREAM })).toEqual(first)
    expect(await append(stream, changed, { expectedRevision: 1n })).toEqual(second)
    expect(await collect(store.client().readStream(stream))).toHaveLength(6)
  })

  it('answers a repeat without an expected revision as the first time', async () => {
    const stream = newStream()
    const given = events(2)
    const first = await append(stream, given, { expectedRevision: ANY })
    await append(stream, event())
    expect(await append(stream, given, { expectedRevision: ANY })).toEqual(first)
    expect(await collect(store.client().readStream(stream))).toHaveLength(3)
  })

  it('refuses what only partly repeats earlier events', async () => {
    const stream = newStream()
    const given = events(2)
    await append(stream, given, { expectedRevision: NO_STREAM })
    const mixed = [given[0] ?? event(), event()]
    expect(await errorOf(append(stream, mixed, { expectedRevision: NO_STREAM }))).toBeInstanceOf(
      WrongExpectedVersionError,
    )
    expect(await errorOf(append(stream, mixed, { expectedRevision: ANY }))).toBeInstanceOf(
      WrongExpectedVersionError,
    )
    expect(
      await errorOf(append(stream, [...given, event()], { expectedRevision: NO_STREAM })),
    ).toBeInstanceOf(WrongExpectedVersionError)
  })

  it('does not take the same ids at the current revision for a repeat', async () => {
    const stream = newStream()
    const again = event()
    await append(stream, again, { expectedRevision: NO_STREAM })
    expect((await append(stream, again, { expectedRevision: 0n })).nextExpectedRevision).toBe(1n)
  })

  it('takes the same id in different streams', async () => {
    const given = event()
    const streams = [newStream(), newStream()]
    for (const stream of streams) await append(stream, given)
    for (const stream of streams) expect(await collect(store.client().readStream(stream))).toHaveLength(1)
  })

  it('takes an id for a repeat in the stream that had it first, in any order, and names the last one (24.6, IndexWriter)', async () => {
    const [stream, other] = [newStream(), newStream()]
    const [a, b] = [event(), event()]
    await append(other, a)
    await append(stream, a)
    expect((await append(stream, a)).nextExpectedRevision).toBe(1n)
    await append(stream, b)
    expect((await append(stream, b)).nextExpectedRevision).toBe(2n)
    const [c, d] = [event(), event()]
    await append(stream, [c, d])
    expect((await append(stream, [d, c])).nextExpectedRevision).toBe(3n)
    await append(stream, [event(), c])
    expect((await append(stream, c)).nextExpectedRevision).toBe(3n)
    expect(await collect(store.client().readStream(stream))).toHaveLength(7)
  })

  it('gives a repeat of hidden events no position, under any and under a revision (seen on 24.6)', async () => {
    const stream = newStream()
    const given = event()
    await append(stream, [given, event()], { expectedRevision: NO_STREAM })
    await store.client().setStreamMetadata(stream, { truncateBefore: 1 })
    for (const expectedRevision of [ANY, NO_STREAM] as const) {
      const repeated = await append(stream, given, { expectedRevision }).catch((error: unknown) => error)
      // Under no_stream the second event is missing from the repeat, which makes it none.
      if (expectedRevision === ANY)
        expect(repeated).toMatchObject({ nextExpectedRevision: 0n, position: undefined })
      else expect(repeated).toMatchObject({ nextExpectedRevision: 0n })
    }
  })

  it('answers a repeat of what a deletion hides as the first time, and begins anew with others (24.6, IndexWriter)', async () => {
    const stream = newStream()
    const given = events(2)
    await append(stream, given, { expectedRevision: NO_STREAM })
    await store.client().deleteStream(stream)
    const again = await append(stream, given, { expectedRevision: NO_STREAM })
    expect(again.nextExpectedRevision).toBe(1n)
    expect((await append(stream, event(), { expectedRevision: NO_STREAM })).nextExpectedRevision).toBe(2n)
  })

  it('takes the largest number as an expected revision for no stream (seen on 24.6)', async () => {
    const stream = newStream()
    const expectedRevision = 2n ** 64n - 1n
    expect((await append(stream, event(), { expectedRevision })).nextExpectedRevision).toBe(0n)
    expect(await errorOf(append(stream, event(), { expectedRevision }))).toBeInstanceOf(
      WrongExpectedVersionError,
    )
  })

  it('names an expected revision to its last digit (seen on 24.6)', async () => {
    const expectedRevision = 2n ** 53n + 1n
    const error = await errorOf(append(newStream(), event(), { expectedRevision }))
    expect(error).toMatchObject({ expectedVersion: expectedRevision })
  })

  it('counts nothing but the data towards the limit of 1 MiB, which is included (seen on 24.6)', async () => {
    const mebibyte = 1024 * 1024
    const ofSize = (data: number, metadata: number): AnyEvent =>
      binaryEvent({ type: 'T', data: new Uint8Array(data), metadata: new Uint8Array(metadata) })
    await append(newStream(), ofSize(mebibyte, 0))
    await append(newStream(), ofSize(1, 3 * mebibyte))
    await append(newStream(), [ofSize(mebibyte / 2, mebibyte), ofSize(mebibyte / 2, mebibyte)])
    expect(await errorOf(append(newStream(), ofSize(mebibyte + 1, 0)))).toBeInstanceOf(
      MaxAppendSizeExceededError,
    )
  })

  it('takes stream names of more than a thousand bytes (seen on 24.6)', async () => {
    const stream = newStream().padEnd(1900, 'x')
    await append(stream, event())
    expect(await collect(store.client().readStream(stream))).toHaveLength(1)
  })

  it('refuses an append that is too large as a whole, and writes nothing of it', async () => {
    const stream = newStream()
    const large = Array.from({ length: 5 }, () => event('large', { text: 'x'.repeat(300_000) }))
    expect(await errorOf(append(stream, large))).toBeInstanceOf(MaxAppendSizeExceededError)
    expect((await append(stream, event(), { expectedRevision: NO_STREAM })).nextExpectedRevision).toBe(0n)
  })

  it('refuses to append to a tombstoned stream', async () => {
    const stream = newStream()
    await append(stream, event())
    await store.client().tombstoneStream(stream)
    const error = await errorOf(append(stream, event()))
    expect(error).toBeInstanceOf(StreamDeletedError)
    expect(error).toMatchObject({ streamName: stream })
  })

  it('keeps data, metadata, type and content type as they were', async () => {
    const stream = newStream('Zürich 東京')
    const id = randomUUID()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await append(stream, [
      {
        id,
        type: 'typ.ä',
        contentType: 'application/json',
        data: { text: '😀\u0001"\\' },
        metadata: { reason: 'ß' },
      },
      binaryEvent({ type: 'bytes', data: bytes, metadata: bytes }),
    ])
    const [json, binary] = await collect(store.client().readStream(stream))
    expect(json?.event).toMatchObject({
      id,
      streamId: stream,
      type: 'typ.ä',
      isJson: true,
      data: { text: '😀\u0001"\\' },
      metadata: { reason: 'ß' },
    })
    expect(binary?.event).toMatchObject({ isJson: false })
    expect(binary?.event?.data).toEqual(bytes)
    expect(Math.abs((json?.event?.created.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  it('lets exactly one of many racing appends win each revision', async () => {
    const stream = newStream()
    await append(stream, event())
    for (let revision = 0n; revision < 3n; revision++) {
      const racing = Array.from({ length: 10 }, () =>
        errorOf(append(stream, event(), { expectedRevision: revision })),
      )
      const lost = (await Promise.all(racing)).filter((error) => error !== undefined)
      expect(lost).toHaveLength(9)
      for (const error of lost) expect(error).toBeInstanceOf(WrongExpectedVersionError)
    }
    expect(revisions(await collect(store.client().readStream(stream)))).toEqual([0n, 1n, 2n, 3n])
  })
})

describe('appends on one connection', () => {
  it('are answered each for itself: a faulty one, and the deletion of a metadata stream, disturb no other (seen on 24.6)', async () => {
    const streams = Array.from({ length: 20 }, () => newStream())
    await store.client().setStreamMetadata(streams[0] ?? '', { maxCount: 3 })
    const zeros = '00000000-0000-0000-0000-000000000000'
    const good = streams.flatMap((stream, index) => [
      store.client().appendToStream(stream, event()),
      ...(index === 0 ? [store.client().deleteStream(`$$${stream}`)] : []),
    ])
    const bad = [
      store.client().appendToStream(newStream(), event('contract.tested', {}, zeros)),
      store.client().appendToStream(newStream(), event('')),
    ]
    for (const append of bad) expect(await errorOf(append)).toBeInstanceOf(UnknownError)
    for (const result of await Promise.all(good)) expect(result.position?.commit).toBeGreaterThan(0n)
  })

  it('go on when one is larger than a message may be: that one is refused at once (seen on 24.6)', async () => {
    const large = binaryEvent({ type: 'T', data: new Uint8Array(17 * 1024 * 1024) })
    const error = await errorOf(store.client().appendToStream(newStream(), large))
    expect(error).toMatchObject({ code: 8 })
    const stream = newStream()
    await eventually(() => store.client().appendToStream(stream, event(), { expectedRevision: NO_STREAM }))
  })
})
