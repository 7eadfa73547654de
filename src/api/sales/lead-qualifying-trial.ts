import type { Kysely } from 'kysely'
import { type QualifyingVersion, verdictOn } from '../../domain/sales/lead-qualifying.ts'
import { type leadStatuses, openStatuses } from '../../domain/sales/lead-status.ts'
import { missing, type Qualification } from '../../domain/sales/qualification.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import type { Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import type { Working } from '../operate/jobs.ts'

const pageSize = 1_000
const mostExamples = 20

/** What rules would say of the leads that were captured of late and are open, as they stand. Nothing is written. */
export async function qualifyingTried(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  candidate: QualifyingVersion,
  { since, days }: { since: string; days: number },
  { progress, signal }: Working,
) {
  const held = new Map(candidate.rules.map(({ id, name }) => [id, { id, name, leads: 0 }]))
  const totals = { leads: 0, qualified: 0, incomplete: 0, disqualified: 0 }
  const examples: {
    leadId: string
    status: (typeof leadStatuses)[number]
    ruleId: string
    qualifies: boolean
  }[] = []
  let after: string | undefined
  for (let size = pageSize; size === pageSize && !signal.aborted; ) {
    const page = await readModels.read(principal, {}, (all) =>
      (all as never as Kysely<TablesOf<[typeof leadTable]>>)
        .selectFrom('lead')
        .selectAll()
        .where('status', 'in', [...openStatuses])
        .where('createdAt', '>=', since)
        .$if(after !== undefined, (rows) => rows.where('id', '>', after ?? ''))
        .orderBy('id')
        .limit(pageSize)
        .execute(),
    )
    for (const row of page) {
      totals.leads++
      const said = verdictOn(row, row, candidate)
      if (!said) continue
      const one = held.get(said.by.rule)
      if (one) one.leads++
      if (!said.qualifies) totals.disqualified++
      else if (missing(row as Qualification).length > 0) totals.incomplete++
      else if (row.status !== 'qualified') totals.qualified++
      if (examples.length < mostExamples)
        examples.push({ leadId: row.id, status: row.status, ruleId: said.by.rule, qualifies: said.qualifies })
    }
    progress(totals.leads, totals.leads)
    after = page.at(-1)?.id
    size = page.length
  }
  return { days, since, ...totals, rules: [...held.values()], examples }
}
