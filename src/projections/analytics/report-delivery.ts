import { reportDelivery } from '../../domain/analytics/report-delivery.ts'
import { instant, integer, nullable, projection, text, uuid } from '../projection.ts'

export const reportDeliveryTable = projection(reportDelivery)({
  name: 'reportDelivery',
  version: 1,
  label: ['asOf'],
  columns: {
    scheduleId: uuid,
    reportId: uuid,
    format: text,
    asOf: instant,
    recipientId: uuid,
    ownerId: uuid,
    status: text,
    sentAt: nullable(instant),
    records: nullable(integer),
    hash: nullable(text),
    reason: nullable(text),
  },
  indexes: [['scheduleId', 'asOf'], ['recipientId'], ['status'], ['createdAt']],
  on: {
    'reportDelivery.ordered': (_, { data }) => ({
      ...data,
      status: 'waiting',
      sentAt: null,
      records: null,
      hash: null,
      reason: null,
    }),
    'reportDelivery.sent': (row, { data, occurredAt }) =>
      row && { ...row, ...data, status: 'sent', sentAt: occurredAt },
    'reportDelivery.left-out': (row, { data }) => row && { ...row, ...data, status: 'left-out' },
  },
})
