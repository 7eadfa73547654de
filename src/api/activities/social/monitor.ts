import { z } from 'zod'
import { monitored } from '../../../domain/activities/social-monitor.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { socialAccountTable } from '../../../projections/activities/social-account.ts'
import { socialMonitorTable } from '../../../projections/activities/social-monitor.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const socialMonitorQueries = recordQueries(socialMonitorTable)({
  resource: 'social-monitors',
  summary: 'What is listened for in social networks',
  row: z.object({
    name: z.string(),
    socialAccountId: uuid.describe('By which account of ours it is looked.'),
    is: monitored,
    term: z.string(),
    archived: z.boolean(),
  }),
  shown: ({ ownerId: __, teamId: ___, ...row }) => row,
  references: { socialAccountId: socialAccountTable },
  filters: { archived: flag, socialAccountId: uuid },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'term'],
})
