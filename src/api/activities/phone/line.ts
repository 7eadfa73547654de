import { z } from 'zod'
import { uuid } from '../../../domain/values/uuid.ts'
import { phoneLineTable } from '../../../projections/activities/phone-line.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const phoneLineQueries = recordQueries(phoneLineTable)({
  resource: 'phone-lines',
  summary: 'Telephone lines, and whose they are',
  row: z.object({
    name: z.string(),
    server: z.string(),
    domain: z.string(),
    login: z.string(),
    country: z.string(),
    userId: uuid.nullable(),
    hasPassword: z.boolean(),
    archived: z.boolean(),
  }),
  references: { userId: userTable },
  filters: { archived: flag, userId: uuid },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'login'],
})
