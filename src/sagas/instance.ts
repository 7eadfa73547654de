import type { RecordedEvent } from '../domain/event.ts'
import type { StoredEvent } from '../platform/log/event-store.ts'
import { createdId, derivedId } from '../platform/process/ids.ts'
import type { AnyProcessManager, ReactContext, Reaction, Refusal } from './process-manager.ts'

/** A timer that is set: when it is due, and the input that set it. */
export interface Timer {
  dueAt: string
  setBy: Cause
}

/** What an input hands on to everything that comes of it. `id` names the input itself. */
export interface Cause {
  id: string
  correlationId: string
  /** The event at the bottom of it. */
  causationId: string
}

export interface Instance {
  state: unknown
  done: boolean
  timers: Readonly<Record<string, Timer>>
}

/** A command on its way: what a reaction asked for, with the ids that make it take effect exactly once. */
export interface Outgoing {
  /** The command id. */
  id: string
  manager: string
  key: string
  name: string
  command: string
  aggregateId: string | null
  body: unknown
  occurredAt: string | null
  rule: string | null
  via: 'saga' | 'timer'
  correlationId: string
  causationId: string
}

export interface Step {
  instance: Instance
  sends: readonly Outgoing[]
}

/** An error in a reaction: the manager's own, and the same however often it is tried. */
export class ReactionFailed extends Error {
  /** Where it stood still, if it was at an event. */
  readonly event: Pick<StoredEvent, 'id' | 'type' | 'stream' | 'position'> | undefined

  constructor(cause: unknown, event?: ReactionFailed['event']) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'ReactionFailed'
    this.event = event
  }
}

export const noInstance: Instance = { state: undefined, done: false, timers: {} }

/** The instance of this manager that an event is for; undefined: it is not for this manager. */
export function keyOf(manager: AnyProcessManager, event: RecordedEvent): string | undefined {
  if (manager.since !== undefined && event.recordedAt < manager.since) return undefined
  return reacting(() => manager.on[event.type]?.key(event as never))
}

/**
 * The next step of an instance. Timers that ran out before the event occurred fire first, at their own instants, so
 * that the outcome is the same whether the worker was running then or reads of it later.
 */
export function onEvent(
  manager: AnyProcessManager,
  key: string,
  before: Instance,
  event: RecordedEvent,
): Step {
  const fired = fireTimers(manager, key, before, (dueAt) => dueAt < event.occurredAt)
  const cause = {
    id: event.id,
    correlationId: event.metadata.$correlationId,
    causationId: event.id,
  }
  const input = { cause, via: 'saga', occurredAt: null } as const
  const step = advance(manager, key, fired.instance, input, (state, context) =>
    reacting(() => manager.on[event.type]?.react(state, event as never, context)),
  )
  return { instance: step.instance, sends: [...fired.sends, ...step.sends] }
}

/** Fires every timer up to and including an instant, in the order of their instants. */
export function onTime(manager: AnyProcessManager, key: string, before: Instance, now: string): Step {
  return fireTimers(manager, key, before, (dueAt) => dueAt <= now)
}

/** Undefined when this manager has no answer to the refusal of such a command. */
export function onRefusal(
  manager: AnyProcessManager,
  before: Instance,
  sent: Outgoing,
  { code, message }: Pick<Refusal, 'code' | 'message'>,
): Step | undefined {
  const answer = manager.refused[sent.command]
  if (!answer) return undefined
  const { id, correlationId, causationId } = sent
  const input = {
    cause: { id: `refusal:${id}`, correlationId, causationId },
    via: sent.via,
    occurredAt: null,
  }
  return advance(manager, sent.key, before, input, (state, context) =>
    reacting(() => answer(state, { command: sent.command, name: sent.name, code, message }, context)),
  )
}

interface Input {
  cause: Cause
  via: Outgoing['via']
  /** When what is sent is taken to have happened, unless the reaction says otherwise; null: when it is carried out. */
  occurredAt: string | null
}

function fireTimers(
  manager: AnyProcessManager,
  key: string,
  before: Instance,
  isDue: (dueAt: string) => boolean,
): Step {
  let instance = before
  const sends: Outgoing[] = []
  for (;;) {
    const next = Object.entries(instance.timers)
      .filter(([, { dueAt }]) => isDue(dueAt))
      .sort(([a, { dueAt: first }], [b, { dueAt: second }]) => (first + a < second + b ? -1 : 1))[0]
    if (!next) return { instance, sends }
    const [name, { dueAt, setBy }] = next
    const react = manager.wake[name]
    if (!react) throw new ReactionFailed(`${manager.name} has no reaction to its timer ${name}`)
    const { [name]: _, ...timers } = instance.timers
    const cause = { ...setBy, id: `timer:${name}:${dueAt}:${setBy.id}` }
    const input = { cause, via: 'timer', occurredAt: dueAt } as const
    const step = advance(manager, key, { ...instance, timers }, input, (state, context) =>
      reacting(() => react(state, dueAt, context)),
    )
    if ((step.instance.timers[name]?.dueAt ?? '~') <= dueAt)
      throw new ReactionFailed(`${manager.name} sets its timer ${name} again for an instant that is past`)
    instance = step.instance
    sends.push(...step.sends)
  }
}

function advance(
  manager: AnyProcessManager,
  key: string,
  before: Instance,
  input: Input,
  react: (state: never, context: ReactContext) => Reaction<unknown> | undefined,
): Step {
  const idOf = (name: string) => derivedId('saga', manager.name, key, input.cause.id, name)
  const context = { key, made: (name: string) => createdId(idOf(name)) }
  const reaction = react(before.state as never, context)
  if (!reaction) return { instance: before, sends: [] }
  const sends = (reaction.send ?? []).map<Outgoing>((send) => ({
    id: idOf(send.name ?? send.command),
    manager: manager.name,
    key,
    name: send.name ?? send.command,
    command: send.command,
    aggregateId: send.id ?? null,
    body: send.body,
    occurredAt: send.occurredAt ?? input.occurredAt,
    rule: send.rule ?? null,
    via: input.via,
    correlationId: input.cause.correlationId,
    causationId: input.cause.causationId,
  }))
  if (new Set(sends.map(({ id }) => id)).size < sends.length)
    throw new ReactionFailed(`${manager.name} sends two commands of one name in one reaction`)
  if (reaction.done) return { instance: { ...noInstance, done: true }, sends }
  const state = reaction.state === undefined ? before.state : reaction.state
  return { instance: { state, done: false, timers: set(before.timers, reaction.wake, input.cause) }, sends }
}

function reacting<T>(react: () => T): T {
  try {
    return react()
  } catch (error) {
    throw new ReactionFailed(error)
  }
}

/** A timer set again for the instant it has stays as it is, with the cause that first set it so. */
function set(timers: Instance['timers'], wake: Reaction<unknown>['wake'], setBy: Cause): Instance['timers'] {
  const after = { ...timers }
  for (const [name, instant] of Object.entries(wake ?? {})) {
    if (instant === null) delete after[name]
    else {
      const dueAt = new Date(instant).toISOString()
      if (after[name]?.dueAt !== dueAt) after[name] = { dueAt, setBy }
    }
  }
  return after
}
