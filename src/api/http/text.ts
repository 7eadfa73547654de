import { isUtf8 } from 'node:buffer'
import { InvalidInput, type Issue } from '../../commands/errors.ts'

/**
 * NUL and lone surrogates are text to JavaScript and poison to Postgres and JSON readers downstream. They are refused
 * at the edge, so that nothing behind it ever has to think of them.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

const unstorable = { rule: 'storable-text', message: 'NUL and lone surrogates are not allowed.' }

/** @throws InvalidInput naming each of the parts that cannot be stored. */
export function refuseUnstorable(parts: Readonly<Record<string, unknown>>): void {
  const issues = unstorableIn(parts)
  if (issues.length > 0) throw new InvalidInput(issues)
}

function unstorableIn(value: unknown, field = ''): Issue[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ field, ...unstorable }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = field ? `${field}.${key}` : key
    return [...(isStorable(key) ? [] : [{ field: path, ...unstorable }]), ...unstorableIn(inner, path)]
  })
}

/** Parses a JSON text as received. @throws InvalidInput for what is not UTF-8, not JSON, or not storable. */
export function parseJson(bytes: Buffer, what = 'The body'): unknown {
  if (!isUtf8(bytes)) throw new InvalidInput([{ field: '', rule: 'utf-8', message: `${what} is not UTF-8.` }])
  const text = bytes.toString('utf8')
  if (text.trim() === '') return undefined
  const value = parsed(text, what)
  // In UTF-8 only an escape can bring such a character in, so that most bodies need no walk.
  if (text.includes('\\u')) refuseUnstorable({ body: value })
  return value
}

function parsed(text: string, what: string): unknown {
  try {
    // Most bodies have no such key, and a reviver is called for every value.
    return text.includes('__proto__') || text.includes('\\u')
      ? JSON.parse(text, withoutPrototype)
      : JSON.parse(text)
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    throw new InvalidInput([{ field: '', rule: 'json', message: `${what} is not JSON.` }])
  }
}

/** `__proto__` would change the object it is assigned to instead of becoming a key that validation refuses. */
function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new InvalidInput([{ field: key, rule: 'unknown', message: 'There is no such field.' }])
  return value
}
