import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { vocabulary } from '../../domain/values/vocabulary.ts'

export const fieldChange = z
  .object({ field: z.string(), before: z.unknown(), after: z.unknown() })
  .register(vocabulary, { id: 'FieldChange' })
export type FieldChange = z.output<typeof fieldChange>

/** What every event changes and none is about: when it was last touched. */
const untold: ReadonlySet<string> = new Set(['touchedAt'])

/** What differs between two states, field by field; a missing field is null. Nested objects are dotted paths. */
export function changesBetween(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return []
  if (!opens(before, path) || !opens(after, path) || (isMissing(before) && isMissing(after))) {
    return [{ field: path, before: before ?? null, after: after ?? null }]
  }
  const left = fieldsOf(before)
  const right = fieldsOf(after)
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => path !== '' || !untold.has(name),
  )
  return names.flatMap((name) => changesBetween(left[name], right[name], path ? `${path}.${name}` : name))
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function opens(value: unknown, path: string): boolean {
  return isMissing(value) || isNested(value, path)
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null
}

/** The state itself is taken apart, and objects in it; lists and money are values, shown whole. */
function isNested(value: unknown, path: string): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return path === '' || !('currency' in value)
}
