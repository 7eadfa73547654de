import { type ReportDefinition, report } from '../../domain/analytics/report.ts'
import { merged } from '../../domain/record.ts'
import { boolean, json, nullable, projection, text, uuid } from '../projection.ts'

export const reportTable = projection(report)({
  name: 'report',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    folder: nullable(text),
    description: nullable(text),
    definition: json<ReportDefinition>(),
    shared: boolean,
    ownerId: uuid,
    archived: boolean,
  },
  indexes: [['name'], ['ownerId'], ['folder']],
  on: {
    'report.created': (_, { data }) => ({ ...data, archived: false }),
    'report.changed': (row, { data }) => row && merged(row, data.changes),
    'report.assigned': (row, { data }) => row && merged(row, data),
    'report.archived': (row) => row && { ...row, archived: true },
    'report.restored': (row) => row && { ...row, archived: false },
  },
})
