import { type AlertState, alert } from '../../domain/settings/security-alert.ts'
import { type Column, instant, integer, nullable, projection, text } from '../projection.ts'

const kindText: Column<AlertState['kind']> = { sql: 'text', nullable: false }
const statusText: Column<AlertState['status']> = { sql: 'text', nullable: false }

export const alertTable = projection(alert)({
  name: 'alert',
  version: 1,
  columns: {
    kind: kindText,
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
    'alert.raised': (_, { data }) => ({ ...data, status: 'open', verdict: null, note: null }),
    'alert.acknowledged': (row) => row && { ...row, status: 'acknowledged' },
    'alert.closed': (row, { data }) => row && { ...row, ...data, status: 'closed' },
  },
})
