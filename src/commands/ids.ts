import { derivedId } from '../platform/ids.ts'

export { createdId } from '../platform/ids.ts'

/** The id of a command's nth event: the store's own idempotency then recognises a resent append. */
export function eventId(commandId: string, index: number): string {
  return derivedId('event', commandId, index)
}
