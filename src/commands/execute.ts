import { type AnyDecider, decideOne, type StateOf } from '../domain/decider.ts'
import { conflict, DomainError, refuse } from '../domain/error.ts'
import { type Reason, type RecordedEvent, type Source, streamName } from '../domain/event.ts'
import { instantOf as instantIn } from '../domain/values/instant.ts'
import { refuseWithdrawn } from '../domain/values/money.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import {
  type EventStore,
  type Position,
  StoreUnavailable,
  StreamDeleted,
  WrongExpectedRevision,
} from '../platform/log/event-store.ts'
import { mayAct, type Principal, sees } from '../platform/people/permissions.ts'
import type { Clock } from '../platform/process/clock.ts'
import { newId } from '../platform/process/ids.ts'
import { type Aggregate, type Aggregates, foldAggregate, lastPosition } from './aggregates.ts'
import { createClaiming } from './claiming.ts'
import { type ClaimIds, idsOf, without } from './claims.ts'
import type { Alike, Asking, Claim, CommandDefinition, Visibility } from './command.ts'
import {
  Contention,
  FieldsForbidden,
  Forbidden,
  InFlight,
  InvalidInput,
  KeyReused,
  mustMay,
  NotFound,
  PreconditionRequired,
  StaleRevision,
  StepRefused,
} from './errors.ts'
import { createFacts, type EventsOf, readOnce } from './facts.ts'
import { createdId, hashOf, later } from './ids.ts'
import { parseInput } from './parse.ts'
import { type Appending, metadataOf, positioned, recordedOf, toAppend } from './recording.ts'
import { organisationAt, organisationZone } from './settings/organisation.ts'

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
  /** Where it was taken over from, and who did it there. */
  source?: Source
  ip?: string
  userAgent?: string
}

/** A step of a history. */
export type HistoryRequest = Request & { commandId: string }

/**
 * The timers of one record, over events of it that are not in the log yet: what they have to do before an instant, the
 * longest due first, under the command ids that it has when they do it themselves.
 */
export interface Timers {
  hear(event: RecordedEvent): void
  next(before: string): HistoryRequest | undefined
}

/** Undefined: records of this kind have no timers. `past`: the events that the record has in the log. */
type TimersOf = (of: AnyDecider) => ((id: string, past: readonly RecordedEvent[]) => Timers) | undefined

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
  /**
   * A record's whole history, each step under a command id of its own, written by one append or not at all. What was
   * written before is passed by; what its timers had to do meanwhile is done there, as of its instant. One that is still
   * `open` has more to come: its timers do nothing after its last step. One that probably `isNew` is not looked for first.
   * @throws StepRefused
   */
  history(
    steps: readonly HistoryRequest[],
    how?: { open?: boolean; isNew?: boolean },
  ): Promise<Outcome & { created: boolean }>
  /**
   * The events a request would lead to; nothing is written, and nothing said of unique values, which count only
   * when they are taken.
   */
  rehearse(request: Request): Promise<readonly Pick<RecordedEvent, 'type' | 'data'>[]>
  load<D extends AnyDecider>(of: D, id: string): Promise<StateOf<D> | undefined>
  /** The id of the aggregate that has a unique value, at this moment. */
  holder(claim: Claim): Promise<string | undefined>
  /** Whether a reader sees a record in this state, whatever permissions it takes to read it. */
  sees(reader: Pick<Principal, 'keys'>, of: Visibility, id: string, state: unknown): Promise<boolean>
  /** Takes what a record's unique values now count as. False: another record has one of them. */
  reclaim(of: AnyDecider, id: string, principal: Principal): Promise<boolean>
}

/** A request whose form and rights are checked. */
interface Step {
  command: CommandDefinition
  commandId: string
  id: string
  body: unknown
  hash: string
  request: Request
}

type Steps = readonly [Step, ...Step[]]

interface How {
  /** Nobody else decides on the same facts meanwhile, so that they are to be the newest. */
  alone: boolean
  /** Of what is told of the past: what the record's timers had to do before it. */
  timersOf: TimersOf
  /** Of a history: whether more of it is to come. */
  past: { open: boolean; isNew: boolean } | undefined
}

/** What steps come to: the record after them, and what is to be written for that. */
interface Planned {
  after: Aggregate | undefined
  recorded: RecordedEvent[]
  events: Appending[]
  /** How the one step there is was answered before. */
  done: Pick<Outcome, 'revision' | 'position' | 'events'> | undefined
}

const ofAnotherRecord = new InvalidInput([
  { field: 'command', rule: 'record', message: 'A history is of one record: this command is of another.' },
])

const noInstant = new InvalidInput([
  {
    field: 'occurredAt',
    rule: 'instant',
    message: 'Must be an instant of the years 1 to 9999, in UTC milliseconds.',
  },
])

const noTimers: TimersOf = () => undefined

/** As `Asking.hold`; undefined: the log is empty. */
export type Hold = (
  ...asked: [...Parameters<Asking['hold']>, newest: Position | undefined]
) => ReturnType<Asking['hold']>

const cannotLook: Alike = () => Promise.resolve(undefined)
const cannotHold: Hold = () => Promise.reject(new Error('there are no read models to hold criteria against'))

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
  /** What else has to happen to a record in its past. */
  ahead?: TimersOf
  /** Holds criteria against records, as new as a position of the log. */
  hold?: Hold
  alike?: Alike
}): Execute {
  const {
    store,
    codec,
    aggregates,
    claimIds,
    clock,
    app,
    mustFit,
    ahead = noTimers,
    hold = cannotHold,
    alike = cannotLook,
  } = parts
  const definitions = new Map(parts.commands.map((command) => [command.type, command]))
  const definitionOf = new Map(parts.commands.map((command) => [command.decider.name, command]))
  const inFlight = new Set<string>()
  const claiming = createClaiming({ ...parts, definitionOf })
  const { holding } = claiming
  const facts = createFacts({ aggregates, definitionOf, holding })
  const { load, holder, opens } = facts

  async function execute(request: Request): Promise<Outcome> {
    const step = stepOf(request, request.commandId ?? newId())
    const { created: _, ...outcome } = await once(step.commandId, () => write([step]))
    return outcome
  }

  /** Each with the command id it is known again by. @throws StepRefused naming the first that cannot be. */
  async function history(requests: readonly HistoryRequest[], { open = false, isNew = false } = {}) {
    const steps = requests.map((request, index) => atStep(index, () => stepOf(request, request.commandId)))
    const [first] = steps
    if (!first) throw new Error('a history has a step at least')
    for (const [index, { command, id }] of steps.entries()) {
      atStep(index, () => {
        if (command.internal) throw new NotFound(`command ${command.type}`)
        if (command.decider !== first.command.decider || id !== first.id) throw ofAnotherRecord
      })
    }
    return once(first.id, () => write([first, ...steps.slice(1)], { open, isNew }))
  }

  async function rehearse(request: Request) {
    const step = stepOf(request, request.commandId ?? newId())
    const { decider } = step.command
    const before = await aggregates.get(decider, step.id)
    const how: How = { alone: false, timersOf: timersBefore(request), past: undefined }
    const { recorded } = await planned([step], before, how, aggregates.events)
    return recorded
  }

  /** What a person tells late comes after whatever was due before it, as it would have if told in time (FAULTS 16). */
  function timersBefore({ occurredAt, id, principal }: Request): TimersOf {
    return occurredAt !== undefined && id !== undefined && principal.actor.kind !== 'system'
      ? ahead
      : noTimers
  }

  async function once<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (inFlight.has(key)) throw new InFlight()
    inFlight.add(key)
    try {
      return await work()
    } finally {
      inFlight.delete(key)
    }
  }

  function stepOf(request: Request, commandId: string): Step {
    const command = definitions.get(request.command)
    if (!command) throw new NotFound(`command ${request.command}`)
    const { principal } = request
    const body = parseInput(command.body, request.body)
    mustMay(principal, command.permission)
    refuseMasked(principal, command.decider.name, request.body)
    return {
      command,
      commandId,
      id: request.id ?? createdId(commandId),
      body,
      hash: hashOf(command.type, request.id, body),
      request,
    }
  }

  async function write(steps: Steps, past?: How['past']): Promise<Outcome & { created: boolean }> {
    const [{ command, request }] = steps
    const turns = new Map<string, Claim>()
    for (const { command: one, id, body } of steps) {
      const turn = await one.alone?.(body as never, { id, load })
      if (turn) turns.set(`${turn.kind} ${turn.value}`, turn)
    }
    const alone = turns.size > 0
    // In one order, so that nobody waits for who waits for them.
    const inTurn = [...turns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, turn]) => turn)
    return inTurn.reduceRight(
      (work, turn) => () => claiming.alone(turn, command.decider.name, request, work),
      () => decideAndAppend(steps, { alone, timersOf: past ? ahead : timersBefore(request), past }),
    )()
  }

  async function decideAndAppend(steps: Steps, how: How): Promise<Outcome & { created: boolean }> {
    const [{ command, commandId: only, id, request }] = steps
    const { decider } = command
    // A creation under a new command id can have no earlier events: the append itself proves it.
    const unseen =
      (command.creates && request.commandId === undefined && request.id === undefined) || how.past?.isNew

    for (let attempt = 1; ; attempt++) {
      const guessed = unseen && attempt === 1
      const end = guessed && how.past ? await newest() : undefined
      const before = guessed ? undefined : await current(decider, id, attempt)
      const eventsOf = readOnce(aggregates.events)
      const plan = await planned(steps, before, how, eventsOf).catch(async (error: unknown) => {
        // On what is there it may be another matter.
        if (!guessed || !how.past || !(await current(decider, id, attempt))) throw error
      })
      if (!plan) continue
      const { after, recorded, events, done } = plan
      const created = before === undefined
      if (!after) throw new Error(`${command.type} decided on no events for a new ${decider.name}`)
      if (done) return { id, ...done, repeated: true, created }
      if (events.length === 0) {
        const { revision } = after
        return { id, revision, position: lastPosition(after), events: [], repeated: false, created }
      }

      await mustFit?.(recorded, () => eventsOf(decider, id))
      const [had, has] = [command.unique(before?.state), command.unique(after.state)]
      const dropped = without(had, has)
      const last = events.at(-1)?.metadata
      if (last && dropped.length > 0) last.gaveUp = dropped.flatMap((one) => idsOf(claimIds, one))
      const taken = await claiming.take(without(has, had), decider, id, request)
      if (taken.length > 0) facts.forgetHolders()
      try {
        const appended = await store.append(
          streamName(decider.name, id),
          events,
          before ? BigInt(before.revision) : 'no-stream',
        )
        // The store takes events under the same ids twice and tells where they are: before what was there already.
        if (end !== undefined && appended.position <= end) {
          await claiming.undo(taken, request)
          continue
        }
        if (written === undefined || appended.position > written) written = appended.position
        aggregates.put(decider, id, positioned(after, recorded, appended.position))
        await claiming.giveUp(dropped, id, appended.position, request)
        return {
          id,
          revision: Number(appended.revision),
          position: appended.position,
          // As it is answered when asked again; of a history, all of it.
          events: (how.past ? recorded : recorded.filter(({ metadata }) => metadata.command.id === only)).map(
            ({ type }) => type,
          ),
          repeated: false,
          created,
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

  /**
   * What the steps come to, one after the other, on a record as it stands; nothing is written yet. Those that are in the
   * log already are passed by. Of a history, what its timers had to do between two steps is done there.
   */
  async function planned(
    steps: Steps,
    before: Aggregate | undefined,
    how: How,
    eventsOf: EventsOf,
  ): Promise<Planned> {
    const [{ command, id }] = steps
    const { decider } = command
    const plan: Planned = { after: before, recorded: [], events: [], done: undefined }
    const { past, timersOf } = how
    const { source } = steps[0].request
    const origin = source && { system: source.system, id: source.id }
    const timers = timersOf(decider)?.(id, before ? await eventsOf(decider, id) : [])
    async function add(step: Step): Promise<void> {
      const decided = await decidedOn(step, plan.after, how, eventsOf)
      plan.after = foldAggregate(decider, plan.after, decided.recorded)
      plan.recorded.push(...decided.recorded)
      plan.events.push(...decided.events)
      for (const event of decided.recorded) timers?.hear(event)
    }
    async function act(until: string): Promise<void> {
      for (let due = timers?.next(until); due; due = timers?.next(until)) {
        // It belongs to the past that is taken over, and is no news; who did it is the timer all the same.
        const step = stepOf({ ...due, ...(origin && { source: origin }) }, due.commandId)
        if (plan.after?.commands.has(step.commandId)) continue
        // Whoever set the timer hears of the refusal when it comes to it in the log.
        await add(step).catch((error: unknown) => {
          if (!(error instanceof DomainError)) throw error
        })
      }
    }
    for (const [index, step] of steps.entries()) {
      const carryOut = async () => {
        const done = plan.after?.commands.get(step.commandId)
        if (done && done.hash !== step.hash) throw new KeyReused()
        if (done && steps.length === 1) {
          const { revision, position, events } = done
          plan.done = { revision, position, events }
        }
        if (done) return
        await act(step.request.occurredAt ?? clock())
        await add(step)
      }
      await (past ? atStep(index, carryOut) : carryOut())
    }
    if (past && !past.open) await act(clock())
    return plan
  }

  async function decidedOn(
    step: Step,
    aggregate: Aggregate | undefined,
    { alone, past }: How,
    eventsOf: EventsOf,
  ) {
    const { command, commandId, id, body, hash, request } = step
    const { principal } = request
    const { decider } = command
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
      load: past ? facts.loadAsOf(at, eventsOf) : alone ? facts.loadNewest : load,
      loadNow: alone ? facts.loadNewest : load,
      holder: past ? facts.holderLately : holder,
      holding,
      access: facts.accessOf(principal),
      hold: async (criteria, model, of) => hold(criteria, model, of, await newest()),
      alike,
      zone: () => organisationZone(load, at),
      organisation: () => organisationAt(load, at),
    }
    const made = command.prepare ? await command.prepare(body as never, asking as Asking<never>) : body
    // What is handed on as it came was parsed by the same words already.
    const input = made === body && command.input === command.body ? body : parseInput(command.input, made)
    const decided = decideOne(decider, command.type, aggregate?.state, input, context)
    const { reason, source, ip, userAgent } = request
    const metadata = metadataOf({ id: commandId, type: command.type, hash }, request, {
      occurredAt: at,
      ...(reason && { reason }),
      ...(source && { source }),
      ...(ip !== undefined && { ip }),
      ...(userAgent !== undefined && { userAgent }),
      app,
    })
    const events = toAppend(codec, decided, metadata)
    return { events, recorded: recordedOf(decider, id, aggregate, decided, events) }
  }

  /** The end of the log, or of what has been written here since it was looked at. */
  let written: Position | undefined
  async function newest(): Promise<Position | undefined> {
    written ??= await store.lastPosition()
    return written
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
    if (!aggregate || !(await opens(sees, keys, command, id, aggregate.state)))
      throw new NotFound(`${name} ${id}`)
    if (!(await opens(mayAct, keys, command, id, aggregate.state))) throw new Forbidden(command.permission)
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
    mustMay(request.principal, 'import.backdate')
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

  const seesRecord: Execute['sees'] = ({ keys }, of, id, state) => opens(sees, keys, of, id, state)

  return Object.assign(execute, { history, rehearse, load, holder, sees: seesRecord, reclaim })
}

/** What a step throws, with its place. */
function atStep<T>(index: number, work: () => T): T {
  const refused = (error: unknown): never => {
    throw new StepRefused(index, error)
  }
  try {
    const result = work()
    return result instanceof Promise ? (result.catch(refused) as T) : result
  } catch (error) {
    return refused(error)
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
  const { custom } = body as { custom?: object | null }
  const own = Object.keys(custom ?? {}).map((key) => `custom.${key}`)
  const sent = [...Object.keys(body), ...own].filter((name) => masked.includes(name))
  if (sent.length > 0) throw new FieldsForbidden(model, sent)
}
