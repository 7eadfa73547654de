import { z } from 'zod'
import { reportDefinition } from '../../../domain/analytics/report-definition.ts'
import { reportLink } from '../../../domain/analytics/report-link.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { reportTable } from '../../../projections/analytics/report.ts'
import { reportLinkTable } from '../../../projections/analytics/report-link.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'

export const reportLinkQueries = recordQueries(reportLinkTable)({
  resource: 'report-links',
  summary: 'Which reports are shown to people without an account, for what, and until when',
  row: z.object({
    reportId: uuid,
    purpose: z.string(),
    name: z.string().describe('What the report was called when it was shared.'),
    definition: reportDefinition.describe('What it asked then, and asks through this link.'),
    asOf: instant.nullable().describe('What it shows; null: the instant at which it is opened.'),
    expiresAt: instant,
    files: z.boolean(),
    sharerId: uuid,
    withdrawn: z.boolean(),
  }),
  references: { reportId: reportTable, sharerId: userTable },
  filters: { reportId: uuid, sharerId: uuid, withdrawn: flag },
  ranges: { expiresAt: instant },
  sorts: ['expiresAt', 'createdAt', 'updatedAt'],
  search: ['purpose', 'name'],
})

export const reportLinkTitles = titlesOf(reportLink, {
  'reportLink.made': ({ data }) => `Shared by a link until ${data.expiresAt}: ${data.purpose}`,
  'reportLink.withdrawn': () => 'Link withdrawn',
})
