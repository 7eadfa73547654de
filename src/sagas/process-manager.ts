import type { RecordedIn, SpecMap } from '../domain/event.ts'

/** A command a saga sends. Its id is derived from the input event and `name`, so that it takes effect exactly once. */
export interface Send {
  command: string
  /** The aggregate to ask; for a creation leave it out: its id is derived, and is `Reaction.made(name)`. */
  id?: string
  body: unknown
  /** Tells apart several sends of one reaction; the command's type when left out. */
  name?: string
  occurredAt?: string
  /** Which rule and version made this decision; kept in the event's metadata. */
  rule?: string
}

/** What a reaction asks for. Timers are named within the instance: setting one again moves it, null takes it away. */
export interface Reaction<State> {
  state?: State
  send?: readonly Send[]
  wake?: Readonly<Record<string, string | null>>
  done?: true
}

export interface Refusal {
  command: string
  name: string
  code: string
  message: string
}

/** What a reaction may use: the ids its sends will get, so that state can name what is about to be made. */
export interface ReactContext {
  key: string
  /** The id that a creation sent by this reaction under that name will have. */
  made: (name: string) => string
}

export interface EventReaction<State, Event> {
  /** The instance this event belongs to; undefined: none. */
  key: (event: Event) => string | undefined
  react: (state: State | undefined, event: Event, context: ReactContext) => Reaction<State> | undefined
}

/**
 * How commands of one name are gathered that wait to go outside: what waits goes out as one call. After `each` calls of a
 * name within `withinMs` the next one comes `pauseMs` after the last.
 */
export interface Gathering {
  each: number
  withinMs: number
  pauseMs: number
}

/**
 * A process manager as pure reactions: to events, to timers at their due instant, and to refused commands (without an
 * entry in `refused` a refusal stops in the dead letters, visibly). Being pure, it can be replayed over history.
 */
export interface ProcessManager<State = never> {
  name: string
  /** Raised when the state's schema or the reactions change in a way that calls for a new reading of the log. */
  version: number
  /** Events recorded before this instant (ISO-8601 UTC) are not read; without it, all of the log is. */
  since?: string
  /**
   * The command by which it calls somebody outside; undefined: it stays here. Such calls each are on their own: they go
   * out beside those of all others, in no order. It begins where the log ends when it is met first, or in another
   * version: what was before is no news out there. Where nobody carries that command out, it hears nothing.
   */
  effect: string | undefined
  /** Of one that calls outside; undefined: each command is a call. */
  gathers?: Gathering
  on: Readonly<Record<string, EventReaction<State, never>>>
  wake: Readonly<
    Record<string, (state: State, dueAt: string, context: ReactContext) => Reaction<State> | undefined>
  >
  refused: Readonly<
    Record<string, (state: State, refusal: Refusal, context: ReactContext) => Reaction<State> | undefined>
  >
}

type Merged<D> = D extends readonly [{ events: infer E }, ...infer Rest] ? E & Merged<Rest> : unknown

interface Definition<State, E extends SpecMap> {
  name: string
  version: number
  since?: string
  effect?: string
  gathers?: Gathering
  on: { [K in keyof E & string]?: EventReaction<State, RecordedIn<E, K>> }
  wake?: ProcessManager<State>['wake']
  refused?: ProcessManager<State>['refused']
}

/** Curried over the state, then the deciders whose events it hears: `processManager<State>()(quote)({ ... })`. */
export function processManager<State>() {
  return <const D extends readonly { events: SpecMap }[]>(..._deciders: D) =>
    (
      definition: Definition<State, Merged<D> extends SpecMap ? Merged<D> : SpecMap>,
    ): ProcessManager<State> => ({
      name: definition.name,
      version: definition.version,
      ...(definition.since !== undefined && { since: definition.since }),
      effect: definition.effect,
      ...(definition.gathers && { gathers: definition.gathers }),
      on: definition.on as ProcessManager<State>['on'],
      wake: definition.wake ?? {},
      refused: definition.refused ?? {},
    })
}

type Erased = Reaction<unknown> | undefined

/** A process manager with its types erased: what the machine works on. */
export interface AnyProcessManager {
  name: string
  version: number
  since?: string
  effect: string | undefined
  /** Of one that calls outside; undefined: each command is a call. */
  gathers?: Gathering
  on: Readonly<
    Record<
      string,
      {
        key: (event: never) => string | undefined
        react: (state: never, event: never, context: ReactContext) => Erased
      }
    >
  >
  wake: Readonly<Record<string, (state: never, dueAt: string, context: ReactContext) => Erased>>
  refused: Readonly<Record<string, (state: never, refusal: Refusal, context: ReactContext) => Erased>>
}
