import { merged } from '../../domain/record.ts'
import { calendar } from '../../domain/service/business-calendar.ts'
import type { BusinessHours } from '../../domain/values/business-time.ts'
import { boolean, integer, json, projection, text, texts } from '../projection.ts'

export const calendarTable = projection(calendar)({
  name: 'calendar',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    timeZone: text,
    weekly: json<BusinessHours['weekly']>(),
    holidays: texts,
    version: integer,
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'calendar.created': (_, { data }) => ({ ...data, version: 1, archived: false }),
    'calendar.changed': (row, { data }) => row && { ...merged(row, data.changes), version: row.version + 1 },
    'calendar.archived': (row) => row && { ...row, archived: true },
    'calendar.restored': (row) => row && { ...row, archived: false },
  },
})
