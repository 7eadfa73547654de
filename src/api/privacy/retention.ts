import { DomainError } from '../../domain/error.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { ident, type Pg, snake } from '../../platform/pg/pg.ts'
import type { Clock } from '../../platform/process/clock.ts'
import type { Log } from '../../platform/process/log.ts'
import type { RecordRef } from './relations.ts'
import type { Privacy } from './requests.ts'

/** A rule with what is due under it: how many, the first of them, and those that are held. */
export interface Due {
  rule: { id: string; name: string; kind: string; days: number }
  count: number
  records: readonly RecordRef[]
}

export interface Swept {
  erased: number
  /** Kept for another reason, by the code of the refusal. */
  kept: Record<string, number>
}

export interface Retention {
  /** What a sweep would erase now; it erases nothing. */
  preview(limit?: number): Promise<Due[]>
  sweep(signal?: AbortSignal): Promise<Swept>
  /** Sweeps, and lets Postgres's files forget what was erased. */
  night(due: Date, signal: AbortSignal): Promise<void>
}

const shown = 100
/** Of one rule in one night: what is left is due the night after. */
const most = 10_000
const day = 86_400_000

/** Erases what rules say is old enough, each record for itself, every night; and lets Postgres's files forget it. */
export function createRetention(parts: {
  pg: Pick<Pg, 'owner'>
  privacy: Privacy
  clock: Clock
  log: Pick<Log, 'info' | 'warn'>
  /** The kinds of records of which the files that lie with them are a part. */
  withFiles: readonly string[]
}): Retention {
  const { pg, privacy, clock, log, withFiles } = parts
  const principal = systemPrincipal('retention', { kind: 'timer' })

  async function preview(limit = shown): Promise<Due[]> {
    const { rows: rules } = await pg.owner.query<Due['rule']>(
      'select id, name, kind, days from rm.retention_rule where not archived order by name, id',
    )
    const due: Due[] = []
    for (const rule of rules) {
      const before = new Date(Date.parse(clock()) - rule.days * day).toISOString()
      const { rows } = await pg.owner.query<{ id: string; count: number }>(
        `select id, count(*) over () as count from rm.${ident(snake(rule.kind))} t
           where updated_at < $1 and not exists (
             select from rm.privacy_request p, jsonb_array_elements(p.records) r
               where p.kind = 'erasure' and r->>'id' = t.id::text)
           order by updated_at, id limit $2`,
        [before, limit],
      )
      const records = rows.map(({ id }) => ({ aggregate: rule.kind, id }))
      due.push({ rule, count: rows[0]?.count ?? 0, records })
    }
    return due
  }

  async function sweep(signal?: AbortSignal): Promise<Swept> {
    const swept: Swept = { erased: 0, kept: {} }
    for (const { records } of await preview(most))
      for (const subject of records) {
        if (signal?.aborted) return swept
        try {
          const alone = !withFiles.includes(subject.aggregate)
          await privacy.request(
            { kind: 'erasure', subject, ground: 'retention', ...(alone && { alone }) },
            { principal },
          )
          swept.erased++
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          swept.kept[error.code] = (swept.kept[error.code] ?? 0) + 1
        }
      }
    return swept
  }

  async function night(due: Date, signal: AbortSignal): Promise<void> {
    const swept = await sweep(signal)
    const scrubbed = await privacy.scrub(signal)
    log.info({ due, ...swept, tables: scrubbed.tables }, 'what was to be erased is erased')
    for (const problem of scrubbed.problems)
      log.warn({ problem }, 'Postgres’s files could not be made to forget what was erased')
  }

  return { preview, sweep, night }
}
