import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyDecider, decideOne } from '../domain/decider.ts'
import { type Metadata, streamName } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import { type EventStore, WrongExpectedRevision } from '../platform/log/event-store.ts'
import type { Principal } from '../platform/people/permissions.ts'
import type { Clock } from '../platform/process/clock.ts'
import { newId } from '../platform/process/ids.ts'
import { type Mutex, mutex } from '../platform/process/mutex.ts'
import type { Aggregate, Aggregates } from './aggregates.ts'
import { type ClaimIds, claimDecider, isSame, refuseTaken } from './claims.ts'
import type { Claim, CommandDefinition } from './command.ts'
import { Contention } from './errors.ts'
import { eventId, hashOf, later } from './ids.ts'

/** Of the request that claims: whose it is, and what it belongs to. */
interface Claimant {
  principal: Principal
  correlationId?: string
  causationId?: string
}

interface Holder {
  aggregate: string
  id: string
}

interface Found {
  id: string
  aggregate: Aggregate | undefined
}

function holderIn(found: Aggregate | undefined): Holder | undefined {
  return (found?.state as { holder?: Holder } | undefined)?.holder
}

/** How long a claim counts although its holder does not hold the value (yet): longer than any command takes. */
const graceMs = 60_000

/** How long a command waits for its turn when another process has it, in ms, and how often it looks. */
const patienceMs = 5000
const lookMs = 50

/** Takes and gives up unique values, each of which is a stream of its own, before and after what is appended for them. */
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

  /** Where a claim is, as far as it was ever taken: under its id, or under the one it had before while it is held there. */
  async function find(of: Claim): Promise<Found> {
    const id = claimIds.of(of)
    const aggregate = await aggregates.refresh(claimDecider, id)
    const before = aggregate ? undefined : claimIds.before(of)
    const old = before === undefined ? undefined : await aggregates.refresh(claimDecider, before)
    if (before !== undefined && old && holderIn(old)) return { id: before, aggregate: old }
    return { id, aggregate }
  }

  async function holder(of: Claim): Promise<string | undefined> {
    return holderIn((await find(of)).aggregate)?.id
  }

  /** Takes what is new among the claims, all or none. @returns what is new. @throws DomainError naming the holder. */
  async function take(claims: readonly Claim[], decider: AnyDecider, id: string, request: Claimant) {
    const mine = { aggregate: decider.name, id }
    const taken: Claim[] = []
    for (const one of claims) {
      const winner = await takeOne(one, mine, request)
      if (winner === mine) taken.push(one)
      if (winner === undefined || winner === mine) continue
      await release(taken, id, request)
      refuseTaken(one, winner)
    }
    return taken
  }

  /** @returns `mine` once it is; undefined: it was before; else who holds it. */
  async function takeOne(of: Claim, mine: Holder, request: Claimant): Promise<Holder | undefined> {
    const found = await find(of)
    const held = holderIn(found.aggregate)
    if (held?.id === mine.id) return undefined
    if (held && found.aggregate && (await stands(of, held, found.aggregate))) return held
    try {
      await appendClaim(found.aggregate ? 'claim.pass' : 'claim.take', mine, found, request)
      return mine
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error
      const winner = holderIn((await find(of)).aggregate) ?? { ...mine, id: '' }
      return winner.id === mine.id ? mine : winner
    }
  }

  /** A claim stands while its holder holds the value, or may still be about to: a crash can leave one behind. */
  async function stands(of: Claim, held: Holder, found: Aggregate): Promise<boolean> {
    if (Date.parse(clock()) - Date.parse(found.occurredAt) < graceMs) return true
    const definition = definitionOf.get(held.aggregate)
    if (!definition) return true
    const aggregate = await aggregates.refresh(definition.decider, held.id)
    return definition.unique(aggregate?.state).some((one) => isSame(one, of))
  }

  /** Gives up those that are still held by `id`. */
  async function release(claims: readonly Claim[], id: string, request: Claimant) {
    for (const one of claims) {
      const found = await find(one)
      if (holderIn(found.aggregate)?.id === id) await appendClaim('claim.release', {}, found, request)
    }
  }

  const turns = new Map<string, Mutex>()

  /**
   * Carries out what must not happen twice at once, whichever process does it: each holds the claim in its turn. One that
   * a crash has left behind passes on after the time of grace. @throws Contention when the turn does not come.
   */
  async function alone<T>(
    of: Claim,
    aggregate: string,
    request: Claimant,
    work: () => Promise<T>,
  ): Promise<T> {
    const name = `${of.kind} ${of.value}`
    const here = turns.get(name) ?? mutex()
    turns.set(name, here)
    return here.run(async () => {
      // Of nobody, so that nobody has a right to it beyond the time of grace.
      const mine = { aggregate, id: newId() }
      const until = performance.now() + patienceMs
      while ((await takeOne(of, mine, request)) !== mine) {
        if (performance.now() > until) throw new Contention()
        await sleep(lookMs)
      }
      try {
        return await work()
      } finally {
        await release([of], mine.id, request)
      }
    })
  }

  async function appendClaim(
    type: 'claim.take' | 'claim.pass' | 'claim.release',
    input: object,
    { id, aggregate: found }: Found,
    request: Claimant,
  ) {
    const commandId = newId()
    const now = clock()
    const occurredAt = later(now, found?.occurredAt ?? '')
    const context = { id, at: occurredAt, actor: request.principal.actor }
    const decided = decideOne(claimDecider, type, found?.state, input, context)
    if (decided.length === 0) return
    const { principal } = request
    const metadata: Metadata = {
      actor: principal.actor,
      via: principal.via,
      command: { id: commandId, type, hash: hashOf(type, id, input) },
      $correlationId: request.correlationId ?? commandId,
      $causationId: request.causationId ?? commandId,
      occurredAt,
      app,
    }
    const events = decided.map((event, index) => ({
      ...codec.encode(event),
      id: eventId(commandId, index),
      metadata,
    }))
    await store.append(streamName('claim', id), events, found ? BigInt(found.revision) : 'no-stream')
  }

  return { holder, take, release, alone }
}
