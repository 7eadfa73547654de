import { z } from 'zod'
import { recurrence } from '../../../domain/activities/due.ts'
import { reportDelivery } from '../../../domain/analytics/report-delivery.ts'
import { reportFormat } from '../../../domain/analytics/report-format.ts'
import { reportSchedule, reportStart } from '../../../domain/analytics/report-schedule.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { reportTable } from '../../../projections/analytics/report.ts'
import { reportDeliveryTable } from '../../../projections/analytics/report-delivery.ts'
import { reportScheduleTable } from '../../../projections/analytics/report-schedule.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'

export const reportScheduleQueries = recordQueries(reportScheduleTable)({
  resource: 'report-schedules',
  summary: 'Which reports are sent by themselves: when, to whom, as what',
  row: z.object({
    name: z.string(),
    reportId: uuid,
    format: reportFormat,
    start: reportStart,
    recurrence,
    recipientIds: z.array(uuid),
    ownerId: uuid,
    nextAt: instant.nullable().describe('When it is sent next; null: never again.'),
    lastAt: instant.nullable().describe('As of when it was sent last.'),
    archived: z.boolean(),
  }),
  references: { reportId: reportTable, ownerId: userTable },
  filters: { reportId: uuid, ownerId: uuid, archived: flag },
  sorts: ['nextAt', 'name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const reportScheduleTitles = titlesOf(reportSchedule, {
  'reportSchedule.created': ({ data }) => `Sent every ${rhythmOf(data.recurrence)} from ${data.start.day} on`,
  'reportSchedule.changed': () => 'Sending changed',
  'reportSchedule.fell-due': ({ data }) => `Sent as of ${data.dueAt}`,
  'reportSchedule.archived': () => 'Sent no more',
  'reportSchedule.restored': () => 'Sent again',
})

const rhythmOf = ({ interval, every }: { interval: number; every: string }) =>
  interval === 1 ? every : `${interval} ${every}s`

export const reportDeliveryQueries = recordQueries(reportDeliveryTable)({
  resource: 'report-deliveries',
  summary: 'What became of each report that was sent by itself, for each who was to get it',
  row: z.object({
    scheduleId: uuid,
    reportId: uuid,
    format: reportFormat,
    asOf: instant.describe('It shows what was recorded by then.'),
    recipientId: uuid,
    ownerId: uuid,
    status: z.enum(['waiting', 'sent', 'left-out']),
    sentAt: instant.nullable(),
    records: z.int().nullable(),
    hash: z.string().nullable().describe('Of the result, as the report says it of the same instant.'),
    reason: z.string().nullable().describe('Why they were left out.'),
  }),
  references: {
    scheduleId: reportScheduleTable,
    reportId: reportTable,
    recipientId: userTable,
    ownerId: userTable,
  },
  filters: {
    scheduleId: uuid,
    reportId: uuid,
    recipientId: uuid,
    status: z.enum(['waiting', 'sent', 'left-out']),
  },
  ranges: { asOf: instant },
  sorts: ['asOf', 'createdAt', 'updatedAt'],
})

export const reportDeliveryTitles = titlesOf(reportDelivery, {
  'reportDelivery.ordered': ({ data }) => `To be sent as of ${data.asOf}`,
  'reportDelivery.sent': ({ data }) => `Sent, of ${data.records} records`,
  'reportDelivery.left-out': ({ data }) => `Left out: ${data.reason}`,
})
