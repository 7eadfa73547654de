import { z } from 'zod'
import { report } from '../../../domain/analytics/report.ts'
import { reportDefinition } from '../../../domain/analytics/report-definition.ts'
import { money } from '../../../domain/values/money.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { reportTable } from '../../../projections/analytics/report.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { recordTitles } from '../../lists/titles.ts'

export const reportQueries = recordQueries(reportTable)({
  resource: 'reports',
  summary: 'Reports that were kept: what they ask, not what came of it',
  row: z.object({
    name: z.string(),
    folder: z.string().nullable(),
    description: z.string().nullable(),
    definition: reportDefinition,
    shared: z.boolean(),
    ownerId: uuid,
    archived: z.boolean(),
    goal: z.number().nullable().describe('What its first measure is to come to, of each period or of all.'),
    goalAmount: money.nullable().describe('The same of amounts.'),
  }),
  references: { ownerId: userTable },
  filters: { ownerId: uuid, folder: z.string(), shared: flag, archived: flag },
  sorts: ['name', 'folder', 'createdAt', 'updatedAt'],
  search: ['name', 'folder', 'description'],
})

export const reportTitles = {
  ...recordTitles(report as never),
  'report.assigned': () => 'Given to another user',
}
