import { v5, v7 } from 'uuid'

/** Hindsight's own UUIDv5 namespace (RFC 9562 §5.5): everything derived is derived under it. */
const namespace = '6b3f2f0e-5c1e-5d0a-9a57-2f1d6c0b7e11'

/** A new id, ordered by time (UUIDv7), so that indexes on it stay compact. */
export function newId(): string {
  return v7()
}

/** The same parts give the same id, everywhere and for ever. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return v5(parts.map((part) => `${String(part).length}:${part}`).join(''), namespace)
}

/** The id of the aggregate that a creation with this command id makes, so that a retry makes the same one. */
export function createdId(commandId: string): string {
  return derivedId('aggregate', commandId)
}
