import { FileCheck } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Invoice = Replies['/invoices/{id}']

export const invoice: RecordEntry = {
  is: 'record',
  model: 'invoice',
  path: 'invoices',
  one: 'invoice',
  many: 'invoices',
  group: 'Sales',
  followed: true,
  on: {
    account: {
      by: 'accountId',
      columns: ['kind', 'issuedOn', 'dueOn', 'gross', 'open'],
      empty: 'An invoice appears here by itself when something goes out.',
    },
  },
  icon: FileCheck,
  load: async () => (await import('./invoice.tsx')).invoice,
}
