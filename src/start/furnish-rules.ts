import { ruleSetId } from '../commands/settings/rule-set.ts'
import { firstAssigning } from '../domain/rules/assignment.ts'
import { firstIdleRules } from '../domain/sales/deal-idle.ts'
import { firstQualifying } from '../domain/sales/lead-qualifying.ts'
import { firstScoring } from '../domain/sales/lead-score.ts'
import { firstBookChoosing } from '../domain/sales/price-choice.ts'
import { type Purpose, purpose, type RuleContent, ruleSet } from '../domain/settings/rule-set.ts'
import { firstWorkflow } from '../domain/settings/workflow.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'
import type { Writing } from './hindsight.ts'

const { version: _, ...scoring } = firstScoring

const first: Record<Purpose, { name: string; content: RuleContent }> = {
  'lead-score': { name: 'Scoring of leads', content: scoring },
  'lead-qualification': { name: 'Qualification of leads', content: firstQualifying },
  'price-book': { name: 'Which price book holds', content: firstBookChoosing },
  'deal-idle': { name: 'Deals that stand still', content: firstIdleRules },
  'lead-assignment': { name: 'Assignment of leads', content: firstAssigning },
  'ticket-assignment': { name: 'Assignment of tickets', content: firstAssigning },
  workflow: { name: 'Workflow', content: firstWorkflow },
}

/** Makes the set of rules for each purpose that there is none of, with the version that has decided from ever. */
export async function furnishRules(
  { execute }: Pick<Writing, 'execute'>,
  principal: Principal,
): Promise<void> {
  for (const key of purpose.options) {
    const id = ruleSetId(key)
    if (await execute.load(ruleSet, id)) continue
    const body = { purpose: key, ...first[key] }
    await execute({ command: 'ruleSet.create', id, commandId: derivedId('furnish', id), body, principal })
  }
}
