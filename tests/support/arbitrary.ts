import fc from 'fast-check'
import { z } from 'zod'

/** Few ids, so that random commands meet each other's aggregates. */
const ids = Array.from({ length: 4 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`)

/** Values that satisfy a schema, made from the JSON Schema zod derives for it; refinements are then filtered. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  let passed = 0
  return fromJson(json, json.$defs ?? {}).filter((value) => {
    const fits = schema.safeParse(value).success
    passed = fits ? 0 : passed + 1
    // Else it would be looked for without end, and nobody would know of what.
    if (passed > mostPassed) throw new Error(`next to nothing fits ${JSON.stringify(json).slice(0, 500)}`)
    return fits
  })
}

/** So many in a row that do not fit are no chance: a rule that JSON Schema cannot say lacks its examples. */
const mostPassed = 20_000

export interface JsonSchema {
  type?: string
  $ref?: string
  $defs?: Record<string, JsonSchema>
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  format?: string
  pattern?: string
  examples?: unknown[]
}

/** Values that satisfy a JSON Schema, as far as it can say what they are. */
export function fromJson(schema: JsonSchema, defs: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const at = (inner: JsonSchema) => fromJson(inner, defs)
  if (schema.$ref) return at(defs[schema.$ref.replace('#/$defs/', '')] ?? {})
  // A rule that JSON Schema cannot say comes with examples that keep it.
  if (schema.examples) return fc.constantFrom(...schema.examples)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options) return fc.oneof(...options.map(at))
  if (schema.allOf?.[0]) return at(schema.allOf[0])
  switch (schema.type ?? '') {
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer(bounds(schema, 1))
    case 'number':
      return hundredths(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(at))
      return fc.array(at(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      })
    case 'object':
      return object(schema, at)
    default:
      return fc.constantFrom(null, 'anything', 1)
  }
}

function object(schema: JsonSchema, at: (inner: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (!schema.properties && typeof schema.additionalProperties === 'object') {
    return fc.dictionary(
      at(schema.propertyNames ?? { type: 'string', minLength: 1 }) as fc.Arbitrary<string>,
      at(schema.additionalProperties),
      { maxKeys: 3, noNullPrototype: true },
    )
  }
  // What need not be said mostly is not: of what allows little at once too little would be accepted otherwise.
  const unsaid = { weight: 3, arbitrary: fc.constant(undefined) }
  const properties = Object.entries(schema.properties ?? {}).map(([key, inner]) => {
    const isNeeded = schema.required?.includes(key)
    return [key, isNeeded ? at(inner) : fc.oneof(unsaid, { weight: 2, arbitrary: at(inner) })] as const
  })
  return fc
    .record(Object.fromEntries(properties), { noNullPrototype: true })
    .map((whole) => Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)))
}

function text(schema: JsonSchema): fc.Arbitrary<string> {
  switch (schema.format ?? '') {
    case 'uuid':
      return fc.constantFrom(...ids)
    case 'email':
      return fc.constantFrom('ada@example.com', 'grace@example.org', 'x.y+z@mail.example')
    case 'date':
      return fc
        .integer({ min: 0, max: 25_000 })
        .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
    case 'date-time':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
        .map((instant) => instant.toISOString())
    case 'uri':
      return fc.webUrl()
    default:
      break
  }
  // stringMatching knows no Unicode properties.
  if (schema.pattern && !/\\p\{/i.test(schema.pattern)) return fc.stringMatching(new RegExp(schema.pattern))
  const minLength = schema.minLength ?? 0
  const maxLength = Math.max(minLength, Math.min(schema.maxLength ?? 12, 12))
  return fc.oneof(
    fc.string({ minLength, maxLength, unit: 'grapheme' }),
    fc.string({ minLength: Math.max(minLength, 1), maxLength: Math.max(maxLength, 1) }),
  )
}

function hundredths(schema: JsonSchema): fc.Arbitrary<number> {
  const { min, max } = bounds(schema, 0)
  return fc.integer({ min: Math.ceil(min * 100), max: Math.floor(max * 100) }).map((n) => n / 100)
}

function bounds(schema: JsonSchema, step: number): { min: number; max: number } {
  const min =
    schema.minimum ??
    (schema.exclusiveMinimum === undefined ? -1000 : schema.exclusiveMinimum + (step || 1e-6))
  const max =
    schema.maximum ??
    (schema.exclusiveMaximum === undefined ? min + 100_000 : schema.exclusiveMaximum - (step || 1e-6))
  return { min: Math.max(min, -1e9), max: Math.min(max, 1e9) }
}
