import type { Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'

/** A command that was refused and that no reaction has an answer to: a person has to look. */
export interface DeadLetter {
  id: string
  saga: string
  key: string
  command: string
  body: unknown
  code: string
  message: string
  attempts: number
  at: string
}

export interface DeadLetters {
  /** Oldest first, at most 200. */
  list(): Promise<readonly DeadLetter[]>
  /** Tries it again, under the same command id. False when there is no such dead letter. */
  retry(id: string): Promise<boolean>
  /** Takes note that it will not be carried out. False when there is no such dead letter. */
  dismiss(id: string, note?: { reason?: string; by?: string }): Promise<boolean>
}

export function deadLettersOf(pg: Pg, clock: Clock, onRetry: () => void): DeadLetters {
  return {
    async list() {
      const { rows } = await pg.owner.query<DeadLetter>(
        `select id, manager as saga, key, command, body, error->>'code' as code, error->>'message' as message,
            attempts, settled_at as at
          from pm.outbox where status = 'dead' and coalesce(bundle, id) = id order by seq limit 200`,
      )
      return rows
    },
    async retry(id) {
      const { rowCount } = await pg.owner.query(
        `update pm.outbox set status = 'waiting', next_at = $2, settled_at = null
          where coalesce(bundle, id) = $1 and status = 'dead'`,
        [id, clock()],
      )
      onRetry()
      return (rowCount ?? 0) > 0
    },
    async dismiss(id, note = {}) {
      const { rowCount } = await pg.owner.query(
        `update pm.outbox set status = 'dismissed', body = null, dismissed = $2
          where coalesce(bundle, id) = $1 and status = 'dead'`,
        [id, { ...note, at: clock() }],
      )
      return (rowCount ?? 0) > 0
    },
  }
}
