import { z } from 'zod'
import type { Decider } from './decider.ts'
import type { SpecMap } from './event.ts'
import type { Withdrawable } from './withdrawn.ts'

const nothing = z.object({})

type Withdrawn<N extends string> = { [K in `${N}.withdrawn`]: typeof nothing }
type Withdraw<N extends string> = { [K in `${N}.withdraw`]: typeof nothing }

/**
 * The decider of a record that can be taken out again as if it had not been made: what made it was undone, and nobody has done
 * anything with it. From then on it is in no list and no sum, nothing can be done with it, and what is unique of it is free;
 * before that instant it is there as it was.
 */
export function withWithdrawal<N extends string, State extends object, E extends SpecMap, C extends SpecMap>(
  name: N,
  of: Decider<State, E, C>,
): Decider<State & Withdrawable, E & Withdrawn<N>, C & Withdraw<N>> {
  const made = {
    ...of,
    events: { ...of.events, [`${name}.withdrawn`]: nothing },
    commands: { ...of.commands, [`${name}.withdraw`]: nothing },
    evolve: { ...of.evolve, [`${name}.withdrawn`]: (state: State) => ({ ...state, withdrawn: true }) },
    decide: { ...of.decide, [`${name}.withdraw`]: () => [{ type: `${name}.withdrawn`, data: {} }] },
  }
  // Computed keys are strings to the compiler; the registry laws run every decider through its contract.
  return made as never
}
