import { z } from 'zod'
import type { Field } from '../criteria/vocabulary.ts'
import { refuse } from '../error.ts'
import { checkRules, type Facts, ruleId, ruleOf, rulesHolding } from '../rules/rule.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { heat, type LeadScore, leadFacts, leadsAsk } from './lead-score.ts'

/** What follows where the rule holds: the lead is qualified, or disqualified for a reason. */
const verdict = z
  .object({ qualifies: z.boolean(), reason: line(200).nullable() })
  .register(vocabulary, { id: 'QualificationVerdict' })

/** The rules of qualification: the first that holds decides, without a person. */
export const qualifying = z.object({
  rules: z
    .array(
      ruleOf(verdict, [
        { field: 'score', operator: 'at-least', value: 80 },
        { field: 'emailDomain', operator: 'is', value: 'mailinator.com' },
      ]),
    )
    .max(100),
  /** Whether they decide, too, on a lead that a person has qualified, taken up again or put back. */
  againstPeople: z.boolean(),
})
export type Qualifying = z.output<typeof qualifying>

const qualifyingVersion = qualifying.extend({ version: count.min(1) })
export type QualifyingVersion = z.output<typeof qualifyingVersion>

/** Nobody is decided on until somebody says so. */
export const firstQualifying: Qualifying = { rules: [], againstPeople: false }

const checked = new WeakSet<object>()

/** Whether something is rules of qualification: each is looked at once. */
export function isQualifyingVersion(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  if (!checked.has(given) && qualifyingVersion.safeParse(given).success) checked.add(given)
  return checked.has(given)
}

/** The rule that decided, and the version it is of. */
export const citedRule = z
  .object({ version: count.min(1), rule: ruleId, name: line(80) })
  .register(vocabulary, { id: 'CitedRule' })
export type CitedRule = z.output<typeof citedRule>

/** What these rules can ask: what those of scoring ask, and what came of that. */
export const qualifyingFacts: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...leadFacts,
  ['score', { kind: 'number', whole: true }],
  ['heat', { kind: 'choice', options: heat.options }],
])

const ask = { ...leadsAsk, fields: qualifyingFacts }
export const qualifyingAsk = ask

export interface Verdict extends z.output<typeof verdict> {
  by: CitedRule
}

/** Pure: what the rules say of the same facts is the same; undefined: none holds. */
export function verdictOn(
  facts: Facts,
  { score, heat: warmth }: Pick<LeadScore, 'score' | 'heat'>,
  { rules, version }: QualifyingVersion,
): Verdict | undefined {
  const [rule] = rulesHolding(rules, { ...facts, score, heat: warmth }, ask)
  return rule && { ...rule.outcome, by: { version, rule: rule.id, name: rule.name } }
}

/** @throws DomainError for rules by which nothing could be decided. */
export function checkQualifying(name: string, { rules }: Qualifying, field: string): void {
  checkRules(name, rules, qualifyingFacts, `${field}.rules`)
  for (const [place, { outcome }] of rules.entries())
    if (!outcome.qualifies && outcome.reason === null)
      refuse(`${name}.reason-missing`, 'A rule that disqualifies says why.', {
        field: `${field}.rules.${place}.outcome.reason`,
      })
}
