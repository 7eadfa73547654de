import type { z } from 'zod'
import { InvalidInput, type Issue } from './errors.ts'

/**
 * What the schema makes of the input. Zod leaves out keys it does not know; here they are errors at any depth, because
 * a caller who misspelt a field must hear of it. @throws InvalidInput
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  const issues: Issue[] = result.success
    ? unknownKeys(input, result.data)
    : result.error.issues.map((issue) => ({
        field: issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : ''),
        rule: issue.code,
        message: issue.message,
      }))
  if (!result.success || issues.length > 0) throw new InvalidInput(issues)
  return result.data
}

function unknownKeys(input: unknown, output: unknown, path = ''): Issue[] {
  if (!isObject(input) || !isObject(output)) return []
  return Object.entries(input).flatMap(([key, value]) => {
    const field = path ? `${path}.${key}` : key
    if (Object.hasOwn(output, key)) return unknownKeys(value, output[key], field)
    return value === undefined ? [] : [{ field, rule: 'unknown', message: 'There is no such field.' }]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
