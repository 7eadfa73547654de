import { z } from 'zod'
import { uuid } from '../../../domain/values/uuid.ts'
import { socialAccountTable } from '../../../projections/activities/social-account.ts'
import { teamTable } from '../../../projections/identity/team.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const socialAccountQueries = recordQueries(socialAccountTable)({
  resource: 'social-accounts',
  summary: 'Accounts in social networks: one’s own and those that are shared with one',
  row: z.object({
    name: z.string(),
    server: z.string(),
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    handle: z.string().nullable().describe('Who we are there; null until its server was asked.'),
    url: z.string().nullable(),
    hasPassword: z.boolean().describe('Whether its token is known.'),
    archived: z.boolean(),
  }),
  shown: ({ networkId: __, ...row }) => row,
  references: { ownerId: userTable, teamId: teamTable },
  filters: { archived: flag, ownerId: uuid, teamId: uuid },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'handle'],
})
