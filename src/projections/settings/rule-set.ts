import { merged } from '../../domain/record.ts'
import { type Purpose, type RuleContent, type RuleVersion, ruleSet } from '../../domain/settings/rule-set.ts'
import { type Column, json, nullable, projection, text } from '../projection.ts'

const purposeText: Column<Purpose> = { sql: 'text', nullable: false }

export const ruleSetTable = projection(ruleSet)({
  name: 'ruleSet',
  version: 1,
  label: ['name'],
  columns: {
    purpose: purposeText,
    name: text,
    versions: json<readonly RuleVersion[]>(),
    draft: nullable(json<RuleContent>()),
  },
  sameField: [['draft', 'content']],
  indexes: [['name']],
  on: {
    'ruleSet.created': (_, { data: { content, ...data }, occurredAt }) => ({
      ...data,
      versions: [{ version: 1, from: null, publishedAt: occurredAt, note: null, content }],
      draft: null,
    }),
    'ruleSet.changed': (row, { data }) => row && merged(row, data.changes),
    'ruleSet.drafted': (row, { data }) => row && { ...row, draft: data.content },
    'ruleSet.draft-discarded': (row) => row && { ...row, draft: null },
    'ruleSet.published': (row, { data, occurredAt }) =>
      row && {
        ...row,
        versions: [...row.versions, { ...data, publishedAt: occurredAt }],
        draft: null,
      },
  },
})
