import { createHash } from 'node:crypto'
import { derivedId } from '../platform/process/ids.ts'

export { createdId } from '../platform/process/ids.ts'

/** The id of a command's nth event: the store's own idempotency then recognises a resent append. */
export function eventId(commandId: string, index: number): string {
  return derivedId('event', commandId, index)
}

/** Of a request: a repeat under the same command id must ask for the same. */
export function hashOf(type: string, id: string | undefined, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([type, id ?? null, body ?? null]))
    .digest('base64url')
}

/** ISO-8601 UTC instants of one precision order as text. */
export function later(a: string, b: string): string {
  return [a, b].sort().at(-1) ?? a
}
