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
  /** The events that managers pass over where they cannot take them, as the log has them now. */
  setAside?: () => Promise<readonly { model: string; eventId: string }[]>
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
  /** Lets a manager that stands still try again, without what is set aside for it by now. */
  resume(name: string): Promise<void>
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
  const { execute, setAside = async () => [] } = options
  let aside = new Set<string>()
  const isAside = ({ manager }: Worker, eventId: string) => aside.has(`${manager.name} ${eventId}`)
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
  /** The reading of the log that is under way; another follows it when a manager is to go on from where it stands. */
  let reading = new AbortController()
  const resuming = new Map<string, () => void>()

  /** The errors that are a manager's own stop it, where everybody can see; others are for the loop to try again. */
  async function guarded<T>(worker: Worker, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ReactionFailed) && !isAboutData(error)) throw error
      worker.failure = failureOf(error, clock())
      if (running().length === 0) reading.abort()
      log.error({ err: error, saga: worker.manager.name }, 'a process manager has failed and stands still')
      await noteFailure(pg, worker.manager.name, worker.epoch, worker.failure)
      return undefined
    }
  }

  async function committed(): Promise<Position | undefined> {
    // Between two readings only: in the midst of one it would miss what the others have read already.
    for (const worker of workers.filter(({ manager }) => resuming.has(manager.name))) {
      await noteFailure(pg, worker.manager.name, worker.epoch, null)
      worker.failure = undefined
      resuming.get(worker.manager.name)?.()
      resuming.delete(worker.manager.name)
    }
    aside = new Set((await setAside()).map(({ model, eventId }) => `${model} ${eventId}`))
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
    const own = inputs.flatMap((input) => {
      if (worker.position !== undefined && input.stored.position <= worker.position) return []
      return inputFor(worker, input) ?? []
    })
    if (own.length > 0) {
      await commit(worker, own, last).catch(async (error: unknown) => {
        if (!isAboutData(error)) throw error
        // One of them leads to what the database cannot hold: by themselves it shows which.
        for (const one of own) await commitAlone(worker, one)
        await commit(worker, [], last)
      })
    }
    if (worker.position === undefined || last > worker.position) worker.position = last
  }

  /** Undefined: it is nothing to this manager. @throws ReactionFailed when it is, and cannot be read. */
  function inputFor(worker: Worker, input: Input): Own | undefined {
    const { manager } = worker
    const { stored } = input
    try {
      const event = eventFor(manager, input)
      const key = event && keyOf(manager, event)
      return event === undefined || key === undefined ? undefined : { key, event, stored }
    } catch (error) {
      if (isAside(worker, stored.id)) return undefined
      throw stoppedAt(stored, error)
    }
  }

  async function commit(worker: Worker, own: readonly Own[], to: Position): Promise<void> {
    const { manager } = worker
    const saved = await pg.transaction(async (client) => {
      await moveOn(client, turnOf(worker), worker.saved, to)
      const work = await load(client, manager.name, [...new Set(own.map(({ key }) => key))])
      for (const { key, event, stored } of own) {
        try {
          work.take(key, onEvent(manager, key, work.get(key), event))
        } catch (error) {
          if (!isAside(worker, event.id)) throw stoppedAt(stored, error)
        }
      }
      return work.save(clock())
    })
    worker.saved = to
    if (saved.sends > 0) ringSenders()
    if (saved.timers) waker.ring()
  }

  async function commitAlone(worker: Worker, own: Own): Promise<void> {
    const { position } = own.stored
    try {
      await commit(worker, [own], position)
    } catch (error) {
      if (!isAboutData(error)) throw error
      if (!isAside(worker, own.event.id)) throw stoppedAt(own.stored, error)
      await commit(worker, [], position)
    }
    worker.position = position
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
    const taken = await deliver({ pg, execute, effects, clock }, lane)
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
  async function keepReading(): Promise<void> {
    while (!signal.aborted) {
      reading = new AbortController()
      const until = AbortSignal.any([signal, reading.signal])
      // Nothing is read for managers that all stand still.
      if (running().length === 0 && resuming.size === 0)
        await new Promise((resolve) => until.addEventListener('abort', resolve))
      else
        await follow({
          feed: store,
          signal: until,
          after: committed,
          take: read,
          interrupted(error) {
            if (isFinal(error)) return false
            log.warn({ err: error }, 'feeding process managers failed and is tried again')
            return true
          },
        })
    }
  }
  const reader = keepReading()
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
    async resume(name) {
      const worker = workers.find(({ manager }) => manager.name === name)
      if (worker?.failure === undefined) return
      await new Promise<void>((resolve) => {
        resuming.set(name, resolve)
        signal.addEventListener('abort', () => resolve())
        reading.abort()
      })
      waker.ring()
      ringSenders()
    },
    async stop() {
      ending.abort()
      await tick.destroy()
      await pruner.destroy()
      await Promise.all([reader, ...[waker, ...senders].map(({ ended }) => ended)])
      await pruned
    },
  }
}

/** Where its effect is not set up nothing is ordered, and nothing of what happens meanwhile is sent later. */
function withoutEffect(manager: AnyProcessManager, effects: Effects): AnyProcessManager {
  const { effect } = manager
  return effect === undefined || effects[effect] ? manager : { ...manager, version: 0, on: {} }
}

type Input = { stored: StoredEvent } & ({ event: RecordedEvent | undefined } | { unreadable: unknown })

/** An event for one manager, and for which instance of it. */
interface Own {
  key: string
  event: RecordedEvent
  stored: StoredEvent
}

function decoded(codec: Pick<EventCodec, 'decode'>, stored: StoredEvent): Input {
  try {
    return { stored, event: codec.decode(stored) }
  } catch (unreadable) {
    return { stored, unreadable }
  }
}

/** @throws what was wrong with it when it is for this manager and cannot be read. */
function eventFor(manager: AnyProcessManager, input: Input): RecordedEvent | undefined {
  if ('event' in input) return input.event
  const type = parseWireType(input.stored.type)?.type
  if (type !== undefined && manager.on[type]) throw input.unreadable
  return undefined
}

function stoppedAt(stored: StoredEvent, error: unknown): ReactionFailed {
  return new ReactionFailed(error instanceof ReactionFailed ? error.cause : error, stored)
}

function failureOf(error: unknown, now: string): Failure {
  const { message, event } = error as Error & { event?: ReactionFailed['event'] }
  return {
    message,
    at: now,
    ...(event && {
      event: {
        id: event.id,
        type: parseWireType(event.type)?.type ?? event.type,
        stream: event.stream,
        position: String(event.position),
      },
    }),
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
