import type { AnyDecider } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { type Instance, keyOf, noInstance, type Outgoing, onEvent, onTime, type Step } from './instance.ts'
import { requestOf, type SendRequest } from './outbox.ts'
import type { AnyProcessManager } from './process-manager.ts'

/** What the timers of one record have to do to it, told before the events they hear are in the log. */
export interface Ahead {
  hear(event: RecordedEvent): void
  /** The next command due before an instant (ISO-8601 UTC), the longest due first. */
  next(before: string): SendRequest | undefined
}

/**
 * Of a history that is written as a whole: a breach between two of its steps belongs between them, and a worker that reads
 * of it later could only put it behind the last. The commands have the ids under which the worker sends them too, so that
 * they take effect once. What concerns other records, or is a call outside, is left to the worker.
 */
export function timersAhead(managers: readonly AnyProcessManager[]) {
  const withTimers = managers.filter(
    ({ effect, wake }) => effect === undefined && Object.keys(wake).length > 0,
  )
  /** Undefined: none of them hears of records of this kind. */
  return ({ events }: Pick<AnyDecider, 'events'>) => {
    const own = withTimers.filter(({ on }) => Object.keys(on).some((type) => type in events))
    return own.length > 0 ? (id: string, past: readonly RecordedEvent[]) => aheadOf(own, id, past) : undefined
  }
}

function aheadOf(own: readonly AnyProcessManager[], id: string, past: readonly RecordedEvent[]): Ahead {
  const instances = new Map<AnyProcessManager, Instance>()
  let due: Outgoing[] = []

  function take(manager: AnyProcessManager, { instance, sends }: Step): void {
    instances.set(manager, instance)
    const toItself = sends.every(({ aggregateId, occurredAt }) => aggregateId === id && occurredAt !== null)
    if (toItself) due.push(...sends)
  }

  function hear(event: RecordedEvent): void {
    for (const manager of own) {
      if (keyOf(manager, event) !== id) continue
      take(manager, onEvent(manager, id, instances.get(manager) ?? noInstance, event))
    }
  }

  for (const event of past) hear(event)
  // What came of those is the worker's, who has read of them.
  due = []
  return {
    hear,
    next(before) {
      while (due.length === 0) {
        const [first] = [...instances]
          .flatMap(([manager, { timers }]) => Object.values(timers).map(({ dueAt }) => ({ manager, dueAt })))
          .filter(({ dueAt }) => dueAt < before)
          .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
        if (!first) return undefined
        const { manager, dueAt } = first
        take(manager, onTime(manager, id, instances.get(manager) ?? noInstance, dueAt))
      }
      const send = due.shift()
      return send && requestOf(send)
    },
  }
}
