import { z } from 'zod'
import { priceFor } from '../../domain/service/service.ts'
import { money } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { slaPolicyTable } from '../../projections/service/sla-policy.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const serviceQueries = recordQueries(serviceTable)({
  resource: 'services',
  summary: 'The catalogue of services: what they cost, how long they take and what is promised for them',
  row: z.object({
    name: z.string(),
    description: z.string().nullable(),
    price: money.nullable(),
    priceFor,
    minutes: z.int(),
    slaPolicyId: uuid.nullable(),
    skills: z.array(z.string()),
    calendarId: uuid.nullable(),
    available: z.boolean(),
    archived: z.boolean(),
  }),
  references: { slaPolicyId: slaPolicyTable, calendarId: businessCalendarTable },
  filters: { available: flag, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'description'],
})
