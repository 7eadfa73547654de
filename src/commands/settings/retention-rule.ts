import { retentionRule } from '../../domain/settings/retention-rule.ts'
import { commandsOf } from '../command.ts'

export const retentionRuleCommands = commandsOf(
  retentionRule,
  { resource: 'retention-rules', grants: () => [] },
  () => ({
    'retentionRule.create': { summary: 'Say how long records of a kind are kept' },
    'retentionRule.change': { summary: 'Change how long records of a kind are kept' },
    'retentionRule.archive': { summary: 'Let a retention rule apply no more' },
    'retentionRule.restore': { summary: 'Let a retention rule apply again' },
  }),
)
