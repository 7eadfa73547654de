import { randomUUID } from 'node:crypto'
import {
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  PARK,
  type Position,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  type ReadRevision,
  type ResolvedEvent,
  SKIP,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Answer, type Expected, type Metadata, Model } from './model.ts'
import { collect, contractStore } from './store.ts'

/**
 * Random histories on a store and on the model of EventStoreDB 24.6 beside it. In CI the store is the embedded one;
 * with EVENTSTORE_URL the model itself is tried on a server: 3,000 histories with HINDSIGHT_MODEL_RUNS=3000.
 */

const store = contractStore()
const runs = Number(process.env.HINDSIGHT_MODEL_RUNS ?? 12)

const stream = fc.integer({ min: 0, max: 2 })
/** A number is added to the newest revision. */
const expected = fc.oneof(
  fc.constantFrom<Expected>('any', 'no_stream', 'stream_exists'),
  fc.integer({ min: -3, max: 1 }),
)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('append' as const), stream, expected, count: fc.nat(3) }),
  },
  {
    weight: 4,
    // The ids of an earlier append: all, the first ones, the other way round, or with a new one.
    arbitrary: fc.record({
      kind: fc.constant('repeat' as const),
      stream,
      expected: fc.oneof(expected, fc.constant<Expected>('any')),
      which: fc.nat(5),
      how: fc.constantFrom('all', 'first', 'reversed', 'extended', 'elsewhere'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('metadata' as const),
      stream,
      metadata: fc.constantFrom<Metadata>(
        {},
        { $maxCount: 1 },
        { $maxCount: 2, color: 'red' },
        { $maxCount: 0, $tb: 1 },
        { $tb: 2 },
        { $tb: 5 },
        { $tb: 1.5, $maxCount: 1 },
        { $tb: 1, $maxCount: 'one' },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), stream, expected }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tombstone' as const), stream, expected }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      stream,
      ofMetadata: fc.boolean(),
      from: fc.oneof(fc.constantFrom('start' as const, 'end' as const), fc.nat(6)),
      forwards: fc.boolean(),
      count: fc.oneof(fc.nat(3), fc.constant(100)),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A history as it is played: the model's answer to each step, and the store's. */
class Play {
  readonly model = new Model()
  readonly streams: string[]
  private readonly positions = new Map<object, Position>()
  private readonly appends: string[][] = []

  constructor(prefix: string) {
    this.streams = [0, 1, 2].map((index) => `${prefix}${index}`)
  }

  async take(next: Step): Promise<void> {
    const name = this.streams[next.stream] ?? ''
    if (next.kind === 'read') {
      const from = next.ofMetadata ? `$$${name}` : name
      const answer = this.model.read(from, next.from, next.forwards, next.count)
      expect(await this.read(from, next.from, next.forwards, next.count)).toEqual(answer)
    } else if (next.kind === 'metadata') {
      // What a server says to this depends on what it has in memory.
      if (this.model.isTombstoned(name)) return
      const answer = this.model.setMetadata(name, next.metadata)
      const event = jsonEvent({ type: '$metadata', data: next.metadata })
      await this.compare(answer, () => store.client().appendToStream(`$$${name}`, event))
    } else if (next.kind === 'append' || next.kind === 'repeat') await this.append(name, next)
    else await this.remove(name, next)
  }

  private async append(name: string, next: Extract<Step, { kind: 'append' | 'repeat' }>): Promise<void> {
    const known = next.kind === 'repeat' ? this.appends[next.which] : undefined
    const ids = next.kind === 'repeat' ? repeatOf(known ?? [], next.how) : fresh(next.count)
    if (next.kind === 'append') this.appends.push(ids)
    const wanted = this.expectedOf(name, next.expected)
    const events = ids.map((id) => jsonEvent({ id, type: 'modelled', data: {} }))
    const expectedRevision = typeof wanted === 'number' ? BigInt(wanted) : wanted
    await this.compare(this.model.append(name, ids, wanted), () =>
      store.client().appendToStream(name, events, { expectedRevision }),
    )
  }

  private async remove(name: string, next: Extract<Step, { kind: 'delete' | 'tombstone' }>): Promise<void> {
    const wanted = this.expectedOf(name, next.expected)
    // The client cannot say it.
    if (wanted === 'stream_exists') return
    const options = { expectedRevision: typeof wanted === 'number' ? BigInt(wanted) : wanted }
    await this.compare(this.model[next.kind](name, wanted), () =>
      next.kind === 'delete'
        ? store.client().deleteStream(name, options)
        : store.client().tombstoneStream(name, options),
    )
  }

  private expectedOf(name: string, wanted: Expected): Expected {
    return typeof wanted === 'number' ? Math.max(0, this.model.events(name).length - 1 + wanted) : wanted
  }

  private async compare(
    answer: Answer,
    ask: () => Promise<{ position?: Position | undefined; nextExpectedRevision?: bigint }>,
  ): Promise<void> {
    const given = await ask().catch(answerOf)
    if ('kind' in given || answer.kind !== 'done') return expect(given).toEqual(answer)
    if (answer.revision !== undefined) expect(given.nextExpectedRevision).toBe(answer.revision)
    if (answer.entry === undefined) return
    const known = this.positions.get(answer.entry)
    if (known !== undefined) expect(given.position).toEqual(known)
    if (given.position !== undefined) this.positions.set(answer.entry, given.position)
  }

  private async read(
    name: string,
    from: number | 'start' | 'end',
    forwards: boolean,
    maxCount: number,
  ): Promise<Answer> {
    const fromRevision: ReadRevision =
      typeof from === 'number' ? BigInt(from) : from === 'start' ? START : END
    const direction = forwards ? FORWARDS : BACKWARDS
    const read = collect(store.client().readStream(name, { fromRevision, direction, maxCount }))
    return read
      .then(
        (events): Answer => ({ kind: 'read', revisions: events.map(({ event }) => event?.revision ?? -1n) }),
      )
      .catch(answerOf)
  }

  /** What $all holds of the history is the model's log, read from any of its events in both directions. */
  async compareLog(begin: Position, prefix: string): Promise<ResolvedEvent[]> {
    const own = ({ event }: ResolvedEvent): boolean => event?.streamId.includes(prefix) ?? false
    const all = (await collect(store.client().readAll({ fromPosition: begin }))).filter(own)
    expect(all.map(({ event }) => [event?.streamId, event?.revision, event?.type])).toEqual(
      this.model.log.map((entry) => [entry.stream, entry.revision, entry.type]),
    )
    for (const [index, { id, data }] of this.model.log.entries()) {
      if (id !== undefined) expect(all[index]?.event?.id).toBe(id)
      if (data !== undefined) expect(all[index]?.event?.data).toEqual(data)
    }
    for (const index of [0, all.length >> 1, all.length - 1]) {
      const fromPosition = all[index]?.event?.position
      if (fromPosition === undefined) continue
      const after = await collect(store.client().readAll({ fromPosition }))
      expect(after.filter(own)).toEqual(all.slice(index))
      const before = store.client().readAll({ fromPosition, direction: BACKWARDS, maxCount: 3 })
      const shown = (await collect(before)).filter(own)
      expect(shown).toEqual(all.slice(0, index).reverse().slice(0, shown.length))
    }
    return all
  }
}

const fresh = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

function repeatOf(ids: readonly string[], how: string): string[] {
  if (how === 'first') return ids.slice(0, 1)
  if (how === 'reversed') return ids.toReversed()
  return how === 'extended' ? [...ids, ...fresh(1)] : [...ids]
}

function answerOf(error: unknown): Answer {
  if (error instanceof StreamDeletedError) return { kind: 'deleted' }
  if (error instanceof StreamNotFoundError) return { kind: 'missing' }
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error
    return { kind: 'wrong', actual: typeof actualVersion === 'bigint' ? actualVersion : -1n }
  }
  if (error instanceof Error && error.message.includes('Unexpected ReadStreamResult'))
    return { kind: 'refused' }
  throw error
}

/** A subscription to the streams of a history, up to where it has caught up. */
async function follow(
  fromPosition: Position,
  prefix: string,
  window: { maxSearchWindow: number; checkpointInterval: number },
): Promise<{ ids: string[]; checkpoints: { position: Position; after: number }[] }> {
  const ids: string[] = []
  const checkpoints: { position: Position; after: number }[] = []
  let total = Number.POSITIVE_INFINITY
  const subscription = store.client().subscribeToAll({
    fromPosition,
    filter: streamNameFilter({
      ...window,
      prefixes: [prefix],
      checkpointReached: (_, position) =>
        void checkpoints.push({ position, after: ids.length + subscription.readableLength }),
    }),
  })
  subscription.on('data', ({ event }) => ids.push(event?.id ?? ''))
  subscription.on('caughtUp', () => {
    total = ids.length + subscription.readableLength
  })
  const failed = new Promise<never>((_, reject) => subscription.on('error', reject))
  await Promise.race([failed, eventually(() => expect(ids.length).toBeGreaterThanOrEqual(total))])
  failed.catch(() => {})
  await subscription.unsubscribe()
  return { ids, checkpoints }
}

const sorted = (revisions: readonly bigint[]): bigint[] =>
  revisions.toSorted((a, b) => (a < b ? -1 : Number(a > b)))

const handling = fc.constantFrom('ack' as const, PARK, SKIP, RETRY)

/**
 * A group that reads a stream from its beginning, and what its consumer makes of each event the first time; the second time it
 * takes it.
 */
async function handOut(
  name: string,
  revisions: readonly bigint[],
  handlings: readonly (typeof handling extends fc.Arbitrary<infer H> ? H : never)[],
): Promise<void> {
  const group = `group-${randomUUID()}`
  const parked = `$persistentsubscription-${name}::${group}-parked`
  const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START })
  const client = store.client()
  await client.createPersistentSubscriptionToStream(name, group, settings)
  const handlingOf = (revision: bigint) => handlings[Number(revision) % handlings.length] ?? 'ack'
  const having = (wanted: string) => revisions.filter((revision) => handlingOf(revision) === wanted)
  const given: { revision: bigint; retries: number }[] = []
  const subscription = client.subscribeToPersistentSubscriptionToStream(name, group)
  subscription.on('data', (resolved) => {
    const { event, retryCount: retries } = resolved
    const revision = event?.revision ?? -1n
    given.push({ revision, retries })
    const answer = retries > 0 ? 'ack' : handlingOf(revision)
    void (answer === 'ack'
      ? subscription.ack(resolved)
      : subscription.nack(answer, 'as it is played', resolved))
  })
  const failed = new Promise<never>((_, reject) => subscription.on('error', reject))
  const handled = eventually(async () => {
    expect(given.filter(({ retries }) => retries === 0).map(({ revision }) => revision)).toEqual(revisions)
    const again = given.filter(({ retries }) => retries > 0)
    expect(again.every(({ retries }) => retries === 1)).toBe(true)
    expect(sorted(again.map(({ revision }) => revision))).toEqual(having(RETRY))
    const links = await collect(client.readStream(parked, { resolveLinkTos: true })).catch(() => [])
    expect(sorted(links.map(({ event }) => event?.revision ?? -1n))).toEqual(having(PARK))
  })
  await Promise.race([failed, handled])
  failed.catch(() => {})
  await subscription.unsubscribe()
  await client.deletePersistentSubscriptionToStream(name, group)
}

describe('a random history', () => {
  it('is answered, kept, handed out to groups, and followed from every checkpoint as by EventStoreDB 24.6', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 15, maxLength: 40 }),
        fc.record({
          maxSearchWindow: fc.integer({ min: 1, max: 7 }),
          checkpointInterval: fc.integer({ min: 1, max: 3 }),
        }),
        fc.array(handling, { minLength: 5, maxLength: 5 }),
        async (steps, window, handlings) => {
          const prefix = `random-${randomUUID()}-`
          const { position } = await store
            .client()
            .appendToStream(`begin-${randomUUID()}`, jsonEvent({ type: 'begin', data: {} }))
          const begin = position ?? { commit: 0n, prepare: 0n }
          const play = new Play(prefix)
          for (const next of steps) await play.take(next)
          const all = await play.compareLog(begin, prefix)
          const wanted = all.filter(({ event }) => event?.streamId.startsWith(prefix))
          const idsAfter = ({ commit, prepare }: Position): string[] =>
            wanted
              .filter(({ event }) => {
                const at = event?.position?.commit ?? 0n
                return prepare < commit ? at >= commit : at > commit
              })
              .map(({ event }) => event?.id ?? '')
          const { ids, checkpoints } = await follow(begin, prefix, window)
          expect(ids).toEqual(idsAfter(begin))
          await Promise.all(
            checkpoints.map(async (checkpoint) => {
              const resumed = await follow(checkpoint.position, prefix, window)
              expect(resumed.ids).toEqual(idsAfter(checkpoint.position))
              expect(resumed.ids).toEqual(ids.slice(checkpoint.after))
            }),
          )
          for (const name of play.streams) {
            const shown = play.model.read(name, 'start', true, 100)
            if (shown.kind === 'read') await handOut(name, shown.revisions, handlings)
          }
        },
      ),
      // Each try of a smaller history would wait out its patience: the seed says where to look.
      { numRuns: runs, endOnFailure: true },
    )
  }, 3_600_000)
})
