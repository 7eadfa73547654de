import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI document with what its references lead to in their place. */
export function resolved<T>(document: object): T {
  const known = new Map<string, unknown>()
  const at = (reference: string): unknown => {
    if (!known.has(reference)) known.set(reference, inner(leadsTo(document, reference)))
    return known.get(reference)
  }
  const inner = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(inner)
    if (typeof part !== 'object' || part === null) return part
    const { $ref, ...rest } = part as { $ref?: unknown }
    const own = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, key === 'discriminator' ? value : inner(value)]),
    )
    return typeof $ref === 'string' ? { ...(at($ref) as Json), ...own } : own
  }
  return inner(document) as T
}

function leadsTo(document: object, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => (part as Json)[key], document)
}

/** A response of the document, or a reference to one. */
interface Response {
  $ref?: string
  headers?: Readonly<Record<string, { $ref?: string; required?: boolean; schema?: object }>>
  content?: Readonly<Record<string, { schema?: object }>>
  'x-problems'?: Readonly<Record<string, readonly string[]>>
}

export interface Document {
  paths: Readonly<Record<string, Readonly<Record<string, { responses: Readonly<Record<string, Response>> }>>>>
}

/** Headers that mean something to a program, so that an operation says where they come. */
const telling = [
  'etag',
  'location',
  'retry-after',
  'content-disposition',
  'x-stale',
  'www-authenticate',
  'allow',
  'deprecation',
  'sunset',
]

/** As RFC 3339 and RFC 4122 have them, and as strict as clients are that read them. */
const formats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  email: /^\S+@\S+$/,
  // What numbers and texts of other kinds are is their type, or a pattern.
  ...Object.fromEntries(
    ['int32', 'int64', 'idn-email', 'uri', 'binary'].map((name) => [name, true as const]),
  ),
  'uri-reference': /^[^\s"<>\\^`{|}]*$/,
}

/** An answer as it goes out. `body` undefined: it is not looked into. */
export interface Answer {
  /** `/api/leads/{id}` */
  path: string
  method: string
  status: number
  headers: Readonly<Record<string, unknown>>
  body: string | undefined
}

/** What a document does not say of an answer; undefined: nothing. */
export type Checker = (answer: Answer) => string | undefined

/** Says of answers what a document does not say of them: their status, media type, headers, kind of problem, form. */
export function checkerOf(document: object): Checker {
  const { paths } = document as Document
  const ajv = new Ajv2020({ strict: false, formats })
  // Its parts are compiled when an answer first needs them.
  ajv.addSchema(document, 'openapi')
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (schema: object): ValidateFunction => {
    const key = JSON.stringify(schema)
    const known =
      compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/components', '"openapi#/components')))
    compiled.set(key, known)
    return known
  }
  const found = <T extends { $ref?: string }>(part: T): T =>
    part.$ref === undefined ? part : (leadsTo(document, part.$ref) as T)

  function wrongHeader({ headers }: Answer, declared: Response): string | undefined {
    const named = Object.entries(declared.headers ?? {}).map(
      ([name, header]) => [name.toLowerCase(), found(header)] as const,
    )
    const more = telling.find((name) => headers[name] !== undefined && !named.some(([one]) => one === name))
    if (more !== undefined) return `the header ${more}`
    for (const [name, { required = false, schema = {} }] of named) {
      const value = headers[name]
      if (value === undefined && required) return `no header ${name}`
      const whole = (schema as { type?: string }).type === 'integer' ? Number(value) : value
      if (value !== undefined && !validatorOf(schema)(whole))
        return `the header ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
    }
    return undefined
  }

  return (answer) => {
    const { path, method, status, headers, body } = answer
    const responses = paths[path]?.[method.toLowerCase()]?.responses
    if (!responses) return 'the operation'
    const own = responses[status]
    const declared = found(own ?? responses.default ?? {})
    const kinds = declared['x-problems']?.[status]
    if (!own && !kinds) return 'the status'
    const wrong = wrongHeader(answer, declared)
    if (wrong !== undefined || body === undefined) return wrong
    const [type = ''] = (typeof headers['content-type'] === 'string' ? headers['content-type'] : '').split(
      ';',
    )
    const schema = (declared.content?.[type] ?? declared.content?.['*/*'])?.schema
    if (!schema) return body === '' && !declared.content ? undefined : `the media type ${type}`
    if (!/\bjson$/.test(type)) return undefined
    const said = JSON.parse(body) as { type?: string }
    const isValid = validatorOf(schema)
    if (!isValid(said)) return `${ajv.errorsText(isValid.errors)} in ${body.slice(0, 300)}`
    // Those of the domain are `/problems/<record>.<rule>`; the reference has them all.
    const kind = said.type ?? ''
    return kinds && !kinds.includes(kind) && !kind.includes('.') ? `the problem ${kind}` : undefined
  }
}
