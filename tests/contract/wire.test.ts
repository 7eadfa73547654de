import { randomUUID } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Reader, type Writer } from '../../src/platform/log/event-store/protobuf.ts'
import { framed, type RawAnswer, rawCall } from './raw.ts'
import { collect, contractStore, event, newStream } from './store.ts'

/** Messages that the client never sends. Answers seen on EventStoreDB 24.6, unless a name says otherwise. */

const store = contractStore()
const invalidArgument = 3

type Part = (options: Writer) => unknown

const ofStream =
  (stream: string): Part =>
  (options) =>
    options.message(1, (from) => from.message(1, (name) => name.string(3, stream)).empty(3))
const ofAll: Part = (options) => options.message(2, (from) => from.empty(2))
const forwards: Part = (options) => options.uint(3, 0)
const count: Part = (options) => options.uint(5, 10)
const subscribed: Part = (options) => options.empty(6)
const unfiltered: Part = (options) => options.empty(8)
const textIds: Part = (options) => options.message(9, (ids) => ids.empty(2))
const filtered =
  (...parts: Part[]): Part =>
  (options) =>
    options.message(7, (filter) => {
      for (const part of parts) part(filter)
    })
const byType: Part = (filter) => filter.message(2, (expression) => expression.string(2, 'a'))
const window: Part = (filter) => filter.uint(3, 10)
const interval: Part = (filter) => filter.uint(5, 1)

const read = (...parts: Part[]): Promise<RawAnswer> =>
  rawCall(store.url(), 'streams.Streams/Read', [
    framed((request) =>
      request.message(1, (options) => {
        for (const part of parts) part(options)
      }),
    ),
  ])

describe('a read', () => {
  it('is not guessed at: what it leaves out is refused', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    const whole = [ofStream(stream), forwards, count, unfiltered, textIds]
    expect(await read(...whole)).toMatchObject({ status: 0 })
    for (const part of [whole[0], count, unfiltered, textIds]) {
      const rest = whole.filter((each) => each !== part)
      expect(await read(...rest)).toMatchObject({ status: invalidArgument, messages: [] })
    }
  })

  it('is refused in combinations that are none, and with half a filter', async () => {
    const stream = newStream()
    const all = [ofAll, forwards, textIds]
    const wrong = [
      [ofStream(stream), forwards, count, textIds, filtered(byType, window, interval)],
      [ofAll, (options: Writer) => options.uint(3, 1), subscribed, unfiltered, textIds],
      [...all, subscribed, filtered(window, interval)],
      [...all, subscribed, filtered(byType, interval)],
    ]
    for (const parts of wrong)
      expect(await read(...parts)).toMatchObject({ status: invalidArgument, messages: [] })
    expect((await read(...all, subscribed, filtered(byType, window))).status).not.toBe(0)
  })
})

/** BatchAppend with one append of one event. */
const append = (
  stream: string,
  parts: { expected?: boolean; deadline?: number; packed?: (bytes: Buffer) => Buffer },
): Buffer =>
  framed((request) => {
    request.message(1, (id) => id.string(2, randomUUID()))
    request.message(2, (options) => {
      options.message(1, (name) => name.string(3, stream))
      if (parts.expected ?? true) options.empty(4)
      if (parts.deadline !== undefined)
        options.message(7, (duration) => duration.uint(1, parts.deadline ?? 0))
    })
    request.message(3, (proposed) => {
      proposed.message(1, (id) => id.string(2, randomUUID()))
      for (const [key, value] of [
        ['type', 'T'],
        ['content-type', 'application/json'],
      ] as const)
        proposed.message(2, (entry) => entry.string(1, key).string(2, value))
      proposed.bytes(4, Buffer.from('1'))
    })
    request.uint(4, 1)
  }, parts.packed)

/** Of the answers: whether it succeeded, else the code of its status. */
const outcomesOf = ({ messages }: RawAnswer): (number | 'done')[] =>
  messages.map((message) => {
    const reader = new Reader(message)
    for (let field = reader.next(); field !== 0; field = reader.next()) {
      if (field === 3) return 'done'
      if (field !== 2) reader.skip()
      else {
        const status = reader.message()
        return status.next() === 1 ? status.uint() : -1
      }
    }
    return -1
  })

const batch = (messages: readonly Buffer[], headers: Record<string, string> = {}): Promise<RawAnswer> =>
  rawCall(store.url(), 'streams.Streams/BatchAppend', messages, { headers, wanted: messages.length })

describe('a batch of appends', () => {
  it('answers a faulty one for itself, and goes on', async () => {
    const answer = await batch([
      append(newStream(), {}),
      append(newStream(), { expected: false }),
      append(newStream(), {}),
    ])
    expect(outcomesOf(answer).map(String).sort()).toEqual([`${invalidArgument}`, 'done', 'done'])
  })

  it('names the kind of its errors: a wrong revision exists already, a deleted stream is not found', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    await store.client().tombstoneStream(stream)
    expect(outcomesOf(await batch([append(stream, {})]))).toEqual([5])
  })

  it('keeps a deadline given as a duration', async () => {
    const stream = newStream()
    const answer = await batch([append(stream, { deadline: 0 }), append(stream, { deadline: 10 })])
    expect(outcomesOf(answer).map(String).sort()).toEqual(['4', 'done'])
    expect(await collect(store.client().readStream(stream))).toHaveLength(1)
  })

  it('is served packed with gzip and deflate', async () => {
    for (const [encoding, packed] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
    ] as const) {
      const stream = newStream()
      const answer = await batch([append(stream, { packed })], { 'grpc-encoding': encoding })
      expect(outcomesOf(answer)).toEqual(['done'])
      expect(await collect(store.client().readStream(stream))).toHaveLength(1)
    }
  })
})

describe('the messages of other methods', () => {
  it('are refused without what is expected of the stream', async () => {
    const stream = newStream()
    await store.client().appendToStream(stream, event())
    const request = framed((body) =>
      body.message(1, (options) => options.message(1, (name) => name.string(3, stream))),
    )
    for (const method of ['Append', 'Delete', 'Tombstone'])
      expect(await rawCall(store.url(), `streams.Streams/${method}`, [request])).toMatchObject({
        status: invalidArgument,
      })
  })
})

describe('what a server does not serve', () => {
  const further = {
    'users.Users': [
      'Create',
      'Update',
      'Delete',
      'Disable',
      'Enable',
      'Details',
      'ChangePassword',
      'ResetPassword',
    ],
    'operations.Operations': [
      'StartScavenge',
      'StopScavenge',
      'Shutdown',
      'MergeIndexes',
      'ResignNode',
      'SetNodePriority',
      'RestartPersistentSubscriptions',
    ],
    'monitoring.Monitoring': ['Stats'],
    'projections.Projections': ['Create', 'Update', 'Delete', 'Reset', 'State', 'Result', 'RestartSubsystem'],
  }

  // 24.6 (release/oss-v24.6, src/Protos/Grpc) lists and serves all of these, so that none is called there.
  it('is not listed, and answers UNIMPLEMENTED and where it is served', async () => {
    const nothing = framed(() => {})
    const { messages } = await rawCall(store.url(), 'server_features.ServerFeatures/GetSupportedMethods', [
      nothing,
    ])
    const listed = new Set<string>()
    for (const reader = new Reader(messages[0] ?? Buffer.alloc(0)); ; ) {
      const field = reader.next()
      if (field === 0) break
      if (field !== 1) {
        reader.skip()
        continue
      }
      const [method, service] = strings(reader.message())
      listed.add(`${service}/${method}`)
    }
    expect(listed).toContain('event_store.client.streams.streams/append')
    for (const [service, methods] of Object.entries(further))
      for (const method of methods) {
        if (listed.has(`event_store.client.${service}/${method}`.toLowerCase())) continue
        expect(await rawCall(store.url(), `${service}/${method}`, [nothing])).toMatchObject({
          status: 12,
          message: `/event_store.client.${service}/${method} is served by EventStoreDB, not by the embedded store.`,
        })
      }
  })

  const strings = (reader: Reader): string[] => {
    const found: string[] = []
    for (let field = reader.next(); field !== 0; field = reader.next()) found.push(reader.string())
    return found
  }
})
