import { Package } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Product = Replies['/products/{id}']

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
  icon: Package,
  load: async () => (await import('./product.ts')).product,
}
