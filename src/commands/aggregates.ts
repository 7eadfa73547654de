import { type AnyDecider, evolveOne, type StateOf } from '../domain/decider.ts'
import { NewerEvent, type RecordedEvent, streamName } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import {
  type EventStore,
  letsGoOf,
  type Position,
  type StoredEvent,
  StoreUnavailable,
} from '../platform/log/event-store.ts'
import { BoundedMap } from '../platform/process/bounded-map.ts'
import { type Missing, Truncated } from './errors.ts'

/** What one command left behind; by it a repeat is recognised and answered as the first time. */
export interface Done {
  hash: string
  revision: number
  position: bigint
  events: readonly string[]
}

/** An aggregate folded up to `revision`; `commands` are those that wrote its events, by command id. */
export interface Aggregate<State = unknown> {
  state: State
  revision: number
  occurredAt: string
  commands: ReadonlyMap<string, Done>
}

/** Folds events onto an aggregate (undefined: onto nothing). Pure: the one given is not changed. */
export function foldAggregate(
  of: AnyDecider,
  before: Aggregate | undefined,
  events: readonly RecordedEvent[],
): Aggregate | undefined {
  if (events.length === 0) return before
  let state = before?.state
  let occurredAt = before?.occurredAt ?? ''
  const commands = new Map(before?.commands)
  for (const event of events) {
    state = evolveOne(of, state, event)
    if (event.occurredAt > occurredAt) occurredAt = event.occurredAt
    const { id, hash } = event.metadata.command
    const earlier = commands.get(id)
    commands.set(id, {
      hash,
      revision: event.revision,
      position: event.position,
      events: [...(earlier?.events ?? []), event.type],
    })
  }
  return { state, revision: events.at(-1)?.revision ?? 0, occurredAt, commands }
}

/** Of the newest event. */
export function lastPosition({ commands }: Aggregate): bigint {
  return [...commands.values()].at(-1)?.position ?? 0n
}

/** The events of an aggregate that there are, oldest first. */
export interface History {
  events: readonly RecordedEvent[]
  /** What an operator has let go of before them; undefined: nothing. */
  missing: Missing | undefined
}

/** What the log still has of a record that an operator has truncated: until a scavenge, what was truncated stands in it too. */
export interface Rest {
  /** Oldest first. */
  events: readonly RecordedEvent[]
  /** Undefined where any of its events is gone. */
  state: unknown
}

/** Facts from other aggregates race with their changes in any case; within this age they are not read again. */
const factsMaxAgeMs = 1000

/** So long nobody writes a stream and deletes it behind our back again. */
const neverThereMs = 10_000

export interface Aggregates {
  /** As new as this process knows it: a wrong expected revision says when that is too old. */
  get(of: AnyDecider, id: string): Promise<Aggregate | undefined>
  /** Read anew from the log. */
  refresh(of: AnyDecider, id: string): Promise<Aggregate | undefined>
  /** Takes over what was just appended. */
  put(of: AnyDecider, id: string, aggregate: Aggregate): void
  /** For facts: at most a second behind what other processes wrote. */
  recent(of: AnyDecider, id: string): Promise<Aggregate | undefined>
  /** The state of what is recent. */
  load<D extends AnyDecider>(of: D, id: string): Promise<StateOf<D> | undefined>
  /** @throws NewerEvent. */
  events(of: AnyDecider, id: string, from?: number): Promise<RecordedEvent[]>
  /** The same for who only shows them: what is left of them, with those that a newer version wrote, which say so. */
  history(of: AnyDecider, id: string): Promise<History>
  /** What is left of it in its stream and at these positions of the log, where it is known to have events. */
  rest(of: AnyDecider, id: string, positions: readonly Position[]): Promise<Rest>
  /** Keeps nothing of it in memory. */
  forget(aggregate: string, id: string): void
}

/**
 * A bounded cache of folded aggregates, least recently used out first. It may be behind the log: the store's expected
 * revision is what keeps decisions right, the cache only saves reading.
 */
export function aggregates(options: { store: EventStore; codec: EventCodec; capacity?: number }): Aggregates {
  const { store, codec, capacity = 4096 } = options
  const cache = new BoundedMap<string, Aggregate>(capacity)
  /** Reads for facts that are under way. */
  const loading = new Map<string, Promise<Aggregate | undefined>>()
  /** Streams that were not there, nor deleted, by when that was, in ms of the monotonic clock. */
  const neverThere = new BoundedMap<string, number>(capacity)
  /** What was looked for and is not there, by when that was: rules that nobody made are asked for as often as others. */
  const absent = new BoundedMap<string, number>(capacity)
  /** When each was last known to be as new as the log, in ms of the monotonic clock. */
  const checked = new WeakMap<Aggregate, number>()

  async function events(of: AnyDecider, id: string, from = 0): Promise<RecordedEvent[]> {
    return ours(await wholeFrom(streamName(of.name, id), BigInt(from)))
  }

  /**
   * What others have written into a stream of ours says nothing of the aggregate. @throws NewerEvent for what a newer
   * version of this program has said of it.
   */
  function ours(stored: readonly StoredEvent[]): RecordedEvent[] {
    return stored.flatMap((event) => {
      const decoded = codec.decode(event)
      if (!decoded && codec.newer(event))
        throw new NewerEvent(`${event.stream}@${event.revision} has the unknown type ${event.type}`)
      return decoded ?? []
    })
  }

  /** @throws Truncated when the store has let go of what nothing can be decided or shown without. */
  async function wholeFrom(stream: string, from: bigint): Promise<StoredEvent[]> {
    const stored = await store.readStream(stream, { from })
    const missing = await missingBefore(stream, from, stored[0])
    if (missing) throw new Truncated(stream, missing)
    return stored
  }

  /** What a stream that was read from a revision on lacks before the first that was found. */
  async function missingBefore(
    stream: string,
    from: bigint,
    first: StoredEvent | undefined,
  ): Promise<Missing | undefined> {
    if (first)
      return first.revision === from ? undefined : { from: Number(from), to: Number(first.revision) - 1 }
    if (from > 0n || (await wasNeverThere(stream))) return undefined
    return { from: Number(from), to: null }
  }

  /** Who makes a record looks for it, and for what it claims, more than once; the second time the first look will do. */
  async function wasNeverThere(stream: string): Promise<boolean> {
    const now = performance.now()
    if (now - (neverThere.get(stream) ?? Number.NEGATIVE_INFINITY) < neverThereMs) return true
    if (letsGoOf(await store.truncation(stream), 0n)) return false
    neverThere.set(stream, now)
    return true
  }

  async function history(of: AnyDecider, id: string): Promise<History> {
    const stream = streamName(of.name, id)
    const stored = await store.readStream(stream)
    const missing = await missingBefore(stream, 0n, stored[0])
    // What is shown as cut is not decided on from memory either.
    if (missing) cache.delete(stream)
    return { events: stored.flatMap((event) => codec.newer(event) ?? codec.decode(event) ?? []), missing }
  }

  async function rest(of: AnyDecider, id: string, positions: readonly Position[]): Promise<Rest> {
    const found = await store.readStream(streamName(of.name, id))
    const known = new Set(found.map(({ position }) => position))
    for (const position of positions) {
      const event = known.has(position) ? undefined : await store.eventAt(position)
      if (event) found.push(event)
    }
    found.sort((a, b) => (a.revision < b.revision ? -1 : 1))
    const events = ours(found)
    const isWhole = found.every(({ revision }, index) => revision === BigInt(index))
    return { events, state: isWhole ? foldAggregate(of, undefined, events)?.state : undefined }
  }

  function put(of: AnyDecider, id: string, aggregate: Aggregate) {
    const name = streamName(of.name, id)
    // A read that began before an append ends after it.
    if ((cache.get(name)?.revision ?? -1) > aggregate.revision) return
    cache.set(name, aggregate)
    checked.set(aggregate, performance.now())
    neverThere.delete(name)
    absent.delete(name)
  }

  /** Folds only what the cache has not seen. */
  async function refresh(of: AnyDecider, id: string): Promise<Aggregate | undefined> {
    const known = cache.get(streamName(of.name, id))
    const stored = await wholeFrom(streamName(of.name, id), BigInt(known ? known.revision + 1 : 0))
    const folded = foldAggregate(of, known, ours(stored))
    // The stream goes on after what others have written to it.
    const last = stored.at(-1)
    const aggregate = folded && last ? { ...folded, revision: Number(last.revision) } : folded
    if (aggregate) put(of, id, aggregate)
    else absent.set(streamName(of.name, id), performance.now())
    return aggregate
  }

  /** Those who ask for the same at the same time share one read. */
  function loadAnew(of: AnyDecider, id: string): Promise<Aggregate | undefined> {
    const name = streamName(of.name, id)
    let read = loading.get(name)
    if (!read) {
      read = refresh(of, id).finally(() => loading.delete(name))
      loading.set(name, read)
    }
    return read
  }

  async function anew(of: AnyDecider, id: string, known: Aggregate | undefined) {
    try {
      return await loadAnew(of, id)
    } catch (error) {
      if (known && error instanceof StoreUnavailable) return known
      throw error
    }
  }

  async function recent(of: AnyDecider, id: string): Promise<Aggregate | undefined> {
    const name = streamName(of.name, id)
    const known = cache.get(name)
    const looked = (known ? checked.get(known) : absent.get(name)) ?? Number.NEGATIVE_INFINITY
    const fresh = performance.now() - looked < factsMaxAgeMs
    // While the log is away nobody writes to it either; who reads has no need to wait for it.
    return fresh || (known && store.trouble() !== undefined) ? known : anew(of, id, known)
  }

  return {
    events,
    history,
    rest,
    put,
    refresh,
    forget(aggregate, id) {
      cache.delete(streamName(aggregate, id))
      absent.delete(streamName(aggregate, id))
    },
    async get(of, id) {
      const name = streamName(of.name, id)
      const known = cache.get(name)
      if (!known) return refresh(of, id)
      cache.set(name, known)
      return known
    },
    recent,
    load: async <D extends AnyDecider>(of: D, id: string) =>
      (await recent(of, id))?.state as StateOf<D> | undefined,
  }
}
