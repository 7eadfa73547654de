import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import { ruleExplained } from '../../domain/rules/rule.ts'
import {
  citedRule,
  firstQualifying,
  type Qualifying,
  qualifyingAsk,
} from '../../domain/sales/lead-qualifying.ts'
import { missing, type Qualification } from '../../domain/sales/qualification.ts'
import { type RuleVersion, versionAt } from '../../domain/settings/rule-set.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { condition, shownTo } from './lead-score.ts'

export const leadQualificationExplained = query(
  leadTable,
  ruleSetTable,
)({
  name: 'leadQualificationExplained',
  path: '/leads/:id/qualification',
  summary:
    'Whether a lead is qualified, and by whose word: what is not known yet, the rule that decided, and each rule with what its conditions find',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    leadId: uuid,
    missing: z.array(z.enum(['budget', 'authority', 'need', 'timeline'])),
    judgedBy: citedRule.nullable().describe('Null: no rule decided.'),
    ruleSetId: uuid,
    ruleVersion: z.int().nullable().describe('Of the rules that are explained; null: there are none.'),
    rules: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        qualifies: z.boolean(),
        reason: z.string().nullable(),
        holds: z.boolean().nullable(),
        conditions: z.array(condition),
      }),
    ),
  }),
  async run({ db, parameters: { id }, principal, asOf, now }) {
    const hidden = hiddenOf(principal, 'lead')
    const needed = ['qualification', 'judgedBy'].filter((field) => hidden.has(field))
    if (needed.length > 0) throw new FieldsForbidden('lead', needed)
    const row = await db.selectFrom('lead').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst()
    if (!row) return undefined
    const setId = ruleSetId('lead-qualification')
    const set = await db.selectFrom('ruleSet').select('versions').where('id', '=', setId).executeTakeFirst()
    const versions = (set?.versions ?? []) as readonly RuleVersion[]
    const cited = row.judgedBy
    const found = cited
      ? versions.find(({ version }) => version === cited.version)
      : versionAt(versions, asOf ?? now)
    const { rules } = (found?.content as Qualifying | undefined) ?? firstQualifying
    return {
      leadId: row.id,
      missing: missing(row as Qualification),
      judgedBy: cited,
      ruleSetId: setId,
      ruleVersion: found?.version ?? null,
      rules: rules.map((rule) => {
        const conditions = shownTo(hidden, ruleExplained(rule, row, qualifyingAsk))
        const holds = conditions[0] === undefined ? true : conditions[0].holds
        return { id: rule.id, name: rule.name, ...rule.outcome, holds, conditions }
      }),
    }
  },
})
