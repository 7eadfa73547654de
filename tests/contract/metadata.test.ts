import {
  ANY,
  binaryEvent,
  type JSONType,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  type StreamACL,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { collect, contractStore, errorOf, event, events, newStream, revisions } from './store.ts'

const store = contractStore()
const read = (stream: string) => collect(store.client().readStream(stream))
const readRevisions = async (stream: string): Promise<bigint[]> => revisions(await read(stream))

describe('metadata', () => {
  it('comes back as it was set, with its revision, and with further keys', async () => {
    const stream = newStream()
    expect(await store.client().getStreamMetadata(stream)).toEqual({ streamName: stream })
    const acl: StreamACL = { readRoles: ['reader'], writeRoles: ['writer'], deleteRoles: ['$admins'] }
    await store
      .client()
      .setStreamMetadata(stream, { maxCount: 5, maxAge: 60, truncateBefore: 2, acl, color: 'red' })
    const { metadata } = await store.client().getStreamMetadata<{ color: string }>(stream)
    expect(metadata).toMatchObject({
      maxCount: 5,
      maxAge: 60,
      truncateBefore: 2,
      color: 'red',
      acl: { writeRoles: ['writer'] },
    })
  })

  it('is written under an expected revision of its own', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 1 }, { expectedRevision: NO_STREAM })
    const again = store.client().setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: NO_STREAM })
    expect(await errorOf(again)).toBeInstanceOf(WrongExpectedVersionError)
    await store.client().setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: 0n })
  })

  it('$maxCount shows only the newest events, at once, and $all keeps the others', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(10))
    await store.client().setStreamMetadata(stream, { maxCount: 3 })
    expect(await readRevisions(stream)).toEqual([7n, 8n, 9n])
    await store.client().appendToStream(stream, event())
    expect(await readRevisions(stream)).toEqual([8n, 9n, 10n])
    const all = await collect(store.client().readAll())
    expect(all.filter(({ event: found }) => found?.streamId === stream)).toHaveLength(11)
  })

  it('$tb hides what lies below it', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(6))
    await store.client().setStreamMetadata(stream, { truncateBefore: 4 })
    expect(await readRevisions(stream)).toEqual([4n, 5n])
  })

  it('$maxAge hides what is older; a stream emptied so reads as empty, not as missing', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().setStreamMetadata(stream, { maxAge: 1 })
    await eventually(async () => expect(await read(stream)).toEqual([]))
    await store.client().appendToStream(stream, event(), { expectedRevision: 1n })
    expect(await readRevisions(stream)).toEqual([2n])
  })
})

describe('metadata that make no sense (seen on 24.6)', () => {
  /** What can be read of two events under metadata written as they are. */
  const under = async (metadata: unknown, json = true): Promise<bigint[]> => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    const data = typeof metadata === 'string' ? metadata : JSON.stringify(metadata)
    const written = json
      ? jsonEvent({ type: '$metadata', data: JSON.parse(data) as JSONType })
      : binaryEvent({ type: '$metadata', data: Buffer.from(data) })
    await store.client().appendToStream(`$$${stream}`, written)
    return readRevisions(stream)
  }

  it.each<[string, unknown, bigint[]]>([
    ['a count of 0', { $maxCount: 0 }, [0n, 1n]],
    ['a negative count beside a sensible $tb', { $maxCount: -1, $tb: 1 }, [1n]],
    ['an age of 0', { $maxAge: 0 }, [0n, 1n]],
    ['a fraction', { $tb: 1, $maxCount: 1.5 }, [0n, 1n]],
    ['a text', { $tb: 1, $maxCount: '1' }, [0n, 1n]],
    ['nothing', { $tb: 1, $maxCount: null }, [0n, 1n]],
    ['an $acl that is a text', { $tb: 1, $acl: '$userStreamAcl' }, [0n, 1n]],
    ['an $acl with a key of its own', { $tb: 1, $acl: { $r: 'a', x: 'b' } }, [0n, 1n]],
    ['a right $acl', { $tb: 1, $acl: { $r: 'a', $w: ['b', 'c'] } }, [1n]],
    ['a cache control of 0', { $tb: 1, $cacheControl: 0 }, [1n]],
    ['a text as a cache control', { $tb: 1, $cacheControl: 'x' }, [0n, 1n]],
    ['keys of others', { $tb: 1, other: { $tb: 0, list: [1.5, '}'] } }, [1n]],
    ['a list', [{ $tb: 1 }], [0n, 1n]],
  ])('%s', async (_, metadata, readable) => {
    expect(await under(metadata)).toEqual(readable)
  })

  it('count for nothing when they are not marked as JSON', async () => {
    expect(await under({ $tb: 1 }, false)).toEqual([0n, 1n])
  })
})

describe('a metadata stream', () => {
  it('shows its newest event only (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 5 })
    await store.client().setStreamMetadata(stream, { maxCount: 4 })
    expect(await readRevisions(`$$${stream}`)).toEqual([1n])
  })

  it('can be deleted, which changes nothing that can be read (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 3 })
    await store.client().deleteStream(`$$${stream}`)
    expect((await store.client().getStreamMetadata(stream)).metadata).toEqual({ maxCount: 3 })
  })

  it('is gone with its tombstoned stream (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 3 })
    await store.client().appendToStream(stream, event())
    await store.client().tombstoneStream(stream)
    expect(await errorOf(store.client().getStreamMetadata(stream))).toBeInstanceOf(StreamDeletedError)
  })
})

describe('a deleted stream', () => {
  it('stays hidden when metadata without $tb follow: they are written once more, with it (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().deleteStream(stream)
    await store.client().setStreamMetadata(stream, { maxCount: 7, big: 1e300 })
    expect(await read(stream)).toEqual([])
    const { metadata } = await store.client().getStreamMetadata<{ big: number }>(stream)
    expect(metadata).toEqual({ maxCount: 7, truncateBefore: 2, big: 1e300 })
    await store.client().appendToStream(stream, event())
    expect(await readRevisions(stream)).toEqual([2n])
  })

  it('is revived by an append of nothing (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    await store.client().deleteStream(stream)
    await store.client().appendToStream(stream, [])
    // A server answers before the stream is there again.
    await eventually(async () => expect(await read(stream)).toEqual([]))
    expect((await store.client().getStreamMetadata(stream)).metadata).toEqual({ truncateBefore: 1 })
  })

  it('is revived by the event first and its metadata then (seen on 24.6)', async () => {
    const stream = newStream()
    const { position } = await store.client().appendToStream(stream, event())
    await store.client().deleteStream(stream)
    await store.client().appendToStream(stream, event())
    const all = await collect(store.client().readAll({ fromPosition: position ?? START }))
    const own = all.filter(({ event: found }) => found?.streamId.includes(stream))
    expect(own.map(({ event: found }) => found?.type)).toEqual([
      'contract.tested',
      '$metadata',
      'contract.tested',
      '$metadata',
    ])
  })

  it('may be one that has nothing but metadata (seen on 24.6)', async () => {
    const stream = newStream()
    await store.client().setStreamMetadata(stream, { maxCount: 3 })
    await store.client().deleteStream(stream)
    expect((await store.client().getStreamMetadata(stream)).metadata).toMatchObject({
      truncateBefore: Number(2n ** 63n - 1n),
    })
  })

  it('can be deleted again (24.6, StorageWriterService)', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    for (const expectedRevision of [ANY, NO_STREAM, 0n] as const)
      await store.client().deleteStream(stream, { expectedRevision })
    expect(await errorOf(read(stream))).toBeInstanceOf(StreamNotFoundError)
  })

  it('reads as missing and comes back with the next append, its revisions going on', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(3))
    const { position } = await store.client().deleteStream(stream, { expectedRevision: 2n })
    expect(position?.commit).toBeGreaterThan(0n)
    expect(await errorOf(read(stream))).toBeInstanceOf(StreamNotFoundError)
    const { nextExpectedRevision } = await store
      .client()
      .appendToStream(stream, events(2), { expectedRevision: NO_STREAM })
    expect(nextExpectedRevision).toBe(4n)
    expect(await readRevisions(stream)).toEqual([3n, 4n])
    const { metadata } = await store.client().getStreamMetadata(stream)
    expect(metadata?.truncateBefore).toBe(3)
  })

  it('takes its exact revision and any, but not stream_exists', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().deleteStream(stream)
    const existing = store.client().appendToStream(stream, event(), { expectedRevision: STREAM_EXISTS })
    expect(await errorOf(existing)).toBeInstanceOf(StreamDeletedError)
    expect(
      (await store.client().appendToStream(stream, event(), { expectedRevision: 1n })).nextExpectedRevision,
    ).toBe(2n)
    await store.client().deleteStream(stream)
    expect((await store.client().appendToStream(stream, event())).nextExpectedRevision).toBe(3n)
    expect(await readRevisions(stream)).toEqual([3n])
  })

  it('keeps $maxCount over its revival', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    await store.client().deleteStream(stream)
    await store.client().setStreamMetadata(stream, { maxCount: 2, truncateBefore: 2 })
    await store.client().appendToStream(stream, events(3))
    expect(await readRevisions(stream)).toEqual([3n, 4n])
  })

  it('is refused under a wrong expected revision', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, events(2))
    const error = await errorOf(store.client().deleteStream(stream, { expectedRevision: 0n }))
    expect(error).toBeInstanceOf(WrongExpectedVersionError)
    expect(error).toMatchObject({ streamName: stream, expectedVersion: 0n, actualVersion: 1n })
    expect(await read(stream)).toHaveLength(2)
  })

  it('must have existed, whatever is expected of it (seen on 24.6)', async () => {
    for (const expectedRevision of [ANY, NO_STREAM, 3n] as const) {
      const error = await errorOf(store.client().deleteStream(newStream(), { expectedRevision }))
      expect(error).toBeInstanceOf(WrongExpectedVersionError)
      expect(error).toMatchObject({ actualVersion: -1n })
    }
  })
})

describe('a tombstoned stream', () => {
  it('is gone for ever: reads, appends, deletes and metadata are refused', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    await store.client().tombstoneStream(stream, { expectedRevision: 0n })
    const attempts = [
      () => read(stream),
      () => store.client().appendToStream(stream, event()),
      () => store.client().deleteStream(stream),
      () => store.client().tombstoneStream(stream),
      () => store.client().setStreamMetadata(stream, { maxCount: 1 }),
    ]
    for (const attempt of attempts) expect(await errorOf(attempt())).toBeInstanceOf(StreamDeletedError)
  })

  it('ends with an event that is empty and no JSON (seen on 24.6)', async () => {
    const stream = newStream()
    const { position } = await store.client().appendToStream(stream, event())
    await store.client().tombstoneStream(stream)
    const all = await collect(store.client().readAll({ fromPosition: position ?? START }))
    const end = all.find(({ event: found }) => found?.streamId === stream && found.type === '$streamDeleted')
    expect(end?.event).toMatchObject({ isJson: false, revision: 2n ** 63n - 1n })
    expect(end?.event?.data).toHaveLength(0)
  })

  it('may never have existed', async () => {
    const stream = newStream()
    await store.client().tombstoneStream(stream)
    expect(await errorOf(store.client().appendToStream(stream, event()))).toBeInstanceOf(StreamDeletedError)
  })
})
