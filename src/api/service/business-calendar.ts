import { z } from 'zod'
import { businessHours } from '../../domain/values/business-time.ts'
import { calendarTable } from '../../projections/service/business-calendar.ts'
import { flag, recordQueries } from '../lists/record-queries.ts'

export const calendarQueries = recordQueries(calendarTable)({
  resource: 'calendars',
  summary: 'Business calendars',
  row: businessHours.extend({ name: z.string(), version: z.int(), archived: z.boolean() }),
  shown: (row) => row,
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
