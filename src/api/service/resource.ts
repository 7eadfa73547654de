import { z } from 'zod'
import { resourceKind } from '../../domain/service/resource.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { userTable } from '../../projections/identity/user.ts'
import { businessCalendarTable } from '../../projections/service/business-calendar.ts'
import { resourceGroupTable, resourceTable } from '../../projections/service/resource.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const resourceQueries = recordQueries(resourceTable)({
  resource: 'resources',
  summary: 'People, equipment and facilities whose time is planned',
  row: z.object({
    name: z.string(),
    kind: resourceKind,
    userId: uuid.nullable(),
    skills: z.array(z.string()),
    calendarId: uuid,
    capacity: z.int(),
    site: z.string().nullable(),
    archived: z.boolean(),
  }),
  references: { userId: userTable, calendarId: businessCalendarTable },
  filters: { kind: resourceKind, userId: uuid, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'site'],
})

export const resourceGroupQueries = recordQueries(resourceGroupTable)({
  resource: 'resource-groups',
  summary: 'Groups of resources of which any one will do',
  row: z.object({ name: z.string(), resourceIds: z.array(uuid), archived: z.boolean() }),
  several: { resourceIds: resourceTable },
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
