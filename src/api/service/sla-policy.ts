import { z } from 'zod'
import { escalateTo, targets } from '../../domain/service/sla.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { slaPolicyTable } from '../../projections/service/sla-policy.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const slaPolicyQueries = recordQueries(slaPolicyTable)({
  resource: 'sla-policies',
  summary: 'Service level policies',
  row: z.object({
    name: z.string(),
    calendarId: uuid,
    targets,
    escalateTo: escalateTo.nullable(),
    default: z.boolean(),
    version: z.int(),
    archived: z.boolean(),
  }),
  shown: (row) => row,
  references: { calendarId: businessCalendarTable },
  filters: { calendarId: uuid, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
