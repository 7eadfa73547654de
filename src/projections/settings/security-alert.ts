import { type SecurityAlertState, securityAlert } from '../../domain/settings/security-alert.ts'
import { type Column, instant, integer, nullable, projection, text } from '../projection.ts'

const kindText: Column<SecurityAlertState['kind']> = { sql: 'text', nullable: false }
const statusText: Column<SecurityAlertState['status']> = { sql: 'text', nullable: false }

export const securityAlertTable = projection(securityAlert)({
  name: 'securityAlert',
  version: 2,
  columns: {
    kind: kindText,
    subject: nullable(text),
    actorId: nullable(text),
    ip: nullable(text),
    from: instant,
    to: instant,
    count: integer,
    limit: integer,
    status: statusText,
    verdict: nullable(text),
    note: nullable(text),
  },
  indexes: [['createdAt'], ['status', 'createdAt']],
  on: {
    'securityAlert.raised': (_, { data }) => ({
      ...data,
      subject: data.subject ?? null,
      status: 'open',
      verdict: null,
      note: null,
    }),
    'securityAlert.acknowledged': (row) => row && { ...row, status: 'acknowledged' },
    'securityAlert.closed': (row, { data }) => row && { ...row, ...data, status: 'closed' },
  },
})
