import { z } from 'zod'
import { businessHours } from '../../domain/values/business-time.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const businessCalendarQueries = recordQueries(businessCalendarTable)({
  resource: 'business-calendars',
  summary: 'Business calendars',
  row: businessHours.extend({ name: z.string(), version: z.int(), archived: z.boolean() }),
  shown: (row) => row,
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
