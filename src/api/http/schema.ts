import { z } from 'zod'

type JsonSchema = Record<string, unknown>

/** What a caller sends, as JSON Schema 2020-12. */
export function bodySchema(schema: z.ZodType): JsonSchema {
  return clean(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

/** What a caller gets. The same schema documents the reply and compiles its serialiser. */
export function replySchema(schema: z.ZodType): JsonSchema {
  const known = replySchemas.get(schema)
  if (known) return known
  const made = clean(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))
  replySchemas.set(schema, made)
  return made
}

const replySchemas = new WeakMap<z.ZodType, JsonSchema>()

/**
 * Leaves out the dialect (it is the document's), and writes "T or null" as one type: the serialiser then needs no
 * validator to tell the alternatives apart, which is several times slower.
 */
function clean(value: unknown): JsonSchema {
  const { $schema: _, '~standard': __, ...schema } = value as JsonSchema
  return walk(schema) as JsonSchema
}

function walk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walk)
  if (typeof value !== 'object' || value === null) return value
  const schema = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]))
  const { anyOf, ...rest } = schema as { anyOf?: JsonSchema[] }
  const [only, none] = anyOf ?? []
  if (anyOf?.length !== 2 || none?.type !== 'null' || typeof only?.type !== 'string') return schema
  return {
    ...rest,
    ...only,
    type: [only.type, 'null'],
    ...(Array.isArray(only.enum) && { enum: [...only.enum, null] }),
  }
}
