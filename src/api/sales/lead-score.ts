import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import type { Told } from '../../domain/criteria/explained.ts'
import { ruleExplained } from '../../domain/rules/rule.ts'
import {
  firstScoring,
  heat,
  type LeadScore,
  leadsAsk,
  type Scoring,
  scoreOf,
} from '../../domain/sales/lead-score.ts'
import type { RuleVersion } from '../../domain/settings/rule-set.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'

export const condition = z
  .object({
    depth: z.int().describe('What stands under a joint is one deeper, and comes after it.'),
    holds: z.boolean().nullable().describe('Null: it looks at what the reader does not see.'),
    joint: z.enum(['all', 'any', 'none']).nullable(),
    field: z.string().nullable(),
    operator: z.string().nullable(),
    value: z.unknown(),
    found: z.unknown().describe('What the field held.'),
  })
  .register(vocabulary, { id: 'RuleCondition' })

export const leadScoreExplained = query(
  leadTable,
  ruleSetTable,
)({
  name: 'leadScore',
  path: '/leads/:id/score',
  summary:
    'The score of a lead, explained by the version of the rules that gave it: each rule, its conditions, what was found',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    leadId: uuid,
    score: z.int(),
    heat,
    scoredAt: instant.nullable(),
    ruleSetId: uuid.nullable(),
    ruleVersion: z.int(),
    hotFrom: z.int(),
    warmFrom: z.int(),
    agrees: z
      .boolean()
      .nullable()
      .describe(
        'Whether these rules say the same of the same facts again; null: the reader does not see all of these.',
      ),
    rules: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        points: z.int(),
        holds: z.boolean(),
        conditions: z.array(condition),
      }),
    ),
  }),
  async run({ db, parameters: { id }, principal }) {
    const hidden = hiddenOf(principal, 'lead')
    if (hidden.has('score')) throw new FieldsForbidden('lead', ['score'])
    const row = await db.selectFrom('lead').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst()
    if (!row) return undefined
    const set = await db
      .selectFrom('ruleSet')
      .select(['id', 'versions'])
      .where('purpose', '=', 'lead-score')
      .executeTakeFirst()
    const versions = (set?.versions ?? []) as readonly RuleVersion[]
    const found = versions.find(({ version }) => version === row.scoreRuleVersion)
    const content = (found?.content as Scoring | undefined) ?? firstScoring
    const reasons = row.scoreReasons as LeadScore['reasons']
    const again = scoreOf(row, { ...content, version: row.scoreRuleVersion })
    const facts = [...leadsAsk.fields.keys()]
    return {
      leadId: row.id,
      score: row.score,
      heat: row.heat,
      scoredAt: row.scoredAt,
      ruleSetId: set?.id ?? null,
      ruleVersion: row.scoreRuleVersion,
      hotFrom: content.hotFrom,
      warmFrom: content.warmFrom,
      agrees: facts.some((field) => hidden.has(field))
        ? null
        : again.score === row.score && JSON.stringify(again.reasons) === JSON.stringify(reasons),
      // Before it was scored, no rule has said anything.
      rules: (row.scoredAt === null ? [] : content.rules).map((rule) => ({
        id: rule.id,
        name: rule.name,
        points: rule.outcome.points,
        holds: reasons.some((reason) => reason.rule === rule.id),
        conditions: shownTo(hidden, ruleExplained(rule, row, leadsAsk)),
      })),
    }
  },
})

/** What a part finds in a field that is hidden is nobody's to see, nor how anything came out that it decides. */
export function shownTo(hidden: ReadonlySet<string>, parts: readonly Told[]): z.input<typeof condition>[] {
  const looksAt = (told: Told) => (told.condition && 'field' in told.condition ? told.condition : undefined)
  const isHidden = (told: Told) => hidden.has(looksAt(told)?.field ?? '')
  const isTouched = parts.some(isHidden)
  return parts.map((told) => {
    const asked = looksAt(told)
    return {
      depth: told.depth,
      holds: isHidden(told) || (isTouched && told.joint !== null) ? null : told.holds,
      joint: told.joint,
      field: asked?.field ?? null,
      operator: asked?.operator ?? null,
      value: asked?.value ?? null,
      found: isHidden(told) ? null : told.found,
    }
  })
}
