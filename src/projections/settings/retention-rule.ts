import { merged } from '../../domain/record.ts'
import { retentionRule } from '../../domain/settings/retention-rule.ts'
import { boolean, integer, projection, text } from '../projection.ts'

export const retentionRuleTable = projection(retentionRule)({
  name: 'retentionRule',
  version: 1,
  columns: { name: text, kind: text, days: integer, archived: boolean },
  indexes: [['name']],
  on: {
    'retentionRule.created': (_, { data }) => ({ ...data, archived: false }),
    'retentionRule.changed': (row, { data }) => row && merged(row, data.changes),
    'retentionRule.archived': (row) => row && { ...row, archived: true },
    'retentionRule.restored': (row) => row && { ...row, archived: false },
  },
})
