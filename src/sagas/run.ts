import { schedule } from 'node-cron'
import { parseWireType, type RecordedEvent } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { Batch, EventStore, Position, StoredEvent } from '../platform/log/event-store.ts'
import { follow } from '../platform/log/follow.ts'
import { isAboutData, type Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'
import type { Log } from '../platform/process/log.ts'
import { type Failure, noteFailure, reread, takeOver } from './checkpoint.ts'
import { type DeadLetters, deadLettersOf } from './dead-letters.ts'
import { keyOf, onEvent, ReactionFailed } from './instance.ts'
import { type Instances, instancesOf } from './instances.ts'
import { loop } from './loop.ts'
import {
  answerRefusals,
  deliver,
  type Effects,
  type ExecuteSend,
  type Lane,
  nextDelivery,
  unanswered,
} from './outbox.ts'
import type { AnyProcessManager } from './process-manager.ts'
import { type Pruning, prune, pruning } from './prune.ts'
import { migrateSagas } from './schema.ts'
import { type SagaStatus, statusOf } from './status.ts'
import { load, moveOn, TakenOver } from './storage.ts'
import { fireDue, nextTimer } from './timers.ts'
import type { Worker } from './worker.ts'

export interface SagasOptions {
  pg: Pg
  store: Pick<EventStore, 'subscribe' | 'lastPosition' | 'identity'>
  codec: Pick<EventCodec, 'decode'>
  managers: readonly AnyProcessManager[]
  execute: ExecuteSend
  /** What is carried out outside instead, by its command. */
  effects?: Effects
  clock: Clock
  log: Pick<Log, 'info' | 'warn' | 'error'>
  /** Told when another worker runs the process managers in our place. */
  onTakenOver?: (() => void) | undefined
  /** Another time than the usual one for what was carried out. */
  pruning?: Pruning
}

export interface RunningSagas {
  status(): Promise<readonly SagaStatus[]>
  instances: Instances
  deadLetters: DeadLetters
  /** Lets what is under way come to its end. What is left is done by the next worker. */
  stop(): Promise<void>
}

/** Having read so many events that were nothing to it, a manager commits its position all the same. */
const saveAfter = 2_000

/**
 * Runs the process managers: one subscription feeds them all; each commits its position, instances, timers and
 * commands to be sent in one transaction. Starting takes over from any other worker on this database.
 * @throws WrongLog when the database belongs to another log.
 */
export async function runSagas(options: SagasOptions): Promise<RunningSagas> {
  const { pg, store, codec, clock, log, effects = {} } = options
  const managers = options.managers.map((one) => withoutEffect(one, effects))
  const execute: ExecuteSend = (request) => (effects[request.command] ?? options.execute)(request)
  await migrateSagas(pg)
  const identity = await store.identity()
  const standings = await takeOver(pg, { identity, last: await store.lastPosition() }, managers)
  const workers = managers.map<Worker>((manager) => {
    const { epoch = 0, position } = standings.get(manager.name) ?? {}
    return { manager, epoch, position, saved: position, failure: undefined }
  })
  const lanes = [false, true].map((outside): Lane => {
    const own = managers.filter(({ effect }) => (effect !== undefined) === outside)
    return { outside, managers: new Map(own.map((manager) => [manager.name, manager])) }
  })
  const running = () => workers.filter(({ failure }) => failure === undefined)
  const runningNames = () => running().map(({ manager }) => manager.name)
  const ending = new AbortController()
  const { signal } = ending
  /** Nothing is read on for managers that all stand still. */
  const standstill = new AbortController()
  function haltIfNoneRuns(): void {
    if (running().length === 0) standstill.abort()
  }

  /** The errors that are a manager's own stop it, where everybody can see; others are for the loop to try again. */
  async function guarded<T>(worker: Worker, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ReactionFailed) && !isAboutData(error)) throw error
      worker.failure = failureOf(error, clock())
      haltIfNoneRuns()
      log.error({ err: error, saga: worker.manager.name }, 'a process manager has failed and stands still')
      await noteFailure(pg, worker.manager.name, worker.epoch, worker.failure)
      return undefined
    }
  }

  async function committed(): Promise<Position | undefined> {
    const positions = await reread(pg, running().map(turnOf))
    for (const worker of running()) {
      worker.saved = positions.get(worker.manager.name)
      worker.position = worker.saved
    }
    return earliest(running())
  }

  async function read({ events }: Batch): Promise<void> {
    const last = events.at(-1)?.position
    if (last === undefined) return
    const inputs = events.map((stored) => decoded(codec, stored))
    for (const worker of running()) await guarded(worker, () => take(worker, inputs, last))
    await saveIdle(last, events.length)
  }

  async function take(worker: Worker, inputs: readonly Input[], last: Position): Promise<void> {
    const { manager } = worker
    const own = inputs.flatMap((input) => {
      if (worker.position !== undefined && input.position <= worker.position) return []
      const event = eventFor(manager, input)
      const key = event && keyOf(manager, event)
      return event === undefined || key === undefined ? [] : [{ key, event }]
    })
    if (own.length > 0) {
      const saved = await pg.transaction(async (client) => {
        await moveOn(client, turnOf(worker), worker.saved, last)
        const work = await load(client, manager.name, [...new Set(own.map(({ key }) => key))])
        for (const { key, event } of own) {
          work.take(key, onEvent(manager, key, work.get(key), event))
        }
        return work.save(clock())
      })
      worker.saved = last
      if (saved.sends > 0) ringSenders()
      if (saved.timers) waker.ring()
    }
    if (worker.position === undefined || last > worker.position) worker.position = last
  }

  let unsaved = 0
  async function saveIdle(last: Position, count: number): Promise<void> {
    unsaved += count
    if (unsaved < saveAfter) return
    unsaved = 0
    for (const worker of running().filter(({ saved, position }) => position === last && saved !== last)) {
      await pg.transaction((client) => moveOn(client, turnOf(worker), worker.saved, last))
      worker.saved = last
    }
  }

  /** What was recorded by then is to be read before timers due by then fire: it may have moved them. */
  let awaited: { by: string; end: Position | undefined } | undefined
  async function wake(): Promise<number> {
    const next = await nextTimer(pg, runningNames())
    if (next === undefined) return Infinity
    const now = clock()
    if (next > now && !awaited) return Date.parse(next) - Date.parse(now)
    awaited ??= { by: now, end: await store.lastPosition() }
    const { by, end } = awaited
    if (running().some(({ position }) => (position ?? -1n) < (end ?? -1n))) return 20
    for (const worker of running()) {
      while (((await guarded(worker, () => fireDue(pg, worker.manager, turnOf(worker), by))) ?? 0) > 0)
        ringSenders()
    }
    awaited = undefined
    return 0
  }

  async function send(lane: Lane): Promise<number> {
    if (lane.managers.size === 0) return Infinity
    const taken = await deliver({ pg, execute, clock }, lane)
    const refused = await unanswered(pg)
    for (const worker of running().filter(
      ({ manager: { name } }) => lane.managers.has(name) && refused.has(name),
    )) {
      await guarded(worker, () => answerRefusals({ pg, clock }, worker.manager, turnOf(worker)))
      waker.ring()
    }
    if (taken > 0) return 0
    const next = await nextDelivery(pg, lane)
    // What is due and was not taken is in another worker's hands.
    return next === undefined ? Infinity : Math.max(50, Date.parse(next) - Date.parse(clock()))
  }

  function isFinal(error: unknown): boolean {
    if (!(error instanceof TakenOver)) return false
    log.error({ err: error }, 'the process managers run elsewhere now; this worker has ended')
    for (const worker of workers) worker.failure ??= { message: error.message, at: clock() }
    ending.abort()
    options.onTakenOver?.()
    return true
  }
  const about = { signal, log, isFinal }
  // Whoever is slow outside holds up nothing here.
  const senders = lanes.map((lane) =>
    loop(() => send(lane), { name: 'sending commands of process managers', ...about }),
  )
  const ringSenders = () => {
    for (const sender of senders) sender.ring()
  }
  const waker = loop(wake, { name: 'waking process managers', ...about })
  haltIfNoneRuns()
  const reading = follow({
    feed: store,
    signal: AbortSignal.any([signal, standstill.signal]),
    after: committed,
    take: read,
    interrupted(error) {
      if (isFinal(error)) return false
      log.warn({ err: error }, 'feeding process managers failed and is tried again')
      return true
    },
  })
  // Clocks are set forward: nobody sleeps through that for longer than a tick. Deadlines are the rows', not cron's.
  const tick = schedule(
    '*/5 * * * * *',
    () => {
      waker.ring()
      ringSenders()
    },
    // One that was missed on a busy machine is made up for by the next.
    { timezone: 'UTC', suppressMissedWarning: true },
  )
  const { at, keepMs } = options.pruning ?? pruning
  let pruned: Promise<unknown> = Promise.resolve()
  const pruner = schedule(
    at,
    () => {
      pruned = prune(pg, clock, keepMs).catch((error: unknown) =>
        log.warn({ err: error }, 'what was carried out could not be deleted'),
      )
      return pruned
    },
    { timezone: 'UTC', noOverlap: true, suppressMissedWarning: true },
  )

  return {
    status: async () => statusOf(pg, workers, await store.lastPosition(), clock()),
    instances: instancesOf(pg),
    deadLetters: deadLettersOf(pg, clock, ringSenders),
    async stop() {
      ending.abort()
      await tick.destroy()
      await pruner.destroy()
      await Promise.all([reading, ...[waker, ...senders].map(({ ended }) => ended)])
      await pruned
    },
  }
}

/** Where its effect is not set up nothing is ordered, and nothing of what happens meanwhile is sent later. */
function withoutEffect(manager: AnyProcessManager, effects: Effects): AnyProcessManager {
  const { effect } = manager
  return effect === undefined || effects[effect] ? manager : { ...manager, version: 0, on: {} }
}

type Input = { position: Position; type: string } & (
  | { event: RecordedEvent | undefined }
  | { unreadable: unknown }
)

function decoded(codec: Pick<EventCodec, 'decode'>, stored: StoredEvent): Input {
  const { position, type } = stored
  try {
    return { position, type, event: codec.decode(stored) }
  } catch (unreadable) {
    return { position, type, unreadable }
  }
}

/** @throws ReactionFailed when it is for this manager and cannot be read. */
function eventFor(manager: AnyProcessManager, input: Input): RecordedEvent | undefined {
  if ('event' in input) return input.event
  const type = parseWireType(input.type)?.type
  if (type !== undefined && manager.on[type]) throw new ReactionFailed(input.unreadable)
  return undefined
}

function failureOf(error: unknown, at: string): Failure {
  const { message, event } = error as Error & { event?: RecordedEvent }
  return {
    message,
    at,
    ...(event && { event: { id: event.id, type: event.type, position: String(event.position) } }),
  }
}

function turnOf({ manager, epoch }: Worker) {
  return { manager: manager.name, epoch }
}

/** Where the one subscription has to begin, so that no manager misses anything. */
function earliest(workers: readonly Worker[]): Position | undefined {
  let first = workers[0]?.position
  for (const { position } of workers) {
    if (position === undefined || first === undefined) return undefined
    if (position < first) first = position
  }
  return first
}
