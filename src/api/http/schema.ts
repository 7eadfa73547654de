import { z } from 'zod'

export type JsonSchema = Record<string, unknown>
/** What a caller sends, or gets. */
export type Way = 'input' | 'output'

/** The parts of zod's definitions that lead to other schemas. */
export interface Definition {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  out?: z.ZodType
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  keyType?: z.ZodType
  valueType?: z.ZodType
  options?: readonly z.ZodType[]
  inclusive?: boolean
  discriminator?: string
  items?: readonly z.ZodType[]
  left?: z.ZodType
  right?: z.ZodType
  entries?: Record<string, unknown>
  catchall?: z.ZodType
  getter?: () => z.ZodType
  defaultValue?: unknown
  checks?: readonly z.core.$ZodCheck[]
}

export const definition = (schema: z.ZodType): Definition => schema.def as unknown as Definition

/** What a schema was made of by saying more of it. */
export const parentOf = (schema: z.ZodType): z.ZodType | undefined =>
  schema._zod.parent as z.ZodType | undefined

/** What a caller gets, whole in one piece: it compiles the serialiser of a reply. */
export function replySchema(schema: z.ZodType): JsonSchema {
  return replies.write(schema)
}

/**
 * JSON Schema 2020-12 of what zod checks, as it is read best: without what says nothing, and with "T or null" as one
 * type, or as the one form of it that generators of clients know. The walk is ours, as zod's `toJSONSchema` takes several
 * times as long for hundreds of schemas that refer to each other; what a text, a number or a choice is, zod says.
 */
export class SchemaWriter {
  /** All that was written and holds references, for who finds other names for what they lead to. */
  readonly references: JsonSchema[] = []
  readonly #way: Way
  readonly #referenceTo: (schema: z.ZodType) => string | undefined
  readonly #written = new Map<z.ZodType, JsonSchema>()
  readonly #plainly = new Map<z.ZodType, JsonSchema | undefined>()
  readonly #context: z.core.ToJSONSchemaContext

  constructor(way: Way, referenceTo: (schema: z.ZodType) => string | undefined = () => undefined) {
    this.#way = way
    this.#referenceTo = referenceTo
    this.#context = z.core.initializeContext({ processors: {}, io: way, unrepresentable: 'any' })
  }

  /** The schema where it is used: a reference to what has a name. */
  write(schema: z.ZodType): JsonSchema {
    const known = this.#written.get(schema)
    if (known) return known
    const $ref = this.#referenceTo(schema)
    // What holds itself without a name can be anything there.
    this.#written.set(schema, {})
    const made = $ref === undefined ? this.whole(schema) : this.#noted({ $ref })
    this.#written.set(schema, made)
    return made
  }

  /** The schema itself, whatever it is called. */
  whole(schema: z.ZodType): JsonSchema {
    const { inner, own } = this.#parts(schema)
    const whole = this.#made(schema, own, this.#of(inner))
    for (let parent = parentOf(schema); parent; parent = parentOf(parent)) {
      const $ref = this.#referenceTo(parent)
      if ($ref !== undefined) return this.#noted({ ...differing(whole, this.whole(parent)), $ref })
    }
    return whole.$ref === undefined ? whole : this.#noted(whole)
  }

  #noted(reference: JsonSchema): JsonSchema {
    this.references.push(reference)
    return reference
  }

  /** Without references, where it is a text, a number or the like: undefined for what has parts or choices. */
  #plain(schema: z.ZodType): JsonSchema | undefined {
    if (!this.#plainly.has(schema)) this.#plainly.set(schema, this.#writtenPlainly(schema))
    return this.#plainly.get(schema)
  }

  #writtenPlainly(schema: z.ZodType): JsonSchema | undefined {
    const { inner, own } = this.#parts(schema)
    const inherited = inner && this.#plain(inner)
    if (inner && !inherited) return undefined
    const { examples: _, ...plain } = this.#made(schema, own, inherited ?? {})
    return typeof plain.type === 'string' && !['object', 'array'].includes(plain.type) && !plain.enum
      ? plain
      : undefined
  }

  #made(schema: z.ZodType, own: JsonSchema, inherited: JsonSchema): JsonSchema {
    Object.assign(own, z.globalRegistry.get(schema))
    // What is told of is what comes out of it.
    if (this.#way === 'input' && ('default' in own || 'examples' in own) && transforms(schema)) {
      delete own.default
      delete own.examples
    }
    return tidied(Object.assign({}, inherited, own), this.#way)
  }

  /** What a schema says itself, and the one of which it says all else. */
  #parts(schema: z.ZodType): { inner?: z.ZodType | undefined; own: JsonSchema } {
    const { type, innerType, in: sent, out: got, getter, defaultValue, ...def } = definition(schema)
    const isInput = this.#way === 'input'
    switch (type) {
      case 'object':
        return { own: this.#object(def) }
      case 'array':
        return { own: { type: 'array', items: this.#of(def.element), ...sizeOf(def.checks) } }
      case 'tuple': {
        const items = (def.items ?? []).map((item) => this.write(item))
        return {
          own: {
            type: 'array',
            prefixItems: items,
            items: false,
            minItems: items.length,
            maxItems: items.length,
          },
        }
      }
      case 'record':
        return { own: this.#record(def) }
      case 'union':
        return { own: this.#union(def) }
      case 'intersection':
        return { own: { allOf: [this.#of(def.left), this.#of(def.right)] } }
      case 'nullable':
        return { own: { anyOf: [this.#nullable(innerType), { type: 'null' }] } }
      case 'default':
      case 'prefault':
        return {
          inner: innerType,
          own: type === 'default' || isInput ? { default: defaultValue } : {},
        }
      case 'pipe':
        return { inner: isInput && sent?.def.type !== 'transform' ? sent : got, own: {} }
      case 'optional':
      case 'nonoptional':
      case 'readonly':
      case 'catch':
        return { inner: innerType, own: {} }
      case 'lazy':
        return { inner: getter?.(), own: {} }
      default: {
        const own: JsonSchema = {}
        schema._zod.processJSONSchema?.(this.#context, own, { path: [], schemaPath: [] })
        return { own }
      }
    }
  }

  #of(schema: z.ZodType | undefined): JsonSchema {
    return schema ? this.write(schema) : {}
  }

  /** Kiota makes an empty class of a named text that may be null: such are written where they are. */
  #nullable(schema: z.ZodType | undefined): JsonSchema {
    return (schema && this.#plain(schema)) || this.#of(schema)
  }

  #object({ shape = {}, catchall }: Partial<Definition>): JsonSchema {
    const properties: JsonSchema = {}
    const required: string[] = []
    for (const [name, field] of Object.entries(shape)) {
      properties[name] = this.write(field)
      if ((this.#way === 'input' ? optionalIn(field) : field._zod.optout) === undefined) required.push(name)
    }
    return {
      type: 'object',
      properties,
      ...(required.length > 0 && { required }),
      // Who sends a field that there is not hears of it; who gets one that is new to them should not mind.
      ...(catchall && catchall.def.type !== 'never' && { additionalProperties: this.write(catchall) }),
    }
  }

  #record({ keyType, valueType }: Partial<Definition>): JsonSchema {
    const keys = keyType ? this.write(keyType) : {}
    return {
      type: 'object',
      // That a key is a text goes without saying.
      ...(Object.keys(keys).join() !== 'type' && { propertyNames: keys }),
      additionalProperties: this.#of(valueType),
    }
  }

  #union({ options = [], inclusive, discriminator }: Partial<Definition>): JsonSchema {
    const each = options.map((option) => this.write(option))
    if (inclusive !== false) return { anyOf: each }
    const tags = options.map((option, index) => [tagOf(option, discriminator), each[index]?.$ref])
    const mapping = tags.every(([, $ref]) => $ref !== undefined) && this.#noted(Object.fromEntries(tags))
    return { oneOf: each, ...(mapping && { discriminator: { propertyName: discriminator, mapping } }) }
  }
}

const replies = new SchemaWriter('output')

/** The value that tells an option from the others. */
export function tagOf(option: z.ZodType, discriminator: string | undefined): string | undefined {
  const tag = discriminator === undefined ? undefined : definition(option).shape?.[discriminator]
  const [value] = (tag?.def as { values?: unknown[] } | undefined)?.values ?? []
  return typeof value === 'string' ? value : undefined
}

/** Whether a field may be left out, as it is declared: what makes something of nothing is asked for all the same. */
function optionalIn(schema: z.ZodType): string | undefined {
  const { type, in: sent, out: got, innerType } = definition(schema)
  if (type === 'pipe' && got && sent?.def.type === 'transform') return optionalIn(got)
  if (type === 'catch' && innerType) return optionalIn(innerType)
  return schema._zod.optin
}

/** Whether what comes out is not what is sent. */
function transforms(schema: z.ZodType): boolean {
  const {
    type,
    innerType,
    in: sent,
    out: got,
    shape = {},
    element,
    valueType,
    options = [],
  } = definition(schema)
  if (type === 'transform') return true
  const parts = [innerType, sent, got, element, valueType, ...options, ...Object.values(shape)]
  return parts.some((part) => part && transforms(part))
}

function sizeOf(checks: Definition['checks'] = []): JsonSchema {
  const size: JsonSchema = {}
  for (const { _zod } of checks) {
    const { check, minimum, maximum, length } = _zod.def as unknown as Record<string, unknown>
    if (check === 'min_length' || check === 'length_equals') size.minItems = minimum ?? length
    if (check === 'max_length' || check === 'length_equals') size.maxItems = maximum ?? length
  }
  return size
}

/** What a schema says beside, or otherwise than, the one it is made of. */
function differing(schema: JsonSchema, from: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(from[key])),
  )
}

/** The expressions zod gives for these say no more than the format does. */
const formats = new Set(['uuid', 'date-time', 'date', 'time', 'email', 'uri'])

function tidied(schema: JsonSchema, way: Way): JsonSchema {
  if (typeof schema.format === 'string' && formats.has(schema.format)) delete schema.pattern
  if (schema.type === 'integer') bound(schema, way)
  return schema.anyOf ? nullable(schema) : schema
}

/** Whole numbers are of 64 bits (of which JSON carries 53, so that more is refused) unless they are bound to less. */
function bound(schema: JsonSchema, way: Way): void {
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
  const types = anyOf?.flatMap((one) => (Object.keys(one).join() === 'type' ? one.type : undefined))
  if (types?.every((type) => type !== undefined)) return { ...rest, type: [...new Set(types)] }
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
