import { createHash, createHmac } from 'node:crypto'
import { parse, stringify, v7 } from 'uuid'

/** Hindsight's own UUIDv5 namespace (RFC 9562 §5.5): everything derived is derived under it. */
const namespace = parse('6b3f2f0e-5c1e-5d0a-9a57-2f1d6c0b7e11')

/** A new id, ordered by time (UUIDv7), so that indexes on it stay compact. */
export function newId(): string {
  return v7()
}

/** The same parts give the same id, everywhere and for ever. */
export function derivedId(...parts: readonly (string | number)[]): string {
  // A third of the cost of the library's, and every command derives several.
  return uuidOf(createHash('sha1').update(namespace).update(joined(parts)).digest(), 5)
}

/** The same parts give the same id for whoever has the key; nobody else can tell of what it is (UUIDv8, HMAC-SHA-256). */
export function keyedId(key: Uint8Array, ...parts: readonly (string | number)[]): string {
  return uuidOf(createHmac('sha256', key).update(joined(parts)).digest(), 8)
}

/** The id of the aggregate that a creation with this command id makes, so that a retry makes the same one. */
export function createdId(commandId: string): string {
  return derivedId('aggregate', commandId)
}

/** Parts that cannot be told from others by where one ends. */
function joined(parts: readonly (string | number)[]): string {
  return parts.map((part) => `${String(part).length}:${part}`).join('')
}

function uuidOf(hash: Buffer, version: number): string {
  const bytes = hash.subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return stringify(bytes)
}

/** Whether it is an id as we write them: a UUID in lower case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value)
}
