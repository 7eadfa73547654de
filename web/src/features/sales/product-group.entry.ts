import { FolderTree } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ProductGroup = Replies['/product-groups/{id}']

export const productGroup: RecordEntry = {
  is: 'record',
  model: 'productGroup',
  path: 'product-groups',
  one: 'product group',
  many: 'product groups',
  group: 'Set-up',
  create: 'productGroup.create',
  directory: true,
  configuration: true,
  icon: FolderTree,
  on: { productGroup: { by: 'parentId', columns: [], empty: 'No group is part of this one.' } },
  load: async () => (await import('./product-group.ts')).productGroup,
}
