import { allows, keyOf, mayAct, type Principal, sees } from '../platform/people/permissions.ts'
import { type Aggregates, foldAggregate } from './aggregates.ts'
import type { Asking, CommandDefinition, Visibility } from './command.ts'

/** Reads the events of an aggregate, oldest first. */
export type EventsOf = Aggregates['events']

/** What a command is decided on beside the record it is asked of. */
export function createFacts(parts: {
  aggregates: Aggregates
  /** A definition of each aggregate, by its name. */
  definitionOf: ReadonlyMap<string, CommandDefinition>
  holding: Asking['holding']
}) {
  const { aggregates, definitionOf, holding } = parts

  const holder: Asking['holder'] = async (claim) => {
    const found = await holding(claim)
    return found.is === 'held' ? found.id : undefined
  }

  /** Those asked for within the last second: each step of a history may ask for the same. */
  const lately = new Map<string, Promise<string | undefined>>()
  let latelySince = 0
  const holderLately: Asking['holder'] = (claim) => {
    if (performance.now() - latelySince > 1000) {
      lately.clear()
      latelySince = performance.now()
    }
    const key = JSON.stringify([claim.kind, claim.value])
    const found = lately.get(key) ?? holder(claim)
    lately.set(key, found)
    found.catch(() => lately.delete(key))
    return found
  }

  const load: Asking['load'] = (of, id) => aggregates.load(of, id)

  const loadNewest: Asking['load'] = async (of, id) => (await aggregates.refresh(of, id))?.state as never

  /** A history is decided on what was so then; on what is so now where there was nothing yet. */
  const loadAsOf =
    (at: string, events: EventsOf): Asking['load'] =>
    async (of, id) => {
      const now = await load(of, id)
      if (now === undefined || ((await aggregates.get(of, id))?.occurredAt ?? '') <= at) return now
      const until = (await events(of, id)).filter(({ occurredAt }) => occurredAt <= at)
      return (foldAggregate(of, undefined, until)?.state ?? now) as never
    }

  const accessOf =
    ({ may, keys }: Principal): Asking['access'] =>
    async (name, id) => {
      const definition = definitionOf.get(name)
      if (!definition || !allows(may, `${name}.read`)) return undefined
      const state = await aggregates.load(definition.decider, id)
      if (state === undefined || !(await opens(sees, keys, definition, id, state))) return undefined
      const others = keys.filter((key) => key !== keyOf.record(id) && key !== keyOf.edit(id))
      if (await opens(sees, others, definition, id, state)) return 'own'
      return (await opens(mayAct, keys, definition, id, state)) ? 'write' : 'read'
    }

  /** Whether these keys let see, or act on, a record: by itself, or by one of those it is seen with, and so on. */
  async function opens(
    by: typeof sees,
    keys: readonly string[],
    { decider, grants, seenWith }: Visibility,
    id: string,
    state: unknown,
  ): Promise<boolean> {
    if (by(keys, decider.name, id, grants(state))) return true
    for (const ref of seenWith(state)) {
      const other = definitionOf.get(ref.model)
      const found = other && (await aggregates.load(other.decider, ref.id))
      if (other && found !== undefined && (await opens(by, keys, other, ref.id, found))) return true
    }
    return false
  }

  return {
    holder,
    holderLately,
    /** Somebody has taken a value since. */
    forgetHolders: () => lately.clear(),
    load,
    loadNewest,
    loadAsOf,
    accessOf,
    opens,
  }
}

/** Reads each stream once, however often it is asked for. */
export function readOnce(events: EventsOf): EventsOf {
  const known = new Map<string, ReturnType<EventsOf>>()
  return (of, id, from = 0) => {
    const key = `${of.name} ${id} ${from}`
    const found = known.get(key) ?? events(of, id, from)
    known.set(key, found)
    return found
  }
}
