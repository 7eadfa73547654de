import { type AnyDecider, decideOne } from '../domain/decider.ts'
import { type Metadata, streamName } from '../domain/event.ts'
import type { Clock } from '../platform/clock.ts'
import type { EventCodec } from '../platform/codec.ts'
import { type EventStore, WrongExpectedRevision } from '../platform/event-store.ts'
import { newId } from '../platform/ids.ts'
import type { Principal } from '../platform/permissions.ts'
import type { Aggregate, Aggregates } from './aggregates.ts'
import { type ClaimIds, claimDecider, isSame, refuseTaken } from './claims.ts'
import type { Claim, CommandDefinition } from './command.ts'
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

  async function take(claims: readonly Claim[], decider: AnyDecider, id: string, request: Claimant) {
    const taken: Claim[] = []
    for (const one of claims) {
      const mine = { aggregate: decider.name, id }
      const found = await find(one)
      const held = holderIn(found.aggregate)
      if (held?.id === id) continue
      if (held && found.aggregate && (await stands(one, held, found.aggregate))) {
        await release(taken, request)
        refuseTaken(one, held)
      }
      try {
        await appendClaim(found.aggregate ? 'claim.pass' : 'claim.take', mine, found, request)
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error
        await release(taken, request)
        const winner = await holder(one)
        if (winner !== id) refuseTaken(one, { aggregate: decider.name, id: winner ?? '' })
      }
      taken.push(one)
    }
    return taken
  }

  /** A claim stands while its holder holds the value, or may still be about to: a crash can leave one behind. */
  async function stands(of: Claim, held: Holder, found: Aggregate): Promise<boolean> {
    if (Date.parse(clock()) - Date.parse(found.occurredAt) < graceMs) return true
    const definition = definitionOf.get(held.aggregate)
    if (!definition) return true
    const aggregate = await aggregates.refresh(definition.decider, held.id)
    return definition.unique(aggregate?.state).some((one) => isSame(one, of))
  }

  async function release(claims: readonly Claim[], request: Claimant) {
    for (const one of claims) {
      const found = await find(one)
      if (found.aggregate) await appendClaim('claim.release', {}, found, request)
    }
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

  return { holder, take, release }
}
