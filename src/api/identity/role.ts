import { z } from 'zod'
import { role } from '../../domain/identity/role.ts'
import { roleTable } from '../../projections/identity/role.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const fields = z.record(z.string(), z.array(z.string()))

export const roleQueries = recordQueries(roleTable)({
  resource: 'roles',
  summary: 'Roles, and what they let their holders do and see',
  row: z.object({
    name: z.string(),
    builtIn: z.string().nullable(),
    may: z.array(z.string()),
    seesAll: z.array(z.string()),
    seesMembers: z.boolean(),
    queues: z.array(z.string()),
    hidden: fields,
    readOnly: fields,
    archived: z.boolean(),
  }),
  shown: (row) => row,
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const roleTitles = titlesOf(role, {
  'role.defined': ({ data }) => `Role ${data.name} defined`,
  'role.followed': ({ data: { changes } }) =>
    Object.keys(changes).length > 0
      ? `Follows the release: ${Object.keys(changes).join(', ')}`
      : 'Follows the release, which changes nothing here',
  'role.changed': ({ data: { changes } }) => `Changed: ${Object.keys(changes).join(', ')}`,
})
