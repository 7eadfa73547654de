import { z } from 'zod'
import { InvalidInput, type Issue } from './errors.ts'

/**
 * What the schema makes of the input. Zod leaves out keys it does not know; here they are errors at any depth, because
 * a caller who misspelt a field must hear of it. @throws InvalidInput
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = quick(schema).safeParse(input)
  const issues: Issue[] = result.success
    ? unknownKeys(input, result.data, '', [])
    : result.error.issues.map((issue) => ({
        field: issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : ''),
        rule: issue.code,
        message: issue.message,
      }))
  if (!result.success || issues.length > 0) throw new InvalidInput(issues)
  return result.data
}

/** A schema is compiled once this many inputs were read by it: that takes as long as some hundreds of them. */
const often = 100
const read = new WeakMap<z.ZodType, { times: number; by: z.ZodType }>()

/** The schema, or one that takes and refuses the same in a third of the time. */
function quick<T>(schema: z.ZodType<T>): z.ZodType<T> {
  const known = read.get(schema) ?? { times: 0, by: schema }
  if (++known.times === often) known.by = z.compile(schema)
  if (known.times === 1) read.set(schema, known)
  return known.by as z.ZodType<T>
}

/** Adds to `issues`, of which there are seldom any: this looks at every field of every request. */
function unknownKeys(input: unknown, output: unknown, path: string, issues: Issue[]): Issue[] {
  if (!isObject(input) || !isObject(output)) return issues
  for (const key of Object.keys(input)) {
    const value = input[key]
    if (!Object.hasOwn(output, key)) {
      if (value !== undefined)
        issues.push({ field: path + key, rule: 'unknown', message: 'There is no such field.' })
    } else if (isObject(value)) unknownKeys(value, output[key], `${path}${key}.`, issues)
  }
  return issues
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
