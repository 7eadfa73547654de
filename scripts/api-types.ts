/** A JSON Schema as the OpenAPI document has it; only what gives a type is read. */
export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
}

interface Answer {
  $ref?: string
  content?: Readonly<Record<string, { schema?: Schema }>>
}

interface Operation {
  summary?: string
  responses?: Readonly<Record<string, Answer>>
}

/** Described by OpenAPI, or by AsyncAPI: that has no paths. */
export interface Document {
  paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components?: {
    schemas?: Readonly<Record<string, Schema>>
    responses?: Readonly<Record<string, Answer>>
  }
}

/**
 * TypeScript for what every GET of the API answers, keyed by its path under `/api`: `Replies['/leads/{id}']`, and for all that
 * has a name there or on the live channel. The web app's types are taken from it, so that a reply that changes is a type
 * error there.
 */
export function apiTypes(document: Document, live?: Document): string {
  const replies = Object.entries(document.paths ?? {})
    .flatMap(([path, { get }]) => {
      const said = get?.responses?.['200']
      const answer = said?.$ref ? document.components?.responses?.[said.$ref.split('/').at(-1) ?? ''] : said
      const schema = answer?.content?.['application/json']?.schema
      return get && schema ? [{ path: path.replace(/^\/api(?=\/)/, ''), summary: get.summary, schema }] : []
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  const lines = replies.flatMap(({ path, summary, schema }) => [
    ...(summary ? [`  /** ${summary} */`] : []),
    `  ${JSON.stringify(path)}: ${typeOf(schema, '  ')}`,
  ])
  const schemas = { ...document.components?.schemas, ...live?.components?.schemas }
  const shared = Object.entries(schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema, '')}\n`,
  )
  return [
    '// Generated from the OpenAPI document. `npx vitest run tests/web/api-types.test.ts -u` makes it anew.\n',
    'export interface Replies {',
    ...lines,
    '}\n',
    ...shared,
  ].join('\n')
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'unknown'
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return union(parts.map((part) => typeOf(part, indent)))
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part, indent)})`).join(' & ')
  if (typeof schema.type === 'object') {
    return union(schema.type.map((type) => typeOf({ ...schema, type }, indent)))
  }
  const { type = '' } = schema
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `(${typeOf(schema.items ?? {}, indent)})[]`
    case 'object':
      return objectType(schema, indent)
    default:
      return 'unknown'
  }
}

function objectType(
  { properties = {}, required = [], additionalProperties }: Schema,
  indent: string,
): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(
    ([name, schema]) =>
      `${inner}${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, inner)}`,
  )
  const rest = typeof additionalProperties === 'object' ? typeOf(additionalProperties, inner) : undefined
  if (lines.length === 0) return `Record<string, ${rest ?? 'unknown'}>`
  // What else there may be is of any kind, or it would have to be of the kind of those that are named.
  if (rest === 'unknown') lines.push(`${inner}[name: string]: unknown`)
  return `{\n${lines.join('\n')}\n${indent}}`
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}
