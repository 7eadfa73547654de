import type { Kysely } from 'kysely'
import { z } from 'zod'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import { type AssignmentDecision, assigned, assignmentDecision } from '../../domain/rules/assignment.ts'
import { type Facts, type RulesAsk, ruleExplained } from '../../domain/rules/rule.ts'
import { type Purpose, type RuleVersion, versionAt } from '../../domain/settings/rule-set.ts'
import { dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { ruleSetTable } from '../../projections/settings/rule-set.ts'
import type { TablesOf } from '../lists/query.ts'
import { condition, shownTo } from '../sales/lead-score.ts'
import { type Assigned, assigningIn, staffIn } from './staff.ts'

/** Why something is whose it is. */
export const assignmentExplanation = z.object({
  ruleSetId: uuid,
  ruleVersion: z.int().nullable().describe('Of the rules that are explained; null: there are none.'),
  decision: assignmentDecision.nullable().describe('Null: no rule gave it to whoever has it.'),
  decidedAt: instant.nullable(),
  rules: z.array(
    z
      .object({
        id: z.string(),
        name: z.string(),
        holds: z.boolean().nullable(),
        chosen: z.boolean(),
        conditions: z.array(condition),
      })
      .register(vocabulary, { id: 'AssignmentRule' }),
  ),
  would: z
    .object({ userId: uuid.nullable(), rule: z.string().nullable(), name: z.string().nullable() })
    .register(vocabulary, { id: 'WouldBeAssigned' })
    .nullable()
    .describe('Who would get it by the present rules, were it to come now; null as of an earlier instant.'),
})

interface Asked {
  db: unknown
  hidden: ReadonlySet<string>
  asOf: string | undefined
  now: string
  zone: () => Promise<string>
}

/** The rule that chose, who else could have got it, each rule with what its conditions found, and who would get it now. */
export async function explainAssignment(
  of: { purpose: Purpose; ask: RulesAsk; staff: Assigned },
  row: Facts & { assignment: AssignmentDecision | null; routedAt: string | null },
  { db, hidden, asOf, now, zone }: Asked,
): Promise<z.input<typeof assignmentExplanation>> {
  const setId = ruleSetId(of.purpose)
  const set = await (db as Kysely<TablesOf<[typeof ruleSetTable]>>)
    .selectFrom('ruleSet')
    .select('versions')
    .where('id', '=', setId)
    .executeTakeFirst()
  const versions = (set?.versions ?? []) as readonly RuleVersion[]
  const decision = row.assignment
  const found = decision
    ? versions.find(({ version }) => version === decision.version)
    : versionAt(versions, asOf ?? now)
  const isPast = asOf !== undefined || [...of.ask.fields.keys()].some((field) => hidden.has(field))
  const by = assigningIn(versionAt(versions, now))
  const would = isPast
    ? null
    : assigned(by, row, await staffIn(db as never, of.staff, dayOf(now, await zone())), of.ask)
  return {
    ruleSetId: setId,
    ruleVersion: found?.version ?? null,
    decision,
    decidedAt: row.routedAt,
    rules: assigningIn(found).rules.map((rule) => {
      const conditions = shownTo(hidden, ruleExplained(rule, row, of.ask))
      return {
        id: rule.id,
        name: rule.name,
        // A rule without conditions holds always.
        holds: conditions[0]?.holds ?? (conditions.length === 0 ? true : null),
        chosen: rule.id === decision?.rule,
        conditions,
      }
    }),
    would: would && { userId: would.userId, rule: would.rule, name: would.name },
  }
}
