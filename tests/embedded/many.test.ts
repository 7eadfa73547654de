import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventStore, Position } from '../../src/platform/log/event-store.ts'
import { type TestStore, testStore } from '../support/stores.ts'
import { pause } from './cluster.ts'

let store: EventStore
let close: TestStore['close']
beforeAll(async () => {
  ;({ store, close } = await testStore())
})
afterAll(() => close())

const writers = 64
const appendsEach = 25

it('64 writers and subscribers that start at different times see every event once, in the same order', async () => {
  const after = await store.lastPosition()
  const abort = new AbortController()
  const subscribers: { ids: string[]; done: Promise<void> }[] = []
  const subscribe = (from: Position | undefined, maxBatch: number): void => {
    const ids: string[] = []
    const done = (async () => {
      for await (const { events } of store.subscribe({ after: from, maxBatch, signal: abort.signal })) {
        ids.push(...events.map(({ id }) => id))
        if (maxBatch < 10) await pause(1)
      }
    })()
    subscribers.push({ ids, done })
  }
  subscribe(after, 500)
  subscribe(after, 5)
  const marks: bigint[] = []
  const write = async (): Promise<void> => {
    const stream = `many-${randomUUID()}`
    for (let index = 0; index < appendsEach; index++) {
      const event = { id: randomUUID(), type: 'written', data: { index }, metadata: {} }
      const { position } = await store.append(stream, [event], index === 0 ? 'no-stream' : BigInt(index - 1))
      if (marks.push(position) % 200 === 0) subscribe(position, 100)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))

  const log: { id: string; position: bigint }[] = []
  for await (const page of store.readAll(after === undefined ? {} : { after })) log.push(...page)
  expect(log).toHaveLength(writers * appendsEach)
  const ids = log.map(({ id }) => id)
  const expected = [
    ids,
    ids,
    ...marks
      .filter((_, index) => (index + 1) % 200 === 0)
      .map((mark) => {
        return log.filter(({ position }) => position > mark).map(({ id }) => id)
      }),
  ]
  for (const [index, subscriber] of subscribers.entries()) {
    while (subscriber.ids.length < (expected[index]?.length ?? 0)) await pause(10)
  }
  abort.abort()
  await Promise.all(subscribers.map(({ done }) => done))
  expect(subscribers.map((subscriber) => subscriber.ids)).toEqual(expected)
})
