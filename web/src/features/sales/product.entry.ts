import { Package } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Product = Replies['/products/{id}']

/** Whether it can be put on new lines: it is sold, and can be had. */
export const isOffered = ({ archived, available }: Product): boolean => !archived && available !== false

export const product: RecordEntry = {
  is: 'record',
  model: 'product',
  path: 'products',
  one: 'product',
  many: 'products',
  group: 'Set-up',
  create: 'product.create',
  directory: true,
  configuration: true,
  on: {
    productGroup: {
      by: 'groupId',
      columns: ['code', 'price', 'available'],
      empty: 'No product is in this group.',
    },
    account: { by: 'vendorId', columns: ['code', 'price'], empty: 'Nothing that we sell comes from them.' },
  },
  icon: Package,
  load: async () => (await import('./product.tsx')).product,
}
