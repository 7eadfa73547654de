import { type BusyTime, personalCalendar } from '../../domain/activities/personal-calendar.ts'
import { merged } from '../../domain/record.ts'
import { boolean, json, nullable, projection, uuid } from '../projection.ts'

export const personalCalendarTable = projection(personalCalendar)({
  name: 'personalCalendar',
  version: 2,
  columns: {
    userId: uuid,
    hoursId: nullable(uuid),
    busy: json<readonly BusyTime[]>(),
    connected: boolean,
    archived: boolean,
  },
  indexes: [['userId']],
  on: {
    'personalCalendar.created': (_, { data }) => ({ ...data, busy: [], connected: false, archived: false }),
    'personalCalendar.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'personalCalendar.connected': (row) => row && { ...row, connected: true, busy: [] },
    'personalCalendar.disconnected': (row) => row && { ...row, connected: false, busy: [] },
    'personalCalendar.busy-noted': (row, { data }) => row && { ...row, ...data },
    'personalCalendar.archived': (row) => row && { ...row, archived: true },
    'personalCalendar.restored': (row) => row && { ...row, archived: false },
  },
})
