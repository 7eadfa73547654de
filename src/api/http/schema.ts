import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/** What a caller gets, whole in one piece: it compiles the serialiser of a reply. */
export function replySchema(schema: z.ZodType): JsonSchema {
  const known = replySchemas.get(schema)
  if (known) return known
  const made = tidy(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))
  replySchemas.set(schema, made)
  return made
}

const replySchemas = new WeakMap<z.ZodType, JsonSchema>()

/**
 * JSON Schema 2020-12 as it is read best: without the dialect (it is the document's), without what zod says of every
 * number or says twice, and with "T or null" as one type, or as the one form of it that generators of clients know.
 */
export function tidy(schema: object, way: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema: _, $id: __, ...rest } = schema as JsonSchema
  return walk(rest, way) as JsonSchema
}

/** The expressions zod gives for these say no more than the format does. */
const formats = new Set(['uuid', 'date-time', 'date', 'time', 'email', 'uri'])

function walk(value: unknown, way: 'input' | 'output'): unknown {
  if (Array.isArray(value)) return value.map((one) => walk(one, way))
  if (typeof value !== 'object' || value === null) return value
  const schema: JsonSchema = {}
  for (const [key, part] of Object.entries(value))
    schema[key] = key === 'examples' || key === 'default' || key === 'enum' ? part : walk(part, way)
  if (typeof schema.format === 'string' && formats.has(schema.format)) delete schema.pattern
  if (schema.type === 'integer') bound(schema, way)
  // Who sends a field that there is not hears of it; who gets one that is new to them should not mind.
  if (schema.additionalProperties === false) delete schema.additionalProperties
  return nullable(schema)
}

/** Whole numbers are of 64 bits (of which JSON carries 53, so that more is refused) unless they are bound to less. */
function bound(schema: JsonSchema, way: 'input' | 'output'): void {
  if (way === 'output' && schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (way === 'output' && schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  schema.format = typeof schema.maximum === 'number' && schema.maximum < 2 ** 31 ? 'int32' : 'int64'
}

/** A regular expression of what a text may be. */
function formOf({ format, pattern, enum: values, const: value }: JsonSchema): string {
  if (format === 'uuid') return '^[0-9a-fA-F-]{36}$'
  if (typeof pattern === 'string') return pattern
  const words = Array.isArray(values) ? values : [value]
  return `^(${words.map((word) => String(word).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`
}

function nullable(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema as { anyOf?: JsonSchema[] }
  // Text of several forms is text to a client.
  if (anyOf?.every(({ type }) => type === 'string'))
    return { ...rest, type: 'string', pattern: anyOf.map((one) => `(?:${formOf(one)})`).join('|') }
  const [only, none] = anyOf ?? []
  if (anyOf?.length !== 2 || none?.type !== 'null' || !only) return schema
  if (only.$ref) return { ...rest, oneOf: [none, only] }
  if (typeof only.type !== 'string') return schema
  return {
    ...only,
    ...rest,
    type: [only.type, 'null'],
    ...(Array.isArray(only.enum) && { enum: [...only.enum, null] }),
  }
}
