import { type ReportScheduleTerms, reportSchedule } from '../../domain/analytics/report-schedule.ts'
import { merged } from '../../domain/record.ts'
import { boolean, instant, json, nullable, projection, text, texts, uuid } from '../projection.ts'

export const reportScheduleTable = projection(reportSchedule)({
  name: 'reportSchedule',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    reportId: uuid,
    format: text,
    start: json<ReportScheduleTerms['start']>(),
    recurrence: json<ReportScheduleTerms['recurrence']>(),
    recipientIds: texts,
    ownerId: uuid,
    nextAt: nullable(instant),
    lastAt: nullable(instant),
    archived: boolean,
  },
  sameField: [['nextAt', 'next']],
  indexes: [['name'], ['reportId'], ['ownerId'], ['nextAt']],
  on: {
    'reportSchedule.created': (_, { data: { next, ...data } }) => ({
      ...data,
      nextAt: next,
      lastAt: null,
      archived: false,
    }),
    'reportSchedule.changed': (row, { data: { changes, next } }) =>
      row && { ...merged(row, changes), nextAt: next },
    'reportSchedule.fell-due': (row, { data: { dueAt, next } }) =>
      row && { ...row, lastAt: dueAt, nextAt: next },
    'reportSchedule.archived': (row) => row && { ...row, nextAt: null, archived: true },
    'reportSchedule.restored': (row, { data: { next } }) => row && { ...row, nextAt: next, archived: false },
  },
})
