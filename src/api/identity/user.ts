import { z } from 'zod'
import { role } from '../../domain/identity/authority.ts'
import { email } from '../../domain/values/email.ts'
import { timeZone } from '../../domain/values/time-zone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const userQueries = recordQueries(userTable)({
  resource: 'users',
  summary: 'Users by name, e-mail, role and team',
  row: z.object({
    name: z.string(),
    email,
    role: z.string(),
    teamId: uuid.nullable(),
    timeZone,
    skills: z.array(z.string()).describe('What they can do, by which work is shared out.'),
    active: z.boolean(),
    removed: z.boolean().describe('For good, with all that says who they were.'),
  }),
  shown: (row) => row,
  references: { teamId: teamTable },
  filters: { role, teamId: uuid, active: flag },
  sorts: ['name', 'email', 'role', 'createdAt', 'updatedAt'],
  search: ['name', 'email'],
})
