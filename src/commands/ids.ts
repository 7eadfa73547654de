import { derivedId } from '../platform/ids.ts'

/** The id of the aggregate that a creation with this command id makes, so that a retry makes the same one. */
export function createdId(commandId: string): string {
  return derivedId('aggregate', commandId)
}

/** The id of a command's nth event: the store's own idempotency then recognises a resent append. */
export function eventId(commandId: string, index: number): string {
  return derivedId('event', commandId, index)
}
