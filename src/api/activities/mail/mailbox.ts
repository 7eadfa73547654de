import { z } from 'zod'
import { mailServer } from '../../../domain/activities/mailbox.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { mailboxTable } from '../../../projections/activities/mailbox.ts'
import { teamTable } from '../../../projections/identity/team.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const mailboxQueries = recordQueries(mailboxTable)({
  resource: 'mailboxes',
  summary: 'Mailboxes: one’s own and those that are shared with one',
  row: z.object({
    name: z.string(),
    address: z.string(),
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    imap: mailServer.nullable(),
    smtp: mailServer.nullable(),
    login: z.string(),
    tickets: z.boolean(),
    checkedBy: z.string().nullable(),
    signature: z.string().nullable(),
    hasPassword: z.boolean(),
    archived: z.boolean(),
  }),
  references: { ownerId: userTable, teamId: teamTable },
  filters: { archived: flag, ownerId: uuid, teamId: uuid },
  sorts: ['name', 'address', 'createdAt', 'updatedAt'],
  search: ['name', 'address'],
})
