import { randomUUID } from 'node:crypto'
import type { EventToAppend } from '../../src/platform/log/event-store.ts'

/** An event of this user as a program of another version, or another writer, may have left it in the log. */
export function older(
  userId: string,
  type: string,
  data: object,
  occurredAt = new Date().toISOString(),
): EventToAppend {
  const id = randomUUID()
  const metadata = {
    actor: { kind: 'user', id: userId, roles: ['rep'] },
    via: { kind: 'session' },
    command: { id, type: 'older', hash: '' },
    $correlationId: id,
    $causationId: id,
    occurredAt,
    app: 'older',
  }
  return { id, type, data, metadata }
}
