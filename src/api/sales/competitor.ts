import { z } from 'zod'
import { competitorTable } from '../../projections/sales/competitor.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const competitorQueries = recordQueries(competitorTable)({
  resource: 'competitors',
  summary: 'Competitors by name',
  row: z.object({
    name: z.string(),
    strengths: z.string().nullable(),
    weaknesses: z.string().nullable(),
    positioning: z.string().nullable(),
    products: z.array(z.string()),
    archived: z.boolean(),
  }),
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'positioning'],
})
