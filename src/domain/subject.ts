import { z } from 'zod'
import { conflict } from './error.ts'
import { type Named, named } from './named.ts'
import { line } from './values/text.ts'
import { uuid } from './values/uuid.ts'
import { vocabulary } from './values/vocabulary.ts'
import { mustStand } from './withdrawn.ts'

/** How a record of a person stands as to that person's rights. */
export interface Privacy {
  /** Kept, but not to be used. */
  restricted: boolean
  /** The person is gone from it, for good. */
  erased: boolean
  /** Legal matters for which it must be kept, whatever anybody asks. */
  holds: readonly string[]
}

/** The state of a record about a person. */
export interface AboutPerson {
  /** Absent as long as nobody has asked for anything. */
  privacy?: Privacy
}

const untouched: Privacy = { restricted: false, erased: false, holds: [] }

/** `requestId` names the request that asked for it, where its receipt is. */
const byRequest = z.object({ requestId: uuid })
const hold = z.object({ matter: line(120) }).register(vocabulary, { id: 'LegalHold' })

const events = {
  restricted: byRequest,
  'restriction-lifted': byRequest,
  'hold-placed': hold,
  'hold-lifted': hold,
  erased: byRequest,
}
const commands = {
  restrict: byRequest,
  'lift-restriction': byRequest,
  'place-hold': hold,
  'lift-hold': hold,
  erase: byRequest,
}

type Evolve = {
  [K in keyof typeof events]: <S extends AboutPerson>(state: S, data: z.output<(typeof events)[K]>) => S
}
type Decide<N extends string> = {
  [K in keyof typeof commands]: (
    state: AboutPerson,
    input: z.output<(typeof commands)[K]>,
  ) => readonly Decided<N>[]
}
type Decided<N extends string> = {
  [K in keyof typeof events]: { type: `${N}.${K}`; data: z.output<(typeof events)[K]> }
}[keyof typeof events]

export interface Subject<N extends string> {
  events: Named<N, typeof events>
  commands: Named<N, typeof commands>
  evolve: Named<N, Evolve>
  decide: Named<N, Decide<N>>
}

const evolve: Evolve = {
  restricted: (state) => changed(state, { restricted: true }),
  'restriction-lifted': (state) => changed(state, { restricted: false }),
  'hold-placed': (state, { matter }) => changed(state, { holds: [...privacyOf(state).holds, matter] }),
  'hold-lifted': (state, { matter }) =>
    changed(state, { holds: privacyOf(state).holds.filter((one) => one !== matter) }),
  erased: (state) => changed(state, { erased: true }),
}

function changed<S extends AboutPerson>(state: S, changes: Partial<Privacy>): S {
  return { ...state, privacy: { ...privacyOf(state), ...changes } }
}

/**
 * What every record of a person has beside its own events and commands: it can be restricted, held and erased. Spread
 * the parts into its decider. That nothing else is done to it meanwhile is seen to where commands are decided.
 */
export function subject<const N extends string>(name: N): Subject<N> {
  const one = <K extends keyof typeof events>(type: K, data: z.output<(typeof events)[K]>) =>
    [{ type: `${name}.${type}`, data }] as readonly Decided<N>[]
  const decide: Decide<N> = {
    restrict: (state, input) => (privacyOf(state).restricted ? [] : one('restricted', input)),
    'lift-restriction': (state, input) =>
      privacyOf(state).restricted ? one('restriction-lifted', input) : [],
    'place-hold': (state, input) => {
      if (privacyOf(state).erased)
        conflict(`${name}.erased`, `This ${name} was erased: nothing is left to hold.`)
      return privacyOf(state).holds.includes(input.matter) ? [] : one('hold-placed', input)
    },
    'lift-hold': (state, input) =>
      privacyOf(state).holds.includes(input.matter) ? one('hold-lifted', input) : [],
    erase: (state, input) => {
      const { holds, erased } = privacyOf(state)
      if (erased) return []
      if (holds.length > 0) conflict(`${name}.on-hold`, `This ${name} must be kept for ${holds.join(', ')}.`)
      return one('erased', input)
    },
  }
  return {
    events: named(name, events),
    commands: named(name, commands),
    evolve: named(name, evolve),
    decide: named(name, decide),
  }
}

export function privacyOf(state: unknown): Privacy {
  return (state as AboutPerson | undefined)?.privacy ?? untouched
}

/**
 * Refuses to go on using the record of a person who has forbidden it, or who is gone. What the machine does by itself
 * (a deadline that passes) goes on, and so does the handling of the person's own requests.
 */
export function mustBeUsable(name: string, state: unknown, command: string, byMachine: boolean): void {
  if (command.slice(name.length + 1) in commands) return
  mustStand(name, state)
  const { restricted, erased } = privacyOf(state)
  if (byMachine || !(restricted || erased)) return
  if (erased) conflict(`${name}.erased`, `The person of this ${name} was erased; it cannot be used any more.`)
  conflict(
    `${name}.restricted`,
    `This ${name} may be kept but not used, because its person has asked for that.`,
  )
}
