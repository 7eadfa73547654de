import { z } from 'zod'
import { anyOutcome, besideRules } from '../../commands/settings/rule-set.ts'
import {
  type Purpose,
  purpose,
  purposes,
  type RuleContent,
  type RuleVersion,
  ruleSet,
} from '../../domain/settings/rule-set.ts'
import { instant } from '../../domain/values/instant.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const rule = z
  .object({
    id: z.string(),
    name: z.string(),
    when: z.unknown().describe('A criterion, as `where` of lists takes it.'),
    outcome: anyOutcome,
  })
  .register(vocabulary, { id: 'Rule' })

const content = besideRules.extend({ rules: z.array(rule) }).register(vocabulary, { id: 'RuleContent' })

const version = z
  .object({
    version: z.int(),
    from: instant.nullable().describe('From when on it decides; null: from ever.'),
    publishedAt: instant,
    note: z.string().nullable(),
    content,
  })
  .register(vocabulary, { id: 'RuleVersion' })

export const ruleSetQueries = recordQueries(ruleSetTable)({
  resource: 'rule-sets',
  summary: 'Sets of rules by which something is decided, with their versions',
  row: z.object({
    purpose,
    model: z.string().describe('What they decide about.'),
    facts: z.array(z.string()).describe('The fields of that which rules can ask.'),
    name: z.string(),
    versions: z.array(version),
    draft: content.nullable(),
  }),
  shown: ({ versions, draft, ...row }) => ({
    ...row,
    model: purposes[row.purpose as Purpose].model,
    facts: [...purposes[row.purpose as Purpose].facts.keys()],
    versions: versions as RuleVersion[],
    draft: draft as RuleContent | null,
  }),
  filters: { purpose },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

const rules = ({ rules: all }: RuleContent) => `${all.length} ${all.length === 1 ? 'rule' : 'rules'}`

export const ruleSetTitles = titlesOf(ruleSet, {
  'ruleSet.created': ({ data }) => `Rules ${data.name} made with ${rules(data.content)}`,
  'ruleSet.changed': ({ data: { changes }, before }) =>
    changes.name === undefined ? 'Rules changed' : `Renamed from ${before.name} to ${changes.name}`,
  'ruleSet.drafted': ({ data }) => `Draft of ${rules(data.content)} saved`,
  'ruleSet.draft-discarded': () => 'Draft thrown away',
  'ruleSet.published': ({ data }) =>
    `Version ${data.version} published with ${rules(data.content)}${data.note ? `: ${data.note}` : ''}`,
})
