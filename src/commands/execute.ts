import { ZodError } from 'zod'
import { type AnyDecider, decideOne, type StateOf } from '../domain/decider.ts'
import { conflict, DomainError, refuse } from '../domain/error.ts'
import {
  type DomainEvent,
  type Metadata,
  type Reason,
  type RecordedEvent,
  streamName,
} from '../domain/event.ts'
import { instantOf as instantIn } from '../domain/values/instant.ts'
import { refuseWithdrawn } from '../domain/values/money.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import {
  type EventStore,
  StoreUnavailable,
  StreamDeleted,
  WrongExpectedRevision,
} from '../platform/log/event-store.ts'
import { allows, keyOf, mayAct, type Principal, sees } from '../platform/people/permissions.ts'
import type { Clock } from '../platform/process/clock.ts'
import { newId } from '../platform/process/ids.ts'
import { type Aggregate, type Aggregates, foldAggregate, lastPosition } from './aggregates.ts'
import { createClaiming } from './claiming.ts'
import { type ClaimIds, idsOf, without } from './claims.ts'
import type { Asking, Claim, CommandDefinition } from './command.ts'
import {
  Contention,
  FieldsForbidden,
  Forbidden,
  InFlight,
  InvalidInput,
  KeyReused,
  NotFound,
  PreconditionRequired,
  StaleRevision,
} from './errors.ts'
import { createdId, eventId, hashOf, later } from './ids.ts'
import { parseInput } from './parse.ts'
import { organisationZone } from './settings/organisation.ts'

/** Any revision, or one of these; none of them: none. */
export type Match = 'any' | readonly number[]

export interface Request {
  /** The command's type: `opportunity.advance-stage`. */
  command: string
  /** The aggregate asked; for a creation left out, and derived from the command id. */
  id?: string
  body: unknown
  principal: Principal
  /** The idempotency key in its derived form; left out: this request is not repeatable. */
  commandId?: string
  /** The revisions the asker may mean (If-Match). */
  ifMatch?: Match
  /** When it happened, if not now; needs the permission `import.backdate`. ISO-8601 UTC. */
  occurredAt?: string
  /** Moves `occurredAt` forward to the stream's last instead of refusing: for timers, whose instant may be past. */
  clampOccurredAt?: true
  correlationId?: string
  causationId?: string
  reason?: Reason
  ip?: string
  userAgent?: string
}

export interface Outcome {
  id: string
  revision: number
  position: bigint
  events: readonly string[]
  /** True when this is the answer to an earlier request with the same command id. */
  repeated: boolean
}

/** The only way anything is written. @throws DomainError, and what is in errors.ts. */
export interface Execute {
  (request: Request): Promise<Outcome>
  load<D extends AnyDecider>(of: D, id: string): Promise<StateOf<D> | undefined>
  /** The id of the aggregate that has a unique value, at this moment. */
  holder(claim: Claim): Promise<string | undefined>
  /** Takes what a record's unique values now count as. False: another record has one of them. */
  reclaim(of: AnyDecider, id: string, principal: Principal): Promise<boolean>
}

const noInstant = new InvalidInput([
  {
    field: 'occurredAt',
    rule: 'instant',
    message: 'Must be an instant of the years 1 to 9999, in UTC milliseconds.',
  },
])

/** Deciding again after a lost race is cheap; after this many the caller is told. */
const attempts = 4

export function createExecute(parts: {
  store: EventStore
  codec: EventCodec
  aggregates: Aggregates
  commands: readonly CommandDefinition[]
  claimIds: ClaimIds
  clock: Clock
  app: string
  /** Refuses events that what is made of the log could not hold. */
  mustFit?: (
    events: readonly RecordedEvent[],
    before: () => Promise<readonly RecordedEvent[]>,
  ) => Promise<void>
}): Execute {
  const { store, codec, aggregates, claimIds, clock, app, mustFit } = parts
  const definitions = new Map(parts.commands.map((command) => [command.type, command]))
  const definitionOf = new Map(parts.commands.map((command) => [command.decider.name, command]))
  const inFlight = new Set<string>()
  const claiming = createClaiming({ ...parts, definitionOf })
  const { holding } = claiming

  async function execute(request: Request): Promise<Outcome> {
    const command = definitions.get(request.command)
    if (!command) throw new NotFound(`command ${request.command}`)
    const commandId = request.commandId ?? newId()
    if (inFlight.has(commandId)) throw new InFlight()
    inFlight.add(commandId)
    try {
      return await carryOut(command, commandId, request)
    } finally {
      inFlight.delete(commandId)
    }
  }

  async function carryOut(command: CommandDefinition, commandId: string, request: Request): Promise<Outcome> {
    const { principal } = request
    const { decider } = command
    const body = parseInput(command.body, request.body)
    if (!allows(principal.may, command.permission)) throw new Forbidden(command.permission)
    refuseMasked(principal, decider.name, request.body)
    const id = request.id ?? createdId(commandId)
    const hash = hashOf(command.type, request.id, body)
    const turn = await command.alone?.(body as never, { id, load })
    const doIt = () =>
      decideAndAppend(command, { id, body, hash, commandId, request, alone: turn !== undefined })
    return turn === undefined ? doIt() : claiming.alone(turn, decider.name, request, doIt)
  }

  async function decideAndAppend(
    command: CommandDefinition,
    of: {
      id: string
      body: unknown
      hash: string
      commandId: string
      request: Request
      /** Nobody else decides on the same facts meanwhile, so that they are to be the newest. */
      alone: boolean
    },
  ): Promise<Outcome> {
    const { id, body, hash, commandId, request, alone } = of
    const { principal } = request
    const { decider } = command
    // A creation under a new command id can have no earlier events: the append itself proves it.
    const unseen = command.creates && request.commandId === undefined && request.id === undefined

    for (let attempt = 1; ; attempt++) {
      const aggregate = unseen && attempt === 1 ? undefined : await current(decider, id, attempt)
      const done = aggregate?.commands.get(commandId)
      if (done) {
        if (done.hash !== hash) throw new KeyReused()
        return { id, revision: done.revision, position: done.position, events: done.events, repeated: true }
      }
      if (command.creates && aggregate)
        conflict(`${decider.name}.exists`, `This ${decider.name} exists already.`)
      if (!command.creates) await admit(command, id, aggregate, request)

      const at = instantOf(request, aggregate)
      // What the machine carries on was asked for before.
      if (principal.actor.kind === 'user') refuseWithdrawn(body, at)
      const context = { id, at, actor: principal.actor }
      const asking: Asking = {
        ...context,
        state: aggregate?.state,
        principal,
        load: alone ? loadNewest : load,
        holder,
        holding,
        access: accessOf(principal),
        zone: () => organisationZone(aggregates.events, at),
      }
      const made = command.prepare ? await command.prepare(body as never, asking as Asking<never>) : body
      // What is handed on as it came was parsed by the same words already.
      const input = made === body && command.input === command.body ? body : parseInput(command.input, made)
      const decided = decideOne(decider, command.type, aggregate?.state, input, context)
      if (decided.length === 0) {
        if (!aggregate) throw new Error(`${command.type} decided on no events for a new ${decider.name}`)
        return {
          id,
          revision: aggregate.revision,
          position: lastPosition(aggregate),
          events: [],
          repeated: false,
        }
      }

      const metadata = metadataOf(command, commandId, hash, at, request)
      const events = decided.map((event, index) => ({
        ...encoded(codec, event),
        id: eventId(commandId, index),
        metadata,
      }))
      const recorded = recordedOf(decider, aggregate, id, decided, events, at)
      await mustFit?.(recorded, () => aggregates.events(decider, id))
      const after = folded(decider, aggregate, recorded)
      const [had, has] = [command.unique(aggregate?.state), command.unique(after.state)]
      const dropped = without(had, has)
      if (dropped.length > 0) metadata.gaveUp = dropped.flatMap((one) => idsOf(claimIds, one))
      const taken = await claiming.take(without(has, had), decider, id, request)
      try {
        const appended = await store.append(
          streamName(decider.name, id),
          events,
          aggregate ? BigInt(aggregate.revision) : 'no-stream',
        )
        aggregates.put(decider, id, positioned(after, commandId, appended.position))
        await claiming.giveUp(dropped, id, appended.position, request)
        return {
          id,
          revision: Number(appended.revision),
          position: appended.position,
          events: decided.map((event) => event.type),
          repeated: false,
        }
      } catch (error) {
        if (isUnknown(error)) {
          // It may be in the log, so that what was taken for it must stay; nobody is to go by what was known before.
          aggregates.forget(decider.name, id)
          throw error
        }
        await claiming.undo(taken, request)
        if (error instanceof StreamDeleted) aggregates.forget(decider.name, id)
        if (!(error instanceof WrongExpectedRevision)) throw error
        if (attempt === attempts) throw new Contention()
      }
    }
  }

  function current(decider: AnyDecider, id: string, attempt: number) {
    return attempt === 1 ? aggregates.get(decider, id) : aggregates.refresh(decider, id)
  }

  /** May this asker do this to this aggregate, and is it the revision they mean? Not seen means not found. */
  async function admit(
    command: CommandDefinition,
    id: string,
    aggregate: Aggregate | undefined,
    request: Request,
  ) {
    const name = command.decider.name
    const { keys } = request.principal
    const grants = aggregate ? command.grants(aggregate.state) : []
    if (!aggregate || !sees(keys, name, id, grants)) throw new NotFound(`${name} ${id}`)
    if (!mayAct(keys, name, id, grants)) throw new Forbidden(command.permission)
    if (request.ifMatch === undefined) {
      if (command.ifMatch === 'required') throw new PreconditionRequired()
      return
    }
    const { ifMatch } = request
    if (ifMatch === 'any') return
    const newest = ifMatch.includes(aggregate.revision)
      ? aggregate
      : await aggregates.refresh(command.decider, id)
    if (newest && !ifMatch.includes(newest.revision)) {
      // Of several, what came after the newest of them; of none that is ours, nothing can be said to have come since.
      const read = Math.max(...ifMatch.filter((revision) => revision < newest.revision), -1)
      const since = read < 0 ? [] : await aggregates.events(command.decider, id, read + 1)
      throw new StaleRevision(read < 0 ? undefined : read, newest.revision, since)
    }
  }

  function instantOf(request: Request, aggregate: Aggregate | undefined): string {
    const now = clock()
    const last = aggregate?.occurredAt ?? ''
    if (request.occurredAt === undefined) return later(now, last)
    if (instantIn(request.occurredAt) !== request.occurredAt) throw noInstant
    if (!allows(request.principal.may, 'import.backdate')) throw new Forbidden('import.backdate')
    if (request.occurredAt > now) {
      refuse('command.occurred-in-future', 'What has not happened yet cannot be recorded.', {
        field: 'occurredAt',
      })
    }
    if (request.occurredAt >= last) return request.occurredAt
    if (request.clampOccurredAt) return last
    return refuse('command.occurred-before-last', `The record's last event occurred at ${last}.`, {
      field: 'occurredAt',
    })
  }

  function metadataOf(
    command: CommandDefinition,
    commandId: string,
    hash: string,
    occurredAt: string,
    request: Request,
  ): Metadata {
    const { principal } = request
    return {
      actor: principal.actor,
      via: principal.via,
      command: { id: commandId, type: command.type, hash },
      $correlationId: request.correlationId ?? commandId,
      $causationId: request.causationId ?? commandId,
      occurredAt,
      ...(request.reason && { reason: request.reason }),
      ...(request.ip !== undefined && { ip: request.ip }),
      ...(request.userAgent !== undefined && { userAgent: request.userAgent }),
      app,
    }
  }

  function recordedOf(
    decider: AnyDecider,
    before: Aggregate | undefined,
    id: string,
    decided: readonly DomainEvent[],
    events: readonly { id: string; data: unknown; metadata: Metadata }[],
    at: string,
  ): RecordedEvent[] {
    return events.map<RecordedEvent>(({ id: of, data, metadata }, index) => ({
      id: of,
      type: decided[index]?.type ?? '',
      data,
      aggregate: decider.name,
      aggregateId: id,
      revision: (before?.revision ?? -1) + 1 + index,
      position: 0n,
      occurredAt: at,
      recordedAt: at,
      metadata,
    }))
  }

  function folded(
    decider: AnyDecider,
    before: Aggregate | undefined,
    recorded: readonly RecordedEvent[],
  ): Aggregate {
    const after = foldAggregate(decider, before, recorded)
    if (!after) throw new Error('folding events gave nothing')
    return after
  }

  /** The fold ran before the append, so that it could tell the claims; now the position is known. */
  function positioned(after: Aggregate, commandId: string, position: bigint): Aggregate {
    const commands = new Map(after.commands)
    const done = commands.get(commandId)
    if (done) commands.set(commandId, { ...done, position })
    return { ...after, commands }
  }

  const holder: Asking['holder'] = async (claim) => {
    const found = await holding(claim)
    return found.is === 'held' ? found.id : undefined
  }

  const load: Asking['load'] = (of, id) => aggregates.load(of, id)

  const loadNewest: Asking['load'] = async (of, id) => (await aggregates.refresh(of, id))?.state as never

  const accessOf =
    ({ may, keys }: Principal): Asking['access'] =>
    async (name, id) => {
      const definition = definitionOf.get(name)
      if (!definition || !allows(may, `${name}.read`)) return undefined
      const state = await aggregates.load(definition.decider, id)
      const grants = state === undefined ? undefined : definition.grants(state)
      if (!grants || !sees(keys, name, id, grants)) return undefined
      const others = keys.filter((key) => key !== keyOf.record(id) && key !== keyOf.edit(id))
      if (sees(others, name, id, grants)) return 'own'
      return mayAct(keys, name, id, grants) ? 'write' : 'read'
    }

  async function reclaim(of: AnyDecider, id: string, principal: Principal): Promise<boolean> {
    const state = (await aggregates.refresh(of, id))?.state
    try {
      await claiming.take(definitionOf.get(of.name)?.unique(state) ?? [], of, id, { principal })
      return true
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  }

  return Object.assign(execute, { load, holder, reclaim })
}

/**
 * The stored form. What a record took over from before a rule was there may not satisfy it: that is no error of the
 * program, and whoever asks can put it right. @throws DomainError naming the field.
 */
function encoded(codec: EventCodec, event: DomainEvent) {
  try {
    return codec.encode(event)
  } catch (error) {
    const issue = error instanceof ZodError ? error.issues[0] : undefined
    if (!issue) throw error
    const field = issue.path.join('.')
    return refuse(
      'command.older-value',
      `Correct ${field} first, which is from before a rule: ${issue.message}.`,
      { field },
    )
  }
}

/** Whether what was to be appended may be in the log. */
function isUnknown(error: unknown): boolean {
  return (
    !(error instanceof WrongExpectedRevision) &&
    !(error instanceof StreamDeleted) &&
    !(error instanceof StoreUnavailable && error.outcome === 'none')
  )
}

/** @throws FieldsForbidden naming what was sent although the asker does not see it, or may not change it. */
function refuseMasked({ masks }: Principal, model: string, body: unknown): void {
  const masked = [...(masks.hidden[model] ?? []), ...(masks.readOnly[model] ?? [])]
  if (masked.length === 0 || typeof body !== 'object' || body === null) return
  const sent = Object.keys(body).filter((name) => masked.includes(name))
  if (sent.length > 0) throw new FieldsForbidden(model, sent)
}
