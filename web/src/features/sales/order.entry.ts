import { ReceiptText } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Order = Replies['/orders/{id}']

export const order: RecordEntry = {
  is: 'record',
  model: 'order',
  path: 'orders',
  one: 'order',
  many: 'orders',
  group: 'Sales',
  followed: true,
  on: {
    opportunity: {
      by: 'opportunityId',
      columns: ['gross', 'placedAt'],
      empty: 'An order appears here by itself when a quote is accepted.',
    },
  },
  icon: ReceiptText,
  load: async () => (await import('./order.tsx')).order,
}
