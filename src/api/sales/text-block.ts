import { z } from 'zod'
import { textUse } from '../../domain/sales/text-block.ts'
import { textBlockTable } from '../../projections/sales/text-block.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const textBlockQueries = recordQueries(textBlockTable)({
  resource: 'text-blocks',
  summary: 'Texts that quotes have again and again, by where they stand',
  row: z.object({ name: z.string(), use: textUse, text: z.string(), archived: z.boolean() }),
  filters: { use: textUse, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'text'],
})
