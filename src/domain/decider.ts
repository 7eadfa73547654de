import type { z } from 'zod'
import type { Actor, DataOf, DomainEvent, EventsIn, RecordedEvent, SchemaOf, Spec, SpecMap } from './event.ts'
import { mustBeUsable } from './subject.ts'

/** What a decision may know beside state and input. It never reads anything: facts come in with the input. */
export interface DecisionContext {
  id: string
  /** When it happens (`occurredAt`), ISO-8601 UTC. */
  at: string
  actor: Actor
}

/** What a fold may know of an event beside its data. */
export interface EvolveContext {
  id: string
  at: string
  actor: Actor
}

type Prior<X, State> = X extends Spec<z.ZodType, true> ? undefined : State

/**
 * A rich aggregate: its events and commands as schemas, `evolve` folding events into state, `decide` turning a
 * command into events. Both are pure and keyed by the full type, so the compiler proves them exhaustive.
 * (Chassaing, "Functional Event Sourcing Decider", 2021.)
 */
export interface Decider<State, E extends SpecMap = SpecMap, C extends SpecMap = SpecMap> {
  name: string
  events: E
  commands: C
  evolve: {
    [K in keyof E]: (state: Prior<E[K], State>, data: DataOf<E[K]>, context: EvolveContext) => State
  }
  /** No events: nothing to do. @throws DomainError when refused. */
  decide: {
    [K in keyof C]: (
      state: Prior<C[K], State>,
      input: DataOf<C[K]>,
      context: DecisionContext,
    ) => readonly EventsIn<E>[]
  }
  /** The commands that take values of fields of the organisation's own (`withCustomValues`). */
  takesCustomValues?: TakesCustomValues
  /** The fields of its state that have ids of other records, or are made of them (`withLinks`). */
  links?: readonly string[]
}

/** Which of a record's commands take such values: the one that makes it, and the one that changes what is known of it. */
export interface TakesCustomValues {
  create: string
  change: string
}

/** Curried, because with one call TypeScript would widen the literals it infers. */
export function decider<State>() {
  return <const E extends SpecMap, const C extends SpecMap>(
    definition: Decider<State, E, C>,
  ): Decider<State, E, C> => definition
}

export type StateOf<D> = D extends { evolve: Record<string, (...args: never[]) => infer State> }
  ? State
  : never
export type InputOf<D extends { commands: SpecMap }, K extends keyof D['commands']> = z.input<
  SchemaOf<D['commands'][K]>
>

/** A decider with its types erased: what the machine works on. The registry laws prove each one keeps the contract. */
export interface AnyDecider {
  name: string
  events: SpecMap
  commands: SpecMap
  evolve: Record<string, (state: never, data: never, context: EvolveContext) => unknown>
  decide: Record<string, (state: never, input: never, context: DecisionContext) => readonly DomainEvent[]>
  takesCustomValues?: TakesCustomValues
  links?: readonly string[]
}

export function evolveOne(
  of: AnyDecider,
  state: unknown,
  event: Pick<RecordedEvent, 'type' | 'data' | 'aggregateId' | 'occurredAt'> & { metadata: { actor: Actor } },
): unknown {
  const step = of.evolve[event.type]
  if (!step) throw new Error(`${of.name} does not know the event ${event.type}`)
  return step(state as never, event.data as never, {
    id: event.aggregateId,
    at: event.occurredAt,
    actor: event.metadata.actor,
  })
}

export function decideOne(
  of: AnyDecider,
  type: string,
  state: unknown,
  input: unknown,
  context: DecisionContext,
): readonly DomainEvent[] {
  const decision = of.decide[type]
  if (!decision) throw new Error(`${of.name} does not know the command ${type}`)
  mustBeUsable(of.name, state, type, context.actor.kind === 'system')
  return decision(state as never, input as never, context)
}
