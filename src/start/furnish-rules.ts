import { ruleSetId } from '../commands/settings/rule-set.ts'
import { firstScoring } from '../domain/sales/lead-score.ts'
import { ruleSet } from '../domain/settings/rule-set.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'
import type { Writing } from './hindsight.ts'

/** Makes the set of rules for each purpose that there is none of, with the version that has decided from ever. */
export async function furnishRules(
  { execute }: Pick<Writing, 'execute'>,
  principal: Principal,
): Promise<void> {
  const id = ruleSetId('lead-score')
  if (await execute.load(ruleSet, id)) return
  const { version: _, ...content } = firstScoring
  const body = { purpose: 'lead-score', name: 'Scoring of leads', content }
  await execute({ command: 'ruleSet.create', id, commandId: derivedId('furnish', id), body, principal })
}
