import { Building2 } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Account = Replies['/accounts/{id}']

export const account: RecordEntry = {
  is: 'record',
  model: 'account',
  path: 'accounts',
  one: 'account',
  many: 'accounts',
  group: 'Customers',
  create: 'account.create',
  anywhere: true,
  followed: true,
  on: {
    account: {
      by: 'parentId',
      columns: ['relation', 'sizeBand'],
      empty: 'No other account belongs to this one.',
    },
  },
  icon: Building2,
  load: async () => (await import('./account.tsx')).account,
}
