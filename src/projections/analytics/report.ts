import { report } from '../../domain/analytics/report.ts'
import type { ReportDefinition } from '../../domain/analytics/report-definition.ts'
import { merged } from '../../domain/record.ts'
import type { Money } from '../../domain/values/money.ts'
import { boolean, double, json, nullable, projection, text, uuid } from '../projection.ts'

export const reportTable = projection(report)({
  name: 'report',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    folder: nullable(text),
    description: nullable(text),
    definition: json<ReportDefinition>(),
    shared: boolean,
    ownerId: uuid,
    archived: boolean,
    goal: nullable(double),
    goalAmount: nullable(json<Money>()),
  },
  indexes: [['name'], ['ownerId'], ['folder']],
  on: {
    'report.created': (_, { data }) => ({
      ...data,
      goal: data.goal ?? null,
      goalAmount: data.goalAmount ?? null,
      archived: false,
    }),
    'report.changed': (row, { data }) => row && merged(row, data.changes),
    'report.assigned': (row, { data }) => row && merged(row, data),
    'report.archived': (row) => row && { ...row, archived: true },
    'report.restored': (row) => row && { ...row, archived: false },
  },
})
