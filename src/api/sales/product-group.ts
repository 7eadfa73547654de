import { z } from 'zod'
import { productGroup } from '../../domain/sales/product-group.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const productGroupQueries = recordQueries(productGroupTable)({
  resource: 'product-groups',
  summary: 'Groups of products, and what each is part of',
  row: z.object({ name: z.string(), parentId: uuid.nullable(), archived: z.boolean() }),
  references: { parentId: productGroupTable },
  filters: { parentId: uuid, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const productGroupTitles = titlesOf(productGroup, {
  'productGroup.created': ({ data }) => `Group ${data.name} created`,
  'productGroup.changed': ({ data: { changes }, before }) => {
    if (changes.name) return `Renamed from ${before.name} to ${changes.name}`
    return changes.parentId ? 'Made part of another group' : 'Made a group of its own'
  },
  'productGroup.archived': () => 'Group archived',
  'productGroup.restored': () => 'Group restored',
})
