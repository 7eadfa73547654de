import type { z } from 'zod'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import {
  type Definition,
  definition,
  type JsonSchema,
  parentOf,
  SchemaWriter,
  tagOf,
  type Way,
} from './schema.ts'

/**
 * The named schemas of a document. Whatever has parts or choices gets a name: its own in the vocabulary, or that of what
 * it stands in with its field (`LeadConverted`); each is written once, with references where it is used.
 */
export class Components {
  /** What has no name of its own and needs one: it stands in several places, or another thing has the same. */
  readonly unnamed: string[] = []
  readonly #ids: Record<Way, Map<z.ZodType, string>> = { input: new Map(), output: new Map() }
  readonly #named: Record<Way, Map<string, z.ZodType>> = { input: new Map(), output: new Map() }
  /** What has the name of another thing by its own vocabulary: it has to be the same when it is written. */
  readonly #twins: { way: Way; id: string; of: z.ZodType }[] = []
  readonly #used = new Set<string>()
  /** What is sent otherwise than it is read, by its name there. */
  #renamed: ReadonlyMap<string, string> = new Map()
  readonly #sent = new SchemaWriter('input', (schema) => this.#placeOf('input', schema))

  /** Names a schema and all its parts; `name` is for what the vocabulary has none for. */
  add(way: Way, schema: z.ZodType, name: string): void {
    const of = meant(schema, way)
    // What is read has named it already.
    const own = nameOf(of) ?? (way === 'input' ? this.#ids.output.get(of) : undefined)
    const known = this.#ids[way].get(of)
    if (known !== undefined) {
      if (own === undefined && known !== name) this.unnamed.push(`${known} is ${name} too`)
      return
    }
    if (own === undefined && !isNamed(definition(of))) {
      this.addParts(way, of, name)
      return
    }
    const id = own ?? name
    if (this.#named[way].has(id)) {
      if (own === undefined) this.unnamed.push(`${id} are two`)
      else this.#twins.push({ way, id, of })
    } else this.#named[way].set(id, of)
    this.#ids[way].set(of, id)
    this.addParts(way, of, id)
  }

  /** Names the parts of what has no name itself: the parameters of an operation. */
  addParts(way: Way, of: z.ZodType, name: string): void {
    const { shape, element, valueType, options, discriminator, items, left, right } = definition(of)
    for (const [key, part] of Object.entries(shape ?? {})) this.add(way, part, name + capital(key))
    for (const part of [element, valueType]) if (part) this.add(way, part, singular(name))
    for (const part of [left, right]) if (part) this.add(way, part, name)
    // Text of several forms is text (see `SchemaWriter`).
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
    const got = this.#written(
      'output',
      new SchemaWriter('output', (schema) => this.#placeOf('output', schema)),
    )
    const sent = this.#written('input', this.#sent)
    this.#renamed = differing(sent, got)
    for (const holder of this.#sent.references)
      for (const [key, at] of Object.entries(holder)) {
        const to = typeof at === 'string' && this.#renamed.get(at.slice(place.length))
        if (!to) continue
        holder[key] = place + to
        this.#used.add(to)
      }
    return {
      ...got,
      ...Object.fromEntries(
        Object.entries(sent).map(([id, schema]) => [this.#renamed.get(id) ?? id, schema]),
      ),
    }
  }

  /** Where a schema that was added stands, once all are made. */
  reference(way: Way, schema: z.ZodType): JsonSchema {
    const $ref = this.#placeOf(way, meant(schema, way))
    if ($ref !== undefined) return { $ref }
    const { element } = definition(schema)
    return element ? { type: 'array', items: this.reference(way, element) } : {}
  }

  /** Takes out what nothing refers to, once all else is written: a text that may be null wherever it stands, for one. */
  prune(schemas: Record<string, JsonSchema>): void {
    for (const name of Object.keys(schemas)) if (!this.#used.has(name)) delete schemas[name]
  }

  /** What a parameter must be, once all are made; the same object for the same schema. */
  parameter(schema: z.ZodType): JsonSchema {
    return this.#sent.write(schema)
  }

  #written(way: Way, writer: SchemaWriter): Record<string, JsonSchema> {
    const all = Object.fromEntries([...this.#named[way]].map(([id, schema]) => [id, writer.whole(schema)]))
    for (const { id, of } of this.#twins.filter((twin) => twin.way === way))
      if (JSON.stringify(writer.whole(of)) !== JSON.stringify(all[id])) this.unnamed.push(`${id} are two`)
    return all
  }

  #placeOf(way: Way, schema: z.ZodType): string | undefined {
    const id = this.#ids[way].get(schema)
    if (id === undefined) return undefined
    const name = (way === 'input' && this.#renamed.get(id)) || id
    this.#used.add(name)
    return place + name
  }
}

const place = '#/components/schemas/'
/** What is read back otherwise than it is sent (a default is left out, and comes) is `...Input` where it is sent. */
function differing(
  input: Readonly<Record<string, JsonSchema>>,
  output: Readonly<Record<string, JsonSchema>>,
): ReadonlyMap<string, string> {
  const sent = Object.entries(input)
    .filter(([id]) => id in output)
    .map(([id, schema]) => [id, JSON.stringify(schema)] as const)
  const renamed = new Map<string, string>()
  const rename = (id: string) => renamed.set(id, `${id}Input`)
  for (const [id, text] of sent) if (text !== JSON.stringify(output[id])) rename(id)
  // And what is made of such.
  const parts = new Map(
    sent.map(([id, text]) => [id, [...text.matchAll(reference)].map(([, of = '']) => of)] as const),
  )
  for (let before = -1; before < renamed.size; ) {
    before = renamed.size
    for (const [id, of] of parts) if (!renamed.has(id) && of.some((one) => renamed.has(one))) rename(id)
  }
  return renamed
}

const reference = /"#\/components\/schemas\/(\w+)"/g

/** Its own; nothing is inherited by what says more of it. */
function nameOf(schema: z.ZodType): string | undefined {
  return vocabulary.has(schema) ? vocabulary.get(schema)?.id : undefined
}

/** What a schema is about, without what may be said around it: that it may be missing, or what it is for. */
function meant(schema: z.ZodType, way: Way): z.ZodType {
  let of = schema
  while (!vocabulary.has(of)) {
    const { innerType, in: sent, out: got } = definition(of)
    const parent = parentOf(of)
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
  const tag = tagOf(option, discriminator)
  return tag === undefined ? undefined : pascal(tag)
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
