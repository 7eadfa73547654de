import { merged } from '../../domain/record.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import type { BusinessHours } from '../../domain/values/business-time.ts'
import { boolean, integer, json, projection, text, texts } from '../projection.ts'

export const businessCalendarTable = projection(businessCalendar)({
  name: 'businessCalendar',
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
    'businessCalendar.created': (_, { data }) => ({ ...data, version: 1, archived: false }),
    'businessCalendar.changed': (row, { data }) =>
      row && { ...merged(row, data.changes), version: row.version + 1 },
    'businessCalendar.archived': (row) => row && { ...row, archived: true },
    'businessCalendar.restored': (row) => row && { ...row, archived: false },
  },
})
