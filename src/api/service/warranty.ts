import { z } from 'zod'
import { warrantyTable } from '../../projections/service/warranty.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const warrantyQueries = recordQueries(warrantyTable)({
  resource: 'warranties',
  summary: 'Terms of warranties by name',
  row: z.object({
    name: z.string(),
    months: z.int(),
    text: z.string().nullable(),
    version: z.int().describe('Of its terms; an asset names the one that it was sold with.'),
    archived: z.boolean(),
  }),
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
