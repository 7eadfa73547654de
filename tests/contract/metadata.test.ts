import {
  ANY,
  NO_STREAM,
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

describe('a deleted stream', () => {
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

  it('may never have existed', async () => {
    const stream = newStream()
    await store.client().tombstoneStream(stream)
    expect(await errorOf(store.client().appendToStream(stream, event()))).toBeInstanceOf(StreamDeletedError)
  })
})
