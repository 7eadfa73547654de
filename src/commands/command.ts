import type { z } from 'zod'
import type { Criterion } from '../domain/criteria/criterion.ts'
import type { Known, Likeness } from '../domain/customers/likeness.ts'
import type { AnyDecider, Decider, DecisionContext, StateOf } from '../domain/decider.ts'
import { type DataOf, type SchemaOf, type SpecMap, specOf } from '../domain/event.ts'
import type { Module } from '../domain/settings/modules.ts'
import type { StatedOrganisation } from '../domain/settings/organisation.ts'
import { privacyOf } from '../domain/subject.ts'
import type { Principal } from '../platform/people/permissions.ts'

/** A value that only one aggregate may hold, such as the e-mail of a user. */
export interface Claim {
  kind: string
  value: string
  /** Who has it gives way to the next who asks: what the system began with, as soon as somebody chooses otherwise. */
  yields?: boolean
}

/**
 * How a unique value stands: an aggregate has it, nobody has it, or it was claimed a moment ago for one that does not have
 * it yet and perhaps never will.
 */
export type Holding = { is: 'held'; id: string } | { is: 'being-made' } | { is: 'free' }

/** What `prepare` may use to turn what was asked into what is decided on. `state` is undefined for a creation. */
export interface Asking<State = unknown> extends DecisionContext {
  state: State
  principal: Principal
  /** Another aggregate's folded state, as new as the log; undefined when it does not exist. */
  load<D extends AnyDecider>(of: D, id: string): Promise<StateOf<D> | undefined>
  /** The same as it is now, also where what is decided on happened before. */
  loadNow<D extends AnyDecider>(of: D, id: string): Promise<StateOf<D> | undefined>
  /**
   * What the asker may do with another record: act on it as their own, or only read what was shared with them.
   * Undefined: there is none, or none that they may know of.
   */
  access(aggregate: string, id: string): Promise<'own' | 'write' | 'read' | undefined>
  /**
   * Which of these criteria hold of a record, whoever asks: by the read models, once they show all that was written before.
   * Of no record (null) none do, and they are held against the model only.
   * @throws CriterionRefused for the first that nothing can be asked by.
   */
  hold(criteria: readonly Criterion[], model: string, id: string | null): Promise<readonly boolean[]>
  /** Other records that may be the one that is known so. */
  alike: Alike
  /** The organisation's zone at that instant: wherever a day is meant, it is a day there. */
  zone(): Promise<string>
  /** The organisation as it stands that day; undefined: nobody has said anything of it. */
  organisation(): Promise<StatedOrganisation | undefined>
  /** The id of the aggregate that has a unique value, at this moment; undefined: none has. */
  holder(claim: Claim): Promise<string | undefined>
  /** The same for who would make one that has the value, were there none. */
  holding(claim: Claim): Promise<Holding>
}

/** Records of these kinds that may be the one that is known so, as they are shown at this moment; undefined: nobody can look. */
export type Alike = (
  models: readonly string[],
  of: Known & { id: string },
) => Promise<
  readonly { model: string; id: string; reasons: readonly Likeness[]; archived: boolean }[] | undefined
>

/** What a command holds for its turn, by what was asked and of which aggregate. */
type Alone = (body: never, of: Pick<Asking, 'id' | 'load'>) => Claim | undefined | Promise<Claim | undefined>

/** What takes a command back. */
export interface TakenBack {
  command: string
  body: Readonly<Record<string, unknown>>
}

/**
 * How what a command did to a record is taken back: by what the record was before and after it. Of the body that is
 * returned, what its command does not take is left out. `alone`: nothing else has happened to the record since. Undefined
 * where what is done is done.
 */
export type Inverse<State> = (before: State, to: { after: State; alone: boolean }) => TakenBack | undefined

interface Definition<State, Input> {
  /** One line for the API document, in the words of the product. */
  summary: string
  /** What the caller sends; without it, the decider's own command schema. */
  body?: z.ZodType
  prepare?: (body: never, asking: Asking<State>) => Promise<Input> | Input
  /**
   * Held while the command is carried out: two that each are right and together wrong come one after the other, and see
   * what the other did.
   */
  alone?: Alone
  /** The permission to hold; without it, the command's own type. */
  permission?: string
  /** With `required`, a request without If-Match is refused (428). */
  ifMatch?: 'required'
  /** Not reachable over HTTP: only sagas, timers and imports send it. */
  internal?: true
  /** With one it can be taken back, and may be asked of many records at once (a batch). */
  inverse?: Inverse<State>
}

/** A command before its feature says under which path it is reached and who sees what is asked. */
export interface Command {
  type: string
  decider: AnyDecider
  summary: string
  creates: boolean
  body: z.ZodType
  input: z.ZodType
  prepare: ((body: never, asking: Asking<never>) => unknown) | undefined
  alone: Alone | undefined
  permission: string
  ifMatch: 'required' | undefined
  internal: boolean
  inverse: Inverse<never> | undefined
  /** Whether some value of the aggregate is unique. */
  hasUnique: boolean
  unique: (state: unknown) => readonly Claim[]
}

/** A command whole: what the machine works on. */
export interface CommandDefinition extends Command {
  /** The module it is a part of, which may be switched off; undefined: it is always there. */
  module?: Module
  /** The plural in the path: `opportunities`. */
  resource: string
  /** Who may see, and so act on, the aggregate: grant keys (platform/permissions). */
  grants: (state: unknown) => readonly string[]
  /** The records it is about: who sees one of them sees it too, and who acts on one acts on it. */
  seenWith: (state: unknown) => readonly RecordRef[]
}

/** Who sees records of a kind. */
export type Visibility = Pick<CommandDefinition, 'decider' | 'grants' | 'seenWith'>

/** A record by its kind and id. */
export interface RecordRef {
  model: string
  id: string
}

type Prepared<State> = <B extends z.ZodType, Input>(
  body: B,
  prepare: (body: z.output<B>, asking: Asking<State>) => Promise<Input> | Input,
) => { body: B; prepare: (body: never, asking: Asking<State>) => Promise<Input> | Input }

/**
 * The commands of one aggregate: what may be asked of it and how what was asked becomes the decider's input.
 * `prepared(body, prepare)` pairs the body a caller sends with the function that completes it by facts from elsewhere.
 */
export function commandsOf<State, E extends SpecMap, C extends SpecMap>(
  of: Decider<State, E, C>,
  define: (prepared: Prepared<State>) => {
    [K in keyof C]: Definition<State, z.input<SchemaOf<C[K]>> | DataOf<C[K]>>
  },
  about: {
    /** The unique values a state holds. What a command adds is claimed before its events are written. */
    unique?: (state: State) => readonly Claim[]
  } = {},
): readonly Command[] {
  const definitions = define((body, prepare) => ({ body, prepare: prepare as never }))
  return Object.entries<Definition<State, unknown>>(definitions).map(([type, definition]) => {
    const command = of.commands[type]
    if (!command) throw new Error(`${of.name} has no command ${type}`)
    const spec = specOf(command)
    return {
      type,
      decider: of as never as AnyDecider,
      summary: definition.summary,
      creates: spec.creates,
      body: definition.body ?? spec.schema,
      input: spec.schema,
      prepare: definition.prepare,
      alone: definition.alone,
      permission: definition.permission ?? type,
      ifMatch: definition.ifMatch,
      internal: definition.internal ?? false,
      inverse: definition.inverse,
      hasUnique: about.unique !== undefined,
      // Whoever is erased holds nothing any more.
      unique: (state) =>
        state === undefined || privacyOf(state).erased ? [] : (about.unique?.(state as State) ?? []),
    }
  })
}

/** The REST route of a command: create is POST on the list, change is PATCH on the record, the rest are named. */
export function routeOf(command: CommandDefinition): { method: 'POST' | 'PATCH'; path: string } {
  const verb = command.type.slice(command.type.indexOf('.') + 1)
  if (command.creates) return { method: 'POST', path: `/${command.resource}` }
  if (verb === 'change') return { method: 'PATCH', path: `/${command.resource}/:id` }
  return { method: 'POST', path: `/${command.resource}/:id/${verb}` }
}
