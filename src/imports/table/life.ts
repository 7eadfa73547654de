import type { Notice } from '../import.ts'
import type { Change } from './past.ts'
import { type Facts, shortened, type Translated, type Translator } from './translate.ts'

/** What a record was from an instant on, and who saw to it in the source; without an instant: from now on. */
export interface Point {
  at: string | undefined
  by: string | undefined
  facts: Facts
}

/**
 * The life of a record, from what the table says it is now and what changed before: walked back to its beginning, and forth again. What
 * never changed was so from the beginning. What the table says and the history does not explain becomes so now. Of a record that is here
 * only what came `since` counts.
 */
export function pointsOf(
  { facts, line }: Translated,
  changes: readonly Change[],
  translator: Translator,
  since: string | undefined,
): { points: Point[]; notices: Omit<Notice, 'file'>[] } {
  const now: Point = { at: undefined, by: undefined, facts }
  const first = changes[0]
  if (!first) return { points: [now], notices: [] }
  const notices: Omit<Notice, 'file'>[] = []
  const point = new Map(facts)
  const set = (one: Change['values'][number], written: string | undefined) => {
    const { field, column } = one
    const { value, problem } = translator.value(field, written ?? '', point)
    if (problem !== undefined)
      notices.push({
        line,
        kind: 'incomplete',
        field: column,
        message: `“${shortened(written ?? '')}” ${problem}.`,
      })
    else if (value !== undefined) point.set(field.key, value)
    else if (field.required || field.key.includes('.') || field.type === 'stage') point.delete(field.key)
    else point.set(field.key, null)
  }
  // Back to the beginning: what each field was before it was changed for the first time. Where that is not told, it was not yet.
  const seen = new Set<string>()
  for (const { values } of changes)
    for (const one of values) {
      if (seen.has(one.field.key)) continue
      seen.add(one.field.key)
      if (one.before === undefined) point.delete(one.field.key)
      else set(one, one.before)
    }
  const created = facts.get('createdAt') as string | undefined
  const began = created !== undefined && created < first.at ? created : first.at
  const points: Point[] = []
  const add = (at: string, by: string | undefined, begins = false) => {
    const last = points.at(-1)
    // What one person did at one instant is one thing; of a record that began with what it is told to be, so is its beginning.
    if (last?.at === at && (points.length === 1 ? begins : last.by === by)) points.pop()
    points.push({ at, by, facts: new Map(point) })
  }
  if (since === undefined) add(began, changes.find(({ at }) => at === began)?.by)
  for (const { at, by, values } of changes) {
    for (const one of values) set(one, one.after)
    const begins = values.every(({ before }) => before === undefined)
    if (since === undefined || at > since) add(at < began ? began : at, by, begins)
  }
  return { points: [...points, now], notices }
}
