import { z } from 'zod'
import { teamTable } from '../../projections/identity/team.ts'
import { uuid } from '../asking.ts'
import { list } from '../list.ts'
import { keptColumns, pageOf, pageParameters, sortBy } from '../page.ts'
import { query } from '../query.ts'

const row = keptColumns.extend({
  name: z.string(),
  region: z.string().nullable(),
  managerId: z.uuid().nullable(),
  archived: z.boolean(),
})

export const teamQueries = [
  query(teamTable)({
    name: 'teams',
    path: '/teams',
    summary: 'Teams by name and region',
    permission: 'team.read',
    parameters: pageParameters.extend({
      sort: sortBy(['name', 'region', 'createdAt', 'updatedAt']),
      managerId: uuid.optional(),
    }),
    reply: pageOf(row),
    run: ({ db, parameters: { managerId, ...page }, asOf }) =>
      list(db, teamTable, {
        sort: 'name',
        ...page,
        search: ['name', 'region'],
        filters: [{ column: 'managerId', eq: managerId }],
        scope: [asOf],
      }),
  }),
  query(teamTable)({
    name: 'team',
    path: '/teams/:id',
    summary: 'One team',
    permission: 'team.read',
    parameters: z.object({ id: uuid }),
    reply: row,
    run: ({ db, parameters: { id } }) =>
      db.selectFrom('team').selectAll().where('id', '=', id).executeTakeFirst(),
  }),
]
