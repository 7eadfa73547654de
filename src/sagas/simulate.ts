import type { RecordedEvent } from '../domain/event.ts'
import { type Instance, keyOf, noInstance, type Outgoing, onEvent, onTime } from './instance.ts'
import type { AnyProcessManager } from './process-manager.ts'

export interface Simulation {
  /** In the order in which the reactions asked for them. */
  sends: readonly Outgoing[]
  instances: ReadonlyMap<string, Instance>
}

/**
 * Replays the reactions of a process manager over events, oldest first, and then lets its timers run to `until`
 * (ISO-8601 UTC). It is what the running machine does, but for commands: they are returned, not carried out.
 */
export function simulate(
  manager: AnyProcessManager,
  events: Iterable<RecordedEvent>,
  { until }: { until?: string } = {},
): Simulation {
  const instances = new Map<string, Instance>()
  const sends: Outgoing[] = []
  for (const event of events) {
    const key = keyOf(manager, event)
    if (key === undefined) continue
    const step = onEvent(manager, key, instances.get(key) ?? noInstance, event)
    instances.set(key, step.instance)
    sends.push(...step.sends)
  }
  for (const [key, instance] of until === undefined ? [] : instances) {
    const step = onTime(manager, key, instance, until ?? '')
    instances.set(key, step.instance)
    sends.push(...step.sends)
  }
  return { sends, instances }
}
