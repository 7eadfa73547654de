import { folded } from '../values/folded.ts'
import type { Comparing, Counting, Test } from './resolve.ts'
import { type Relation, valueAt } from './vocabulary.ts'

type Row = Readonly<Record<string, unknown>>

/** The rows that belong to one by a relation. */
export type RelatedRows = (relation: Relation, row: Row) => readonly Row[]

const noneRelated: RelatedRows = () => {
  throw new Error('this criterion is about related records, and none were given')
}

/** Whether a resolved criterion holds of a row. The same as its SQL says of the same row, which a law proves. */
export function holds(test: Test, row: Row, related: RelatedRows = noneRelated): boolean {
  if ('every' in test) return test.every.every((each) => holds(each, row, related))
  if ('some' in test) return test.some.some((each) => holds(each, row, related))
  if ('not' in test) return !holds(test.not, row, related)
  if ('relation' in test) return isEnough(test, countOf(test, row, related))
  return compares(test, valueAt(row, test.field))
}

/** How many related records there are for which a count holds. */
export function countOf({ relation, where }: Counting, row: Row, related: RelatedRows = noneRelated): number {
  return related(relation, row).filter((each) => holds(where, each, related)).length
}

function isEnough({ atLeast, atMost = Number.POSITIVE_INFINITY }: Counting, count: number): boolean {
  return count >= atLeast && count <= atMost
}

function compares({ kind, comparison, value }: Comparing, found: unknown): boolean {
  const empty = found === null || (Array.isArray(found) && found.length === 0)
  if (comparison === 'known') return !empty
  if (comparison === 'unknown') return empty
  const text = kind === 'text' || kind === 'texts'
  const form = (one: unknown) => (text && typeof one === 'string' ? folded(one) : one)
  if (comparison === 'differs') return form(found) !== form(value)
  if (found === null) return false
  switch (comparison) {
    case 'equals':
      return form(found) === form(value)
    case 'among':
      return (value as readonly unknown[]).some((one) => form(one) === form(found))
    case 'contains':
      return String(form(found)).includes(String(form(value)))
    case 'starts':
      return String(form(found)).startsWith(String(form(value)))
    case 'holds':
      return (found as readonly unknown[]).some((one) => form(one) === form(value))
    case 'overlaps':
      return (value as readonly unknown[]).some((one) => (found as readonly unknown[]).includes(one))
    case 'covers':
      return (value as readonly unknown[]).every((one) => (found as readonly unknown[]).includes(one))
    // Days and instants compare as they are written.
    case 'at-least':
      return (found as string) >= (value as string)
    case 'at-most':
      return (found as string) <= (value as string)
    case 'more-than':
      return (found as string) > (value as string)
    case 'less-than':
      return (found as string) < (value as string)
  }
}
