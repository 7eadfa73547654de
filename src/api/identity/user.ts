import { z } from 'zod'
import { role } from '../../domain/identity/role.ts'
import { userTable } from '../../projections/identity/user.ts'
import { uuid } from '../asking.ts'
import { list } from '../list.ts'
import { keptColumns, pageOf, pageParameters, sortBy } from '../page.ts'
import { query } from '../query.ts'

const row = keptColumns.extend({
  name: z.string(),
  email: z.string(),
  role,
  teamId: z.uuid().nullable(),
  timeZone: z.string(),
  active: z.boolean(),
})

export const userQueries = [
  query(userTable)({
    name: 'users',
    path: '/users',
    summary: 'Users by name, e-mail, role and team',
    permission: 'user.read',
    parameters: pageParameters.extend({
      sort: sortBy(['name', 'email', 'role', 'createdAt', 'updatedAt']),
      role: role.optional(),
      teamId: uuid.optional(),
      active: z.enum(['true', 'false']).optional(),
    }),
    reply: pageOf(row),
    run: ({ db, parameters: { role, teamId, active, ...page }, asOf }) =>
      list(db, userTable, {
        sort: 'name',
        ...page,
        search: ['name', 'email'],
        filters: [
          { column: 'role', eq: role },
          { column: 'teamId', eq: teamId },
          { column: 'active', eq: active && active === 'true' },
        ],
        scope: [asOf],
      }),
  }),
  query(userTable)({
    name: 'user',
    path: '/users/:id',
    summary: 'One user',
    permission: 'user.read',
    parameters: z.object({ id: uuid }),
    reply: row,
    run: ({ db, parameters: { id } }) =>
      db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst(),
  }),
]
