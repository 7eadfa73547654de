import { Scale } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { Criterion } from '../../records/criteria/criterion.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type RuleSet = Replies['/rule-sets/{id}']
export type RuleVersion = NonNullable<RuleSet['versions']>[number]

/** What rules decide by, as it is edited: a rule that is new has no id yet. */
export interface RuleContent {
  rules: readonly Rule[]
  hotFrom: number
  warmFrom: number
}

export interface Rule {
  id?: string
  name: string
  when: Criterion
  outcome: { points: number }
}

export const ruleSet: RecordEntry = {
  is: 'record',
  model: 'ruleSet',
  path: 'rule-sets',
  one: 'rule set',
  many: 'rule sets',
  group: 'Set-up',
  directory: true,
  configuration: true,
  icon: Scale,
  load: async () => (await import('./rule-set.tsx')).ruleSet,
}
