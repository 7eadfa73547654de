import { z } from 'zod'
import { type AnyDecider, decider } from '../domain/decider.ts'
import { conflict } from '../domain/error.ts'
import { creates } from '../domain/event.ts'
import { derivedId } from '../platform/ids.ts'
import type { Claim } from './command.ts'

/** Who holds a unique value: an aggregate, or nobody after it was given up. */
interface ClaimState {
  holder: { aggregate: string; id: string } | undefined
}

const holder = z.object({ aggregate: z.string(), id: z.uuid() })

/**
 * One stream for each unique value. EventStoreDB appends to one stream at a time, so uniqueness across aggregates is
 * a stream whose first event only one writer can append. The value itself is not kept: it may be personal.
 */
export const claim = decider<ClaimState>()({
  name: 'claim',
  events: {
    'claim.taken': creates(holder),
    'claim.passed': holder,
    'claim.released': z.object({}),
  },
  commands: {
    'claim.take': creates(holder),
    'claim.pass': holder,
    'claim.release': z.object({}),
  },
  evolve: {
    'claim.taken': (_, data) => ({ holder: data }),
    'claim.passed': (_, data) => ({ holder: data }),
    'claim.released': () => ({ holder: undefined }),
  },
  decide: {
    'claim.take': (_, input) => [{ type: 'claim.taken', data: input }],
    'claim.pass': (state, input) =>
      state.holder?.id === input.id ? [] : [{ type: 'claim.passed', data: input }],
    'claim.release': (state) => (state.holder ? [{ type: 'claim.released', data: {} }] : []),
  },
})

export function claimId(of: Claim): string {
  return derivedId('claim', of.kind, of.value)
}

export function refuseTaken(of: Claim, taken: { aggregate: string; id: string }): never {
  const field = of.kind.slice(of.kind.indexOf('-') + 1)
  conflict(`${taken.aggregate}.${field}-taken`, `Another ${taken.aggregate} has this ${field}.`, {
    field,
    id: taken.id,
  })
}

/** Claims in `a` that are not in `b`. */
export function without(a: readonly Claim[], b: readonly Claim[]): Claim[] {
  const held = new Set(b.map(claimId))
  return a.filter((one) => !held.has(claimId(one)))
}

export const claimDecider: AnyDecider = claim
