import type { Condition, Criterion, RelatedCondition } from './criterion.ts'
import { countOf, holds, type RelatedRows } from './holds.ts'
import type { Test } from './resolve.ts'
import { valueAt } from './vocabulary.ts'

/** One part of a criterion with how it came out; what stands under a joint is one deeper and comes after it. */
export interface Told {
  depth: number
  holds: boolean
  joint: 'all' | 'any' | 'none' | null
  /** The condition as it was asked, and what its field held, or how many related records there were. */
  condition: Condition | RelatedCondition | null
  found: unknown
}

/**
 * Why a criterion came out as it did: its parts in the order in which they are read, each with its outcome. `resolved` holds
 * one of them against its model, as the whole was. The first of them is the whole.
 */
export function explained(
  of: Criterion,
  row: Readonly<Record<string, unknown>>,
  resolved: (part: Criterion) => Test,
  related?: RelatedRows,
  depth = 0,
): Told[] {
  const test = resolved(of)
  const outcome = { depth, holds: holds(test, row, related) }
  const joint = 'all' in of ? 'all' : 'any' in of ? 'any' : 'none' in of ? 'none' : null
  if (joint !== null) {
    const parts = Object.values(of as Record<string, readonly Criterion[]>).flat()
    return [
      { ...outcome, joint, condition: null, found: null },
      ...parts.flatMap((part) => explained(part, row, resolved, related, depth + 1)),
    ]
  }
  const condition = of as Condition | RelatedCondition
  const found =
    'relation' in test
      ? countOf(test, row, related)
      : 'field' in condition
        ? valueAt(row, condition.field)
        : null
  return [{ ...outcome, joint, condition, found }]
}
