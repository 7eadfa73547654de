import type { LightMyRequestResponse } from 'fastify'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI document with what its references lead to in their place. */
export function resolved<T>(document: object): T {
  const known = new Map<string, unknown>()
  const at = (reference: string): unknown => {
    if (!known.has(reference)) {
      const keys = reference.slice(2).split('/')
      known.set(reference, inner(keys.reduce<unknown>((part, key) => (part as Json)[key], document)))
    }
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

/** What an operation says of its answers. */
export interface Answers {
  responses: Readonly<Record<string, { headers?: Json; content?: Json; 'x-problems'?: readonly string[] }>>
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
]

/** What the document does not say of an answer: its status, its media type, a header, its kind of problem. */
export function undeclared({ responses }: Answers, reply: LightMyRequestResponse): string | undefined {
  const declared = responses[reply.statusCode]
  if (!declared) return `answers ${reply.statusCode}, which the document does not name`
  const [type = ''] = String(reply.headers['content-type'] ?? '').split(';')
  if (reply.body !== '' && !(type in (declared.content ?? {})))
    return `answers ${reply.statusCode} as ${type}`
  const named = Object.keys(declared.headers ?? {}).map((name) => name.toLowerCase())
  const more = telling.find((name) => reply.headers[name] !== undefined && !named.includes(name))
  if (more) return `answers ${reply.statusCode} with ${more}, which the document does not name`
  const kinds = declared['x-problems']
  if (!kinds) return undefined
  const { type: kind } = reply.json<{ type: string }>()
  // Those of the domain are `/problems/<record>.<rule>`; the reference has them all.
  return kinds.includes(kind) || kind.includes('.')
    ? undefined
    : `answers ${kind}, which the document does not name`
}
