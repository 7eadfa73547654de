import { type SocialMonitorState, socialMonitor } from '../../domain/activities/social-monitor.ts'
import { merged } from '../../domain/record.ts'
import { boolean, type Column, nullable, projection, type RowOf, text, uuid } from '../projection.ts'

const monitoredText: Column<SocialMonitorState['is']> = { sql: 'text', nullable: false }

const columns = {
  name: text,
  socialAccountId: uuid,
  ownerId: nullable(uuid),
  teamId: nullable(uuid),
  is: monitoredText,
  term: text,
  archived: boolean,
}
type Row = RowOf<typeof columns>

export const socialMonitorTable = projection(socialMonitor)({
  name: 'socialMonitor',
  version: 1,
  label: ['name'],
  columns,
  indexes: [['name'], ['socialAccountId'], ['createdAt'], ['updatedAt']],
  on: {
    'socialMonitor.created': (_, { data }) => ({ ...data, archived: false }),
    'socialMonitor.changed': (row, { data: { changes } }) => row && merged<Row>(row, changes),
    'socialMonitor.archived': (row) => row && { ...row, archived: true },
    'socialMonitor.restored': (row) => row && { ...row, archived: false },
  },
})
