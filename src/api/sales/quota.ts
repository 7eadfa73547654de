import { z } from 'zod'
import { quota } from '../../domain/sales/quota.ts'
import { day } from '../../domain/values/day.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { quotaTable } from '../../projections/sales/quota.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, moneyReply } from './money.ts'

export const quotaQueries = recordQueries(quotaTable)({
  resource: 'quotas',
  summary: 'Quotas of people and teams, by period',
  row: z.object({
    ownerId: uuid.nullable(),
    teamId: uuid.nullable(),
    startsOn: day,
    endsOn: day,
    target: moneyReply,
    archived: z.boolean(),
  }),
  shown: ({ amount, currency, ...row }) => ({ ...row, target: moneyOf(amount, currency) }),
  references: { ownerId: userTable, teamId: teamTable },
  filters: { ownerId: uuid, teamId: uuid, archived: flag },
  ranges: { startsOn: day, endsOn: day },
  sorts: ['-startsOn', 'endsOn', 'createdAt', 'updatedAt'],
})

export const quotaTitles = titlesOf(quota, {
  'quota.created': ({ data: { target, startsOn, endsOn } }) =>
    `Quota of ${formatMoney(target)} set for ${startsOn} to ${endsOn}`,
  'quota.changed': ({ data: { changes }, before }) =>
    changes.target
      ? `Quota changed from ${formatMoney(before.target)} to ${formatMoney(changes.target)}`
      : 'Period of the quota changed',
})
