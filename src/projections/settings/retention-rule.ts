import { retentionRule } from '../../domain/settings/retention-rule.ts'
import { integer, text } from '../projection.ts'
import { recordTable } from '../record.ts'

export const retentionRuleTable = recordTable(retentionRule)({
  version: 1,
  columns: { name: text, kind: text, days: integer },
  indexes: [['name']],
})
