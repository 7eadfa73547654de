import { sql } from 'kysely'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import { DomainError } from '../../domain/error.ts'
import { isIdleRules, ruleSet, versionAt } from '../../domain/settings/rule-set.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Services } from '../http/services.ts'

/** So many deals are looked at in one night, the longest untouched first. */
const most = 10_000

export interface IdleDeals {
  /** Holds open deals against the rules, and says of which they do. */
  judge(signal?: AbortSignal): Promise<{ found: number }>
}

/**
 * Every night each open deal is held against the rules of deals that stand still (OPP-25): touched is it by its own events, and by
 * what is done about it. Whether one holds, the deal decides; with the task it says so, its rule and the version of that.
 */
export function createIdleDeals({
  readModels,
  execute,
  clock,
}: Pick<Services, 'readModels' | 'execute' | 'clock'>): IdleDeals {
  const principal = systemPrincipal('deal-idle', { kind: 'timer' })
  return {
    async judge(signal) {
      const set = await execute.load(ruleSet, ruleSetId('deal-idle'))
      const content = set && versionAt(set.versions, clock())?.content
      if (!content || !isIdleRules(content) || content.rules.length === 0) return { found: 0 }
      const deals = await readModels.read(principal, {}, async (db) => {
        const { rows } = await sql<{ id: string; touchedAt: string | null }>`
          select deal.id, (
              select max(happened_at) from activity join activity_link as link on link.activity_id = activity.id
                where link.record_id = deal.id and status = 'done' and happened_at <= ${clock()}::timestamptz) as "touchedAt"
            from opportunity as deal where deal.status = 'open' order by deal.updated_at, deal.id limit ${most}`.execute(
          db as never,
        )
        return rows
      })
      let found = 0
      for (const { id, touchedAt } of deals) {
        if (signal?.aborted) break
        try {
          const { events } = await execute({
            command: 'opportunity.judge-idle',
            id,
            body: { touchedAt },
            principal,
          })
          found += events.length
        } catch (error) {
          // One that cannot be decided on keeps no other from it.
          if (!(error instanceof DomainError)) throw error
        }
      }
      return { found }
    },
  }
}
