import { type AlertState, alert } from '../../domain/settings/alert.ts'
import { type Column, instant, integer, nullable, projection, text } from '../projection.ts'

const kindText: Column<AlertState['kind']> = { sql: 'text', nullable: false }
const statusText: Column<AlertState['status']> = { sql: 'text', nullable: false }

export const alertTable = projection(alert)({
  name: 'alert',
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
  grants: () => [],
  indexes: [['createdAt'], ['status', 'createdAt']],
  on: {
    'alert.raised': (_, { data }) => ({
      ...data,
      subject: data.subject ?? null,
      status: 'open',
      verdict: null,
      note: null,
    }),
    'alert.acknowledged': (row) => row && { ...row, status: 'acknowledged' },
    'alert.closed': (row, { data }) => row && { ...row, ...data, status: 'closed' },
  },
})
