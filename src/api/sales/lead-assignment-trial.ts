import { sql } from 'kysely'
import { FieldsForbidden } from '../../commands/errors.ts'
import { type Assigning, assigned } from '../../domain/rules/assignment.ts'
import { leadFacts, leadsAsk } from '../../domain/sales/lead-score.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { hiddenOf } from '../http/masks.ts'
import type { Services } from '../http/services.ts'
import type { Working } from '../operate/jobs.ts'
import { staffIn } from '../settings/staff.ts'
import { assignedLeads } from './lead-assignment.ts'

const pageSize = 1_000
const mostExamples = 20

/** A lead as it was captured, and whose it is by now. */
type Captured = Record<string, unknown> & { id: string; createdAt: string; ownerNow: string | null }

/**
 * To whom rules would have given the leads that were captured of late, one after the other, as if those who are there now had been
 * there, with as much to do as now. Nothing is written.
 */
export async function assignmentTried(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
  candidate: Assigning,
  { since, days, today }: { since: string; days: number; today: string },
  { progress, signal }: Working,
) {
  const staff = await readModels.read(principal, {}, (db) => staffIn(db, assignedLeads, today))
  const turns = new Map<string, string>()
  const given = new Map<string, number>()
  const held = new Map(candidate.rules.map(({ id, name }) => [id, { id, name, leads: 0 }]))
  const totals = { leads: 0, assigned: 0, nobodyFree: 0, noRule: 0, others: 0 }
  const examples: {
    leadId: string
    at: string
    ruleId: string | null
    userId: string | null
    ownerId: string | null
  }[] = []
  let after: Captured | undefined
  for (let page: Captured[] = []; !signal.aborted; ) {
    page = await readModels.read(principal, {}, async (db) => {
      const from = after
        ? sql`and (first.created_at, first.id) > (${after.createdAt}::timestamptz, ${after.id}::uuid)`
        : sql``
      // Captured and scored at one instant, a lead has several versions of it; the last of them is what was known then.
      const { rows } = await sql<Captured>`
        select first.*, lead.owner_id as owner_now from (
          select distinct on (id) * from lead_history
            where occurred_from = created_at and created_at >= ${since}::timestamptz
            order by id, position desc
        ) first left join lead on lead.id = first.id
        where true ${from} order by first.created_at, first.id limit ${sql.lit(pageSize)}`.execute(db)
      return rows
    })
    for (const row of page) {
      const { userId, rule } = assigned(
        candidate,
        row,
        {
          ...staff,
          people: new Map([...staff.people].map(([id, one]) => [id, { ...one, given: given.get(id) ?? 0 }])),
          lastAt: (by, id) => turns.get(`${by} ${id}`) ?? null,
        },
        leadsAsk,
      )
      totals.leads++
      if (userId !== null) {
        totals.assigned++
        given.set(userId, (given.get(userId) ?? 0) + 1)
        turns.set(`${rule} ${userId}`, row.createdAt)
        const one = held.get(rule ?? '')
        if (one) one.leads++
      } else if (rule === null) totals.noRule++
      else totals.nobodyFree++
      if (userId !== row.ownerNow) totals.others++
      examples.push({ leadId: row.id, at: row.createdAt, ruleId: rule, userId, ownerId: row.ownerNow })
      if (examples.length > mostExamples) examples.shift()
    }
    progress(totals.leads, totals.leads)
    after = page.at(-1)
    if (page.length < pageSize) break
  }
  return {
    days,
    since,
    ...totals,
    rules: [...held.values()],
    people: [...given].map(([userId, leads]) => ({ userId, leads })).toSorted((a, b) => b.leads - a.leads),
    examples: examples.toReversed(),
  }
}

/** @throws FieldsForbidden for who does not see all that the rules look at, or what they decide. */
export function refuseHiddenFacts(principal: Principal, decided: string): void {
  const hidden = hiddenOf(principal, 'lead')
  const needed = [...leadFacts.keys(), decided].filter((field) => hidden.has(field))
  if (needed.length > 0) throw new FieldsForbidden('lead', needed)
}
