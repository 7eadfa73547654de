import { z } from 'zod'
import { retentionRule } from '../../domain/settings/retention-rule.ts'
import { commandsOf } from '../command.ts'

const { schema: create } = retentionRule.commands['retentionRule.create']
const change = retentionRule.commands['retentionRule.change']

/** `kinds` of records may be kept by rules. */
export const retentionRuleCommands = (kinds: readonly string[]) =>
  commandsOf(retentionRule, () => ({
    'retentionRule.create': {
      summary: 'Say how long records of a kind are kept',
      body: create.extend({ kind: z.enum(kinds) }),
    },
    'retentionRule.change': {
      summary: 'Change how long records of a kind are kept',
      body: change.extend({ kind: z.enum(kinds).optional() }),
    },
    'retentionRule.archive': { summary: 'Let a retention rule apply no more' },
    'retentionRule.restore': { summary: 'Let a retention rule apply again' },
  }))
