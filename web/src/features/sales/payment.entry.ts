import { Landmark } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Payment = Replies['/payments/{id}']

export const payment: RecordEntry = {
  is: 'record',
  model: 'payment',
  path: 'payments',
  one: 'payment',
  many: 'payments',
  group: 'Sales',
  create: 'payment.record',
  followed: true,
  on: {
    account: {
      by: 'accountId',
      columns: ['receivedOn', 'paid', 'status'],
      empty: 'No payment of this account is known yet.',
    },
  },
  icon: Landmark,
  load: async () => (await import('./payment.tsx')).payment,
}
