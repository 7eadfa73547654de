import { z } from 'zod'
import { retentionRuleTable } from '../../projections/settings/retention-rule.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const retentionRuleQueries = (kinds: readonly string[]) =>
  recordQueries(retentionRuleTable)({
    resource: 'retention-rules',
    summary: 'How long records of each kind are kept',
    row: z.object({
      name: z.string(),
      kind: z.enum(kinds),
      days: z.int(),
      archived: z.boolean(),
    }),
    shown: (row) => row,
    filters: { archived: flag },
    sorts: ['name', 'createdAt'],
  })
