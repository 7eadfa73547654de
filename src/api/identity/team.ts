import { z } from 'zod'
import { uuid } from '../../domain/values/uuid.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const teamQueries = recordQueries(teamTable)({
  resource: 'teams',
  summary: 'Teams by name and region',
  row: z.object({
    name: z.string(),
    region: z.string().nullable(),
    managerId: uuid.nullable(),
    parentId: uuid.nullable(),
    archived: z.boolean(),
  }),
  shown: (row) => row,
  references: { managerId: userTable, parentId: teamTable },
  filters: { region: z.string(), managerId: uuid, parentId: uuid, archived: flag },
  sorts: ['name', 'region', 'createdAt', 'updatedAt'],
  search: ['name', 'region'],
})
