import { retentionRuleQueries } from '../../api/settings/retention-rule.ts'
import { retentionRuleCommands } from '../../commands/settings/retention-rule.ts'
import { retentionRule as decider } from '../../domain/settings/retention-rule.ts'
import { retentionRuleTable } from '../../projections/settings/retention-rule.ts'
import { feature } from '../feature.ts'

export const retentionRule = feature({
  decider,
  resource: 'retention-rules',
  grants: () => [],
  table: retentionRuleTable,
  commands: ({ retained }) => retentionRuleCommands(retained),
  queries: ({ retained }) => retentionRuleQueries(retained),
  schedules: ({ retention, nightly }) => [{ name: 'retention', at: nightly, work: retention.night }],
})
