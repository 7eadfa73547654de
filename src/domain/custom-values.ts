import type { z } from 'zod'
import type { Decider } from './decider.ts'
import { type Spec, type SpecMap, specOf } from './event.ts'
import { changed } from './record.ts'
import {
  type CustomisedKind,
  type CustomValues,
  type GivenValue,
  type GivenValues,
  givenValues,
} from './settings/custom-field.ts'

/** The state of a record that has fields of the organisation's own. */
export interface Customised {
  /** Absent as long as none was given a value. */
  custom?: CustomValues
}

type Events<N extends string> = { [K in `${N}.custom-values-set`]: z.ZodType<GivenValues> }

/**
 * The decider of a record with what it needs for fields of the organisation's own: whatever makes or changes it takes
 * `custom` beside its input, and says what is new of that in an event of its own. What the fields are is a fact from
 * elsewhere, which comes in with the input.
 */
export function withCustomValues<
  const N extends CustomisedKind,
  State extends Customised,
  E extends SpecMap,
  C extends SpecMap,
>(
  name: N,
  of: Decider<State, E, C>,
  takes: { create: keyof C & string; change: keyof C & string },
): Decider<State, E & Events<N>, C> {
  const type = `${name}.custom-values-set`
  const values = givenValues(name)
  type AnyDecide = (state: unknown, input: never, context: unknown) => readonly object[]
  const decide = of.decide as never as Record<string, AnyDecide>
  const deciding = (command: string): AnyDecide => {
    const own = decide[command] as AnyDecide
    return (state, input: { custom?: GivenValues }, context) => {
      const { custom, ...rest } = input
      const data = custom && news((state as Customised | undefined)?.custom, custom)
      return [...own(state, rest as never, context), ...(data ? [{ type, data }] : [])]
    }
  }
  const asking = (command: keyof C & string) => {
    const spec = specOf(of.commands[command] as Spec)
    const schema = (spec.schema as z.ZodObject).extend({ custom: values.optional() })
    return spec.creates ? { ...spec, schema } : schema
  }
  const made = {
    ...of,
    takesCustomValues: takes,
    events: { ...of.events, [type]: values },
    commands: {
      ...of.commands,
      [takes.create]: asking(takes.create),
      [takes.change]: asking(takes.change),
    },
    evolve: {
      ...of.evolve,
      [type]: (state: State, data: GivenValues) => ({ ...state, custom: valuesAfter(state.custom, data) }),
    },
    decide: {
      ...of.decide,
      [takes.create]: deciding(takes.create),
      [takes.change]: deciding(takes.change),
    },
  }
  // Computed keys are strings to the compiler; the registry laws run every decider through its contract.
  return made as never
}

/** The values after some were given. */
export function valuesAfter(before: CustomValues = {}, given: GivenValues): CustomValues {
  const after = new Map(Object.entries(before))
  for (const { key, value } of [...(given.values ?? []), ...(given.personal ?? [])]) {
    if (value === null) after.delete(key)
    else after.set(key, value)
  }
  return Object.fromEntries(after)
}

/** What of it is not so already; undefined: all is. */
function news(before: CustomValues = {}, { values, personal }: GivenValues): GivenValues | undefined {
  const fresh = (all: readonly GivenValue[] = []) =>
    [...new Map(all.map((one) => [one.key, one])).values()].filter(
      ({ key, value }) => Object.keys(changed({ value: before[key] ?? null }, { value })).length > 0,
    )
  const [some, own] = [fresh(values), fresh(personal)]
  if (some.length + own.length === 0) return undefined
  return { ...(some.length > 0 && { values: some }), ...(own.length > 0 && { personal: own }) }
}
