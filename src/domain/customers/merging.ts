import { z } from 'zod'
import type { Decider } from '../decider.ts'
import { conflict } from '../error.ts'
import type { DomainEvent, SpecMap } from '../event.ts'
import { givenValues } from '../settings/custom-field.ts'
import { type GivenTag, givenTags, mostTags } from '../tagging.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The kinds of which two records can be made one. */
export const mergedModels = ['account', 'contact', 'ticket'] as const
export type MergedModel = (typeof mergedModels)[number]
export const mergedModel = z.enum(mergedModels).register(vocabulary, { id: 'MergedModel' })

/** The state of a record that may turn out to be another one. */
export interface Mergeable {
  archived?: boolean
  /** The record that it is part of; absent where it is one of its own. */
  absorbedById?: string | null
}

const by = z.object({ survivorId: uuid })

type Absorbing<X extends z.ZodObject> = z.ZodType<{
  absorbedId: string
  now: z.output<ReturnType<X['partial']>>
}>
type Events<N extends string, X extends z.ZodObject, M extends z.ZodObject, U extends z.ZodObject> = {
  [K in `${N}.merged`]: z.ZodType<z.output<typeof by> & z.output<M>>
} & { [K in `${N}.unmerged`]: z.ZodType<z.output<typeof by> & z.output<U>> } & {
  [K in `${N}.absorbed` | `${N}.released`]: Absorbing<X>
}

/** What a survivor is told: its fields, tags and own values as they are to be, and what else the absorbed one brings. */
export interface Absorption {
  absorbedId: string
  changes: Readonly<Record<string, unknown>>
  tags: readonly GivenTag[]
  custom?: unknown
  now: Readonly<Record<string, unknown>>
}

/** What becomes of a record that goes out of use, or comes back into it: what its event says beside the survivor, and its state. */
interface Turn<State, F extends z.ZodObject> {
  fields: F
  said(state: State, at: string): z.output<F>
  state(state: State, said: z.output<F>): State
}
interface Turns<State, M extends z.ZodObject, U extends z.ZodObject> {
  merged: Turn<State, M>
  unmerged: Turn<State, U>
  /** @throws DomainError where it can take over no other one. */
  survives?(state: State): void
}

const nothing = z.object({})
const archiving: Turns<Mergeable, typeof nothing, typeof nothing> = {
  merged: { fields: nothing, said: () => ({}), state: (state) => ({ ...state, archived: true }) },
  unmerged: { fields: nothing, said: () => ({}), state: (state) => ({ ...state, archived: false }) },
}

type Decide = (state: never, input: never, context: never) => readonly DomainEvent[]

/**
 * The decider of a record with what it needs to be one with another of its kind. The one is `merged`: out of use until it is
 * `unmerged`. The other has `absorbed` it, and may have released it since: what it takes over or gives back is told by the
 * events that tell any change of it. `beside` is what such events do not tell; `turns`, what being out of use is of this kind,
 * where that is not being archived.
 */
export function withMerging<
  const N extends MergedModel,
  State extends Mergeable & { tags?: readonly GivenTag[] },
  E extends SpecMap,
  C extends SpecMap,
  X extends z.ZodObject,
  M extends z.ZodObject = typeof nothing,
  U extends z.ZodObject = typeof nothing,
>(
  name: N,
  of: Decider<State, E, C>,
  beside: X,
  turns?: Turns<State, M, U>,
): Decider<State, E & Events<N, X, M, U>, C> {
  const { merged: out, unmerged: back, survives } = (turns ?? archiving) as Turns<State, M, U>
  const own = of.decide as never as Record<string, Decide>
  const restore = own[`${name}.restore`]
  const one = (type: string, data: unknown) => ({ type: `${name}.${type}`, data })
  const absorbed = z.object({ absorbedId: uuid, now: beside.partial() })
  const told = absorbed.extend({
    changes: fieldsOf(of.commands[`${name}.change`] as z.ZodObject),
    tags: givenTags,
    custom: givenValues(name).optional(),
  })
  const becoming =
    (type: 'absorbed' | 'released') =>
    (
      state: State,
      { absorbedId, changes, tags, custom, now }: Absorption,
      context: unknown,
    ): DomainEvent[] => {
      if (type === 'absorbed') survives?.(state)
      const before = state.tags ?? []
      const [more, fewer] = [beyond(tags, before), beyond(before, tags)]
      return [
        one(type, { absorbedId, now }),
        ...(own[`${name}.change`] as Decide)(
          state as never,
          { ...changes, custom } as never,
          context as never,
        ),
        ...(more.length > 0 ? [one('tagged', { tags: more })] : []),
        ...(fewer.length > 0 ? [one('untagged', { tags: fewer })] : []),
      ]
    }
  const made = {
    ...of,
    events: {
      ...of.events,
      [`${name}.merged`]: by.extend(out.fields.shape),
      [`${name}.unmerged`]: by.extend(back.fields.shape),
      [`${name}.absorbed`]: absorbed,
      [`${name}.released`]: absorbed,
    },
    commands: {
      ...of.commands,
      [`${name}.merge`]: by,
      [`${name}.unmerge`]: by,
      [`${name}.absorb`]: told,
      [`${name}.release`]: told,
    },
    evolve: {
      ...of.evolve,
      [`${name}.merged`]: (state: State, { survivorId, ...said }: z.output<typeof by> & z.output<M>) => ({
        ...out.state(state, said as never),
        absorbedById: survivorId,
      }),
      [`${name}.unmerged`]: (state: State, said: z.output<U>) => ({
        ...back.state(state, said),
        absorbedById: null,
      }),
      [`${name}.absorbed`]: (state: State, { now }: { now: object }) => ({ ...state, ...now }),
      [`${name}.released`]: (state: State, { now }: { now: object }) => ({ ...state, ...now }),
    },
    decide: {
      ...of.decide,
      ...(restore && {
        [`${name}.restore`]: (state: State, input: unknown, context: unknown) => {
          if (state.absorbedById) refuseMerged(name)
          return restore(state as never, input as never, context as never)
        },
      }),
      [`${name}.merge`]: (state: State, input: z.output<typeof by>, { at }: { at: string }) => {
        if (state.absorbedById === input.survivorId) return []
        if (state.absorbedById) refuseMerged(name)
        if (state.archived) conflict(`${name}.archived`, `This ${name} is archived; restore it first.`)
        return [one('merged', { ...input, ...out.said(state, at) })]
      },
      [`${name}.unmerge`]: (state: State, input: z.output<typeof by>, { at }: { at: string }) =>
        state.absorbedById === input.survivorId
          ? [one('unmerged', { ...input, ...back.said(state, at) })]
          : [],
      [`${name}.absorb`]: becoming('absorbed'),
      [`${name}.release`]: becoming('released'),
    },
  }
  // Computed keys are strings to the compiler; the registry laws run every decider through its contract.
  return made as never
}

/** What a change may say, but for facts from elsewhere. */
function fieldsOf({ shape }: z.ZodObject): z.ZodObject {
  const { custom: _, ancestors: __, ...fields } = shape
  return z.strictObject(fields)
}

function refuseMerged(name: string): never {
  conflict(`${name}.merged`, `This ${name} is part of another one; undo the merge first.`)
}

/** What is in the one and not in the other; no more tags than a record may have. */
function beyond(tags: readonly GivenTag[], others: readonly GivenTag[]): GivenTag[] {
  return tags.filter(({ id }) => !others.some((other) => other.id === id)).slice(0, mostTags)
}

type Fields = Readonly<Record<string, unknown>>

/** What nobody chooses: where they came from, and where they stand. */
const fixed = ['leadId', 'parentId']
const lists = ['addresses', 'social'] as const

/** Those of another record. */
export function fieldsChosen(_survivor: Fields, absorbed: Fields, chosen: readonly string[]): Fields {
  return Object.fromEntries(
    chosen.filter((name) => !fixed.includes(name)).map((name) => [name, absorbed[name] ?? null]),
  )
}

/**
 * What a survivor is to be: what it is, but for the fields that are chosen of the other one. Nothing by which somebody is
 * reached is lost: what does not stand first any more stands among the others.
 */
export function fieldsTogether(survivor: Fields, absorbed: Fields, chosen: readonly string[]): Fields {
  const taken = fieldsChosen(survivor, absorbed, chosen)
  const first = { ...survivor, ...taken }
  const others = <T extends object>(list: string, field: string): T[] => {
    const all = [...listOf<T>(survivor, list), ...listOf<T>(absorbed, list)]
    const former = [survivor[field], absorbed[field]].flatMap((value) =>
      value ? [{ kind: 'other', [field]: value } as T] : [],
    )
    const said = (one: T) => (one as Fields)[field]
    return [...all, ...former].filter(
      (one, at, every) =>
        said(one) !== (first as Fields)[field] && every.findIndex((each) => said(each) === said(one)) === at,
    )
  }
  return {
    ...taken,
    otherEmails: others('otherEmails', 'email'),
    otherPhones: others('otherPhones', 'phone'),
    ...Object.fromEntries(lists.map((list) => [list, union(listOf(survivor, list), listOf(absorbed, list))])),
  }
}

const listOf = <T>(of: Fields, name: string): readonly T[] => (of[name] ?? []) as readonly T[]

export function union<T>(one: readonly T[], other: readonly T[]): T[] {
  const known = new Set(one.map((each) => JSON.stringify(each)))
  return [...one, ...other.filter((each) => !known.has(JSON.stringify(each)))]
}
