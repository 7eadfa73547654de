import { z } from 'zod'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { type JsonSchema, tidy } from './schema.ts'

/** What a caller sends, or gets. */
type Way = 'input' | 'output'
type Registry = z.core.$ZodRegistry<{ id: string }>

/** The parts of zod's definitions that lead to other schemas. */
interface Definition {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  out?: z.ZodType
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  valueType?: z.ZodType
  options?: readonly z.ZodType[]
  discriminator?: string
  items?: readonly z.ZodType[]
  left?: z.ZodType
  right?: z.ZodType
  entries?: Record<string, unknown>
}

/**
 * The named schemas of a document. Whatever has parts or choices gets a name: its own in the vocabulary, or that of what
 * it stands in with its field (`LeadConverted`); zod then writes each once, with references where it is used.
 */
export class Components {
  /** What has no name of its own and needs one: it stands in several places, or another thing has the same. */
  readonly unnamed: string[] = []
  readonly #ways: Record<Way, Registry> = { input: z.registry(), output: z.registry() }
  readonly #names = { input: new Map<string, z.ZodType>(), output: new Map<string, z.ZodType>() }
  #made: Record<Way, Record<string, JsonSchema>> = { input: {}, output: {} }
  #renamed: ReadonlyMap<string, string> = new Map()

  /** Names a schema and all its parts; `name` is for what the vocabulary has none for. */
  add(way: Way, schema: z.ZodType, name: string): void {
    const of = meant(schema, way)
    // What is read has named it already.
    const own = vocabulary.get(of)?.id ?? (way === 'input' ? this.#ways.output.get(of)?.id : undefined)
    const known = this.#ways[way].get(of)?.id
    if (known !== undefined) {
      if (own === undefined && known !== name) this.unnamed.push(`${known} is ${name} too`)
      return
    }
    if (own === undefined && !isNamed(definition(of))) {
      this.#addParts(way, of, name)
      return
    }
    const id = own ?? name
    const taken = this.#names[way].get(id)
    if (taken && own === undefined) this.unnamed.push(`${id} are two`)
    this.#names[way].set(id, of)
    this.#ways[way].add(of, { id })
    this.#addParts(way, of, id)
  }

  /** Keeps a schema that is taken apart and has no name itself: the parameters of an operation. */
  addParameters(key: string, schema: z.ZodObject, name: string): void {
    // A copy, because many have the same: none, or an id.
    const copy = schema.clone()
    this.#ways.input.add(copy, { id: key })
    this.#addParts('input', copy, name)
  }

  #addParts(way: Way, of: z.ZodType, name: string): void {
    const { shape, element, valueType, options, discriminator, items, left, right } = definition(of)
    for (const [key, part] of Object.entries(shape ?? {})) this.add(way, part, name + capital(key))
    for (const part of [element, valueType]) if (part) this.add(way, part, singular(name))
    for (const part of [left, right]) if (part) this.add(way, part, name)
    // Text of several forms is text (see `tidy`).
    if (options?.every((part) => isText(meant(part, way)))) return
    for (const [index, part] of [...(options ?? []), ...(items ?? [])].entries())
      this.add(
        way,
        part,
        name + (optionName(part, discriminator) ?? (options?.length === 1 ? '' : index + 1)),
      )
  }

  /** Writes all that was added. */
  make(): Record<string, JsonSchema> {
    for (const way of ['input', 'output'] as const) {
      const { schemas } = z.toJSONSchema(this.#ways[way], {
        io: way,
        unrepresentable: 'any',
        uri: (id) => `${place}${id}`,
      })
      this.#made[way] = Object.fromEntries(
        Object.entries(schemas).map(([id, schema]) => [id, tidy(schema, way)]),
      )
    }
    const { input, output } = this.#made
    this.#renamed = differing(input, output)
    for (const schema of Object.values(input)) this.#rename(schema)
    return {
      ...output,
      ...Object.fromEntries(
        Object.entries(input)
          .filter(([id]) => !id.startsWith(unnamedKey))
          .map(([id, schema]) => [this.#renamed.get(id) ?? id, schema]),
      ),
    }
  }

  /** Where a schema that was added stands, once all are made. */
  reference(way: Way, schema: z.ZodType): JsonSchema {
    const id = this.#ways[way].get(meant(schema, way))?.id
    if (id === undefined) {
      const { element } = definition(schema)
      return element ? { type: 'array', items: this.reference(way, element) } : {}
    }
    return { $ref: place + ((way === 'input' && this.#renamed.get(id)) || id) }
  }

  /** The properties of what `addParameters` kept under this key. */
  parameters(key: string): Record<string, JsonSchema> {
    const { properties } = this.#made.input[key] as { properties?: Record<string, JsonSchema> }
    return properties ?? {}
  }

  #rename(part: unknown): void {
    if (this.#renamed.size === 0 || typeof part !== 'object' || part === null) return
    const schema = part as JsonSchema
    const to = typeof schema.$ref === 'string' && this.#renamed.get(schema.$ref.slice(place.length))
    if (to) schema.$ref = place + to
    for (const inner of Object.values(schema)) this.#rename(inner)
  }
}

const place = '#/components/schemas/'
/** No name of anything begins with it. */
export const unnamedKey = '?'

/** What is read back otherwise than it is sent (a default is left out, and comes) is `...Input` where it is sent. */
function differing(
  input: Record<string, JsonSchema>,
  output: Record<string, JsonSchema>,
): ReadonlyMap<string, string> {
  const both = Object.keys(input)
    .filter((id) => id in output)
    .map((id) => ({ id, sent: JSON.stringify(input[id]), got: JSON.stringify(output[id]) }))
  const renamed = new Map<string, string>()
  const rename = ({ id }: { id: string }) => renamed.set(id, `${id}Input`)
  both.filter(({ sent, got }) => sent !== got).forEach(rename)
  for (let before = -1; before < renamed.size; ) {
    before = renamed.size
    both
      .filter(
        ({ id, sent }) =>
          !renamed.has(id) && [...renamed.keys()].some((one) => sent.includes(`"${place}${one}"`)),
      )
      .forEach(rename)
  }
  return renamed
}

const definition = (schema: z.ZodType): Definition => schema.def as unknown as Definition

/** What a schema is about, without what may be said around it: that it may be missing, or what it is for. */
function meant(schema: z.ZodType, way: Way): z.ZodType {
  let of = schema
  while (vocabulary.get(of)?.id === undefined) {
    const { innerType, in: sent, out: got } = definition(of)
    const { parent } = of._zod as unknown as { parent?: z.ZodType }
    const next = innerType ?? (way === 'input' ? sent : got) ?? (parent?.def === of.def ? parent : undefined)
    if (!next) break
    of = next
  }
  return of
}

function isText({ def }: z.ZodType): boolean {
  return ['string', 'enum', 'literal'].includes(def.type)
}

function isNamed({ type, shape = {}, entries = {}, discriminator }: Definition): boolean {
  if (type === 'object') return Object.keys(shape).length > 0
  return type === 'enum' ? Object.keys(entries).length > 1 : discriminator !== undefined
}

/** By the value that tells an option from the others. */
function optionName(option: z.ZodType, discriminator: string | undefined): string | undefined {
  const tag = discriminator === undefined ? undefined : definition(option).shape?.[discriminator]
  const [value] = (tag?.def as { values?: unknown[] } | undefined)?.values ?? []
  return typeof value === 'string' ? pascal(value) : undefined
}

/** `in-person` is `InPerson`. */
export function pascal(text: string): string {
  return text
    .split(/[^a-zA-Z0-9]+/)
    .map(capital)
    .join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** What one of them is called: `LeadScoreReasons` is made of `LeadScoreReason`. */
function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  if (['sses', 'uses', 'xes', 'ches', 'shes'].some((end) => name.endsWith(end))) return name.slice(0, -2)
  return /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Item`
}
