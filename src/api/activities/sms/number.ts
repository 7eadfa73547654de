import { z } from 'zod'
import { smsGateway } from '../../../domain/activities/sms-number.ts'
import { unitPrice } from '../../../domain/values/money.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { smsNumberTable } from '../../../projections/activities/sms-number.ts'
import { teamTable } from '../../../projections/identity/team.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const smsNumberQueries = recordQueries(smsNumberTable)({
  resource: 'sms-numbers',
  summary: 'Numbers that texts go out from and come to: one’s own and those that are shared with one',
  row: z.object({
    name: z.string(),
    number: z.string(),
    country: z.string(),
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    gateway: smsGateway.nullable(),
    pricePerPart: unitPrice.nullable(),
    hasPassword: z.boolean(),
    archived: z.boolean(),
  }),
  references: { ownerId: userTable, teamId: teamTable },
  filters: { archived: flag, ownerId: uuid, teamId: uuid },
  sorts: ['name', 'number', 'createdAt', 'updatedAt'],
  search: ['name', 'number'],
})
