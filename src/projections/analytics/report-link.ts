import type { ReportDefinition } from '../../domain/analytics/report-definition.ts'
import { reportLink } from '../../domain/analytics/report-link.ts'
import { boolean, instant, json, nullable, projection, text, uuid } from '../projection.ts'

/** With whose eyes it is read stands in the log alone. */
export const reportLinkTable = projection(reportLink)({
  name: 'reportLink',
  version: 1,
  label: ['purpose'],
  columns: {
    reportId: uuid,
    purpose: text,
    name: text,
    definition: json<ReportDefinition>(),
    asOf: nullable(instant),
    expiresAt: instant,
    files: boolean,
    sharerId: uuid,
    withdrawn: boolean,
  },
  indexes: [['reportId', 'createdAt'], ['sharerId'], ['expiresAt'], ['createdAt']],
  on: {
    'reportLink.made': (_, { data: { sight: _sight, ...data } }) => ({ ...data, withdrawn: false }),
    'reportLink.withdrawn': (row) => row && { ...row, withdrawn: true },
  },
})
