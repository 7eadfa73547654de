import { z } from 'zod'
import { tagTone } from '../../domain/settings/tag.ts'
import { tagTable } from '../../projections/settings/tag.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const tagQueries = recordQueries(tagTable)({
  resource: 'tags',
  summary: 'Tags by name',
  row: z.object({ name: z.string(), tone: tagTone, archived: z.boolean() }),
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})
