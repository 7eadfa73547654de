import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyDecider, decideOne } from '../domain/decider.ts'
import { NewerEvent, streamName } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import { type EventStore, WrongExpectedRevision } from '../platform/log/event-store.ts'
import type { Clock } from '../platform/process/clock.ts'
import { newId } from '../platform/process/ids.ts'
import { type Mutex, mutex } from '../platform/process/mutex.ts'
import { type Aggregate, type Aggregates, lastPosition } from './aggregates.ts'
import {
  type ClaimIds,
  claimDecider,
  graceMs,
  type Holder,
  holderIn,
  idsOf,
  isSame,
  refuseTaken,
} from './claims.ts'
import type { Claim, CommandDefinition, Holding } from './command.ts'
import { Contention } from './errors.ts'
import { hashOf, later } from './ids.ts'
import { type Cause, metadataOf, toAppend } from './recording.ts'

/** The stream of a claim, as far as it was ever taken. */
interface Found {
  id: string
  aggregate: Aggregate | undefined
}

/** A claim just taken, by the event that took it: whoever takes it after that has a claim of their own. */
interface Taken extends Found {
  of: Claim
  aggregate: Aggregate
  /** Who gave way. */
  gaveWay: Holder | undefined
}

/** How a claim stands. One that is held says whether who has it gives way. */
type Standing = Exclude<Holding, { is: 'held' }> | { is: 'held'; id: string; yields: boolean }

/** How long a command waits for its turn when another process has it, in ms, and how often it looks. */
const patienceMs = 5000
const lookMs = 50

/**
 * Takes and gives up unique values, each of which is a stream of its own, before and after what is appended for them. A
 * claim alone says nothing: it counts while its holder has the value, or may be about to have it.
 */
export function createClaiming(parts: {
  store: EventStore
  codec: EventCodec
  aggregates: Aggregates
  claimIds: ClaimIds
  clock: Clock
  app: string
  /** A definition of each aggregate, by its name. */
  definitionOf: ReadonlyMap<string, CommandDefinition>
}) {
  const { store, codec, aggregates, claimIds, clock, app, definitionOf } = parts
  /** What was given up while the store did not answer: claims by their ids, each older than this position. */
  const givenUp = new Map<string, bigint>()

  /**
   * Where a claim is: under its id, or under the one it had before while it is held there; as the log has it, unless what is
   * recent will do.
   */
  async function find(of: Claim, look: 'refresh' | 'recent' = 'refresh'): Promise<Found> {
    const id = claimIds.of(of)
    const aggregate = await aggregates[look](claimDecider, id)
    const before = aggregate ? undefined : claimIds.before(of)
    const old = before === undefined ? undefined : await aggregates[look](claimDecider, before)
    if (before !== undefined && old && holderIn(old)) return { id: before, aggregate: old }
    return { id, aggregate }
  }

  /** Whether somebody has a unique value. Who is still being made is no one to name. */
  async function holding(of: Claim): Promise<Holding> {
    return standingOf(of, await find(of, 'recent'))
  }

  async function standingOf(of: Claim, { id, aggregate }: Found): Promise<Standing> {
    const held = holderIn(aggregate)
    if (!held || !aggregate) return { is: 'free' }
    const has = await claimOf(held, of)
    if (has) return { is: 'held', id: held.id, yields: has.yields === true }
    if (has === undefined) return { is: 'being-made' }
    if (lastPosition(aggregate) <= (givenUp.get(id) ?? -1n)) return { is: 'free' }
    // A claim is taken first: a crash, or a store that is away, can leave it alone for good.
    // One that is of much later was taken before the clock was set back.
    const age = Math.abs(Date.parse(clock()) - Date.parse(aggregate.occurredAt))
    return { is: age < graceMs ? 'being-made' : 'free' }
  }

  /**
   * The value as the holder has it; null: it does not. Undefined: this version of the program does not know what the
   * holder is, or has become.
   */
  async function claimOf(held: Holder, of: Claim): Promise<Claim | null | undefined> {
    const definition = definitionOf.get(held.aggregate)
    if (!definition) return undefined
    const { decider, unique } = definition
    const among = (state: unknown) => unique(state).find((one) => isSame(one, of))
    try {
      const known = among(await aggregates.load(decider, held.id))
      // What is known may be a second old: it will do for who has it and keeps it.
      if (known && !known.yields) return known
      return among((await aggregates.refresh(decider, held.id))?.state) ?? null
    } catch (error) {
      if (error instanceof NewerEvent) return undefined
      throw error
    }
  }

  /**
   * Takes all the claims or none, for an aggregate that does not have the values yet. @returns what to give to `undo`
   * when it never gets them. @throws DomainError naming the holder.
   */
  async function take(claims: readonly Claim[], decider: AnyDecider, id: string, request: Cause) {
    const mine = { aggregate: decider.name, id }
    const taken: Taken[] = []
    try {
      for (const one of claims) {
        const got = await takeOne(one, mine, request)
        if ('is' in got) refuseTaken(one, decider.name, got)
        // Who had it already is not to lose it by what fails here.
        if (got.before?.id !== id) taken.push(got.taken)
      }
    } catch (error) {
      await undo(taken, request)
      throw error
    }
    return taken
  }

  async function takeOne(
    of: Claim,
    mine: Holder,
    request: Cause,
    look: 'refresh' | 'recent' = 'recent',
  ): Promise<{ taken: Taken; before: Holder | undefined } | Exclude<Holding, { is: 'free' }>> {
    // One that nobody has, as it was looked for lately, is still to be taken: else the append says so.
    const lately = await find(of, look)
    const found = look === 'refresh' || !holderIn(lately.aggregate) ? lately : await find(of)
    const before = holderIn(found.aggregate)
    let gaveWay: Holder | undefined
    if (before && before.id !== mine.id) {
      const standing = await standingOf(of, found)
      if (standing.is === 'held' && standing.yields) gaveWay = before
      else if (standing.is !== 'free') return standing
    }
    try {
      // Even by who has it, so that nobody gives up for them what they gave up before.
      const type = found.aggregate ? 'claim.pass' : 'claim.take'
      const aggregate = await appendClaim(type, mine, found, request)
      givenUp.delete(found.id)
      return { taken: { of, id: found.id, aggregate, gaveWay }, before }
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error
      return takeOne(of, mine, request, 'refresh')
    }
  }

  /** Gives up what was taken in vain, unless it was taken again since. Never fails: a claim alone counts for nothing. */
  async function undo(taken: readonly Taken[], request: Cause): Promise<void> {
    for (const one of taken) await release(one, lastPosition(one.aggregate), request, one.gaveWay)
  }

  /**
   * Gives up values that an aggregate has dropped with the event at this position. Never fails, because that event is in
   * the log; what could not be released is swept up later.
   */
  async function giveUp(claims: readonly Claim[], holderId: string, position: bigint, request: Cause) {
    for (const one of claims) {
      const found = await find(one).catch(() => undefined)
      if (!found) givenUp.set(claimIds.of(one), position)
      else if (holderIn(found.aggregate)?.id === holderId) await release(found, position, request)
    }
  }

  /** A claim whose newest event is beyond the position was taken again by somebody. */
  async function release(found: Found, position: bigint, request: Cause, to?: Holder): Promise<void> {
    if (!found.aggregate || lastPosition(found.aggregate) > position) return
    try {
      if (to) await appendClaim('claim.pass', to, found, request)
      else await appendClaim('claim.release', {}, found, request)
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) givenUp.set(found.id, position)
    }
  }

  /**
   * Releases a claim that its holder, as the log has it, does not have the value of; unless it was taken again since. Only
   * the id is known: what it was of may have been erased. @returns whether it did.
   */
  async function sweep(
    id: string,
    doubt: { holder: Holder; upTo: bigint },
    request: Cause,
  ): Promise<boolean> {
    const aggregate = await aggregates.refresh(claimDecider, id)
    const held = holderIn(aggregate)
    if (!aggregate || held?.id !== doubt.holder.id || lastPosition(aggregate) > doubt.upTo) return false
    const definition = definitionOf.get(held.aggregate)
    if (!definition) return false
    const state = (await aggregates.refresh(definition.decider, held.id))?.state
    if (definition.unique(state).some((one) => idsOf(claimIds, one).includes(id))) return false
    try {
      await appendClaim('claim.release', {}, { id, aggregate }, request)
      return true
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error
      return false
    }
  }

  const turns = new Map<string, Mutex>()

  /**
   * Carries out what must not happen twice at once, whichever process does it: each holds the claim in its turn. One that
   * a crash has left behind passes on after the time of grace. @throws Contention when the turn does not come.
   */
  async function alone<T>(of: Claim, aggregate: string, request: Cause, work: () => Promise<T>): Promise<T> {
    const name = `${of.kind} ${of.value}`
    const here = turns.get(name) ?? mutex()
    turns.set(name, here)
    return here.run(async () => {
      // Of nobody, so that nobody has a right to it beyond the time of grace.
      const mine = { aggregate, id: newId() }
      const until = performance.now() + patienceMs
      let turn = await takeOne(of, mine, request)
      while ('is' in turn) {
        if (performance.now() > until) throw new Contention()
        await sleep(lookMs)
        turn = await takeOne(of, mine, request)
      }
      try {
        return await work()
      } finally {
        await undo([turn.taken], request)
      }
    })
  }

  /** @returns the claim as it is then; as it was when there was nothing to do. */
  async function appendClaim(
    type: 'claim.take' | 'claim.pass' | 'claim.release',
    input: Holder | object,
    { id, aggregate: found }: Found,
    request: Cause,
  ): Promise<Aggregate> {
    const commandId = newId()
    const occurredAt = later(clock(), found?.occurredAt ?? '')
    const context = { id, at: occurredAt, actor: request.principal.actor }
    const decided = decideOne(claimDecider, type, found?.state, input, context)
    const hash = hashOf(type, id, input)
    const metadata = metadataOf({ id: commandId, type, hash }, request, { occurredAt, app })
    const events = toAppend(codec, decided, metadata)
    const { revision, position } = await store
      .append(streamName('claim', id), events, found ? BigInt(found.revision) : 'no-stream')
      .catch((error: unknown) => {
        // It may be in the log, or another's.
        aggregates.forget('claim', id)
        throw error
      })
    const done = { hash, revision: Number(revision), position, events: decided.map((event) => event.type) }
    const aggregate = {
      state: { holder: type === 'claim.release' ? undefined : input },
      revision: Number(revision),
      occurredAt,
      commands: new Map([[commandId, done]]),
    }
    aggregates.put(claimDecider, id, aggregate)
    return aggregate
  }

  return { holding, take, undo, giveUp, sweep, alone }
}
