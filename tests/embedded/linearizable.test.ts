import { randomUUID } from 'node:crypto'
import {
  EventStoreDBClient,
  jsonEvent,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, times } from '../support/chance.ts'
import { type Cluster, pause, startCluster } from './cluster.ts'
import { type Entry, type Expected, faults, type Operation, type Result } from './history.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster.stop())

const runs = Number(process.env.HINDSIGHT_MODEL_RUNS ?? times(4, 12))
const patience = 8000

/** One client's plan: what it does to which of three streams, one after the other. */
const plan = fc.array(
  fc.record({
    stream: fc.integer({ min: 0, max: 2 }),
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('append' as const) },
      { weight: 1, arbitrary: fc.constant('delete' as const) },
      { weight: 3, arbitrary: fc.constant('read' as const) },
    ),
    count: fc.integer({ min: 1, max: 3 }),
    // A number is added to the revision the client believes in.
    expected: fc.oneof(
      fc.constantFrom<Expected>('any', 'no_stream', 'stream_exists'),
      fc.integer({ min: -1, max: 1 }),
      fc.constant(0),
    ),
  }),
  { minLength: 5, maxLength: 25 },
)

type Step = typeof plan extends fc.Arbitrary<(infer S)[]> ? S : never

async function perform(client: EventStoreDBClient, operation: Operation): Promise<Result> {
  const { stream } = operation
  if (operation.kind === 'read') {
    const ids: string[] = []
    for await (const { event } of client.readStream(stream)) ids.push(event?.id ?? '')
    return { kind: 'read', ids }
  }
  if (operation.kind === 'delete') {
    const { position } = await client.deleteStream(stream)
    return { kind: 'written', revision: undefined, position: position?.commit ?? 0n }
  }
  const { expected } = operation
  const events = operation.ids.map((id) => jsonEvent({ id, type: 'modelled', data: {} }))
  const expectedRevision = typeof expected === 'number' ? BigInt(expected) : expected
  const { nextExpectedRevision, position } = await client.appendToStream(stream, events, { expectedRevision })
  return { kind: 'written', revision: Number(nextExpectedRevision), position: position?.commit ?? 0n }
}

function failure(error: unknown): Result {
  if (error instanceof StreamNotFoundError) return { kind: 'missing' }
  if (error instanceof StreamDeletedError) return { kind: 'deleted' }
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error
    return { kind: 'wrong', actual: typeof actualVersion === 'bigint' ? Number(actualVersion) : undefined }
  }
  return { kind: 'unknown' }
}

/** Carries out a plan; what gets no answer in time counts as unknown, as for anybody who waits for it. */
async function carryOut(
  client: EventStoreDBClient,
  steps: readonly Step[],
  streams: readonly string[],
): Promise<Entry[]> {
  const history: Entry[] = []
  const believed = new Map<string, number>()
  for (const step of steps) {
    const stream = streams[step.stream] ?? ''
    const revision = believed.get(stream) ?? -1
    const expected: Expected =
      typeof step.expected === 'number' ? Math.max(0, revision + step.expected) : step.expected
    const operation: Operation =
      step.kind === 'append'
        ? { kind: 'append', stream, ids: Array.from({ length: step.count }, () => randomUUID()), expected }
        : { kind: step.kind, stream }
    const began = performance.now()
    const silence = pause(patience).then((): Result => ({ kind: 'unknown' }))
    const result = await Promise.race([perform(client, operation).catch(failure), silence])
    history.push({ operation, began, ended: performance.now(), result })
    if (result.kind === 'written' && result.revision !== undefined) believed.set(stream, result.revision)
    if (result.kind === 'wrong') believed.set(stream, result.actual ?? -1)
  }
  return history
}

async function readLog(client: EventStoreDBClient): Promise<{ id: string; position: bigint }[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      const log: { id: string; position: bigint }[] = []
      for await (const { event } of client.readAll())
        log.push({ id: event?.id ?? '', position: event?.position?.commit ?? 0n })
      return log
    } catch (error) {
      if (attempt > 500) throw error
      await pause(100)
    }
  }
}

describe('concurrent appends, deletes and reads', () => {
  it('agree with one order of all writes, in which every answer was true at its time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 2, maxLength: 6 }), async (plans) => {
        const streams = [0, 1, 2].map((index) => `model${index}-${randomUUID()}`)
        const client = EventStoreDBClient.connectionString(cluster.store.url)
        try {
          const histories = await Promise.all(plans.map((steps) => carryOut(client, steps, streams)))
          expect(faults(histories.flat(), await readLog(client))).toEqual([])
        } finally {
          await client.dispose()
        }
      }),
      // A smaller one of another chance would say less, and wait for as long as this.
      { numRuns: runs, seed, endOnFailure: true },
    )
  }, 900_000)

  it('do so over kills of the store and of Postgres', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 2, maxLength: 4 }),
        fc.constantFrom('store' as const, 'postgres' as const, 'both' as const),
        fc.integer({ min: 5, max: 80 }),
        async (plans, what, after) => {
          const streams = [0, 1, 2].map((index) => `killed${index}-${randomUUID()}`)
          const client = EventStoreDBClient.connectionString(cluster.store.url)
          try {
            const killing = pause(after).then(() => cluster.kill(what))
            const histories = await Promise.all(plans.map((steps) => carryOut(client, steps, streams)))
            await killing
            expect(faults(histories.flat(), await readLog(client))).toEqual([])
          } finally {
            await client.dispose()
          }
        },
      ),
      { numRuns: Math.ceil(runs / 3), seed, endOnFailure: true },
    )
  }, 900_000)
})

describe('the check itself', () => {
  const append = (id: string, expected: Expected, began: number, ended: number, result: Result): Entry => ({
    operation: { kind: 'append', stream: 's', ids: [id], expected },
    began,
    ended,
    result,
  })
  const read = (ids: string[], began: number, ended: number): Entry => ({
    operation: { kind: 'read', stream: 's' },
    began,
    ended,
    result: { kind: 'read', ids },
  })
  const a = append('a', 'any', 0, 1, { kind: 'written', revision: 0, position: 1n })
  const b = append('b', 0, 2, 3, { kind: 'written', revision: 1, position: 2n })
  const log = [
    { id: 'a', position: 1n },
    { id: 'b', position: 2n },
  ]

  it('accepts what is right', () => {
    expect(faults([a, b, read(['a'], 1.5, 2.5), read(['a', 'b'], 2.5, 4)], log)).toEqual([])
  })

  it('takes a deletion without an answer for what may have been, from its beginning on', () => {
    const deletion: Entry = {
      operation: { kind: 'delete', stream: 's' },
      began: 3,
      ended: 11,
      result: { kind: 'unknown' },
    }
    const missing = (began: number, ended: number): Entry => ({
      ...read([], began, ended),
      result: { kind: 'missing' },
    })
    expect(faults([a, b, deletion, missing(12, 13)], log)).toEqual([])
    expect(faults([a, b, deletion, missing(1.5, 1.8)], log)).not.toEqual([])
  })

  it.each<[string, Entry[], typeof log]>([
    ['a stale read', [a, b, read(['a'], 4, 5)], log],
    ['a read of the future', [a, b, read(['a', 'b'], 1.2, 1.5)], log],
    [
      'a doubled revision',
      [a, append('b', 'any', 2, 3, { kind: 'written', revision: 0, position: 2n })],
      log,
    ],
    [
      'an order against time',
      [a, b],
      [
        { id: 'b', position: 1n },
        { id: 'a', position: 2n },
      ],
    ],
    [
      'a write against its expectation',
      [a, append('b', 'no_stream', 2, 3, { kind: 'written', revision: 1, position: 2n })],
      log,
    ],
    ['a refusal without reason', [a, append('c', 0, 2, 3, { kind: 'wrong', actual: 0 })], log.slice(0, 1)],
  ])('finds %s', (_, history, all) => {
    expect(faults(history, all)).not.toEqual([])
  })
})
