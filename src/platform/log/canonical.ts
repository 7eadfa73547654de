/**
 * The canonical JSON of RFC 8785 (JCS): no space, keys sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them. Equal values give equal bytes, whatever a store did to the order of keys or to space between them.
 * Members without a value are left out. A lone surrogate, which RFC 8785 refuses, stays an escape.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}
