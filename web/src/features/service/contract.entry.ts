import { FileSignature } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Contract = Replies['/contracts/{id}']
export type Attainment = Replies['/sla-attainment']
export type AttainmentTickets = Replies['/sla-attainment/tickets']

export const contract: RecordEntry = {
  is: 'record',
  model: 'contract',
  path: 'contracts',
  one: 'contract',
  many: 'contracts',
  group: 'Service',
  create: 'contract.create',
  anywhere: true,
  followed: true,
  widgets: [
    {
      id: 'contracts-ending',
      title: 'Contracts that end soon',
      needs: 'contract.change',
      where: () => ({ noticeDue: 'true', sort: 'endsOn' }),
      columns: ['accountId', 'endsOn', 'price'],
      empty: 'Nobody was told of a contract that ends.',
    },
  ],
  on: {
    account: {
      by: 'accountId',
      columns: ['status', 'tier', 'endsOn', 'price'],
      empty: 'No contract with this account.',
    },
  },
  icon: FileSignature,
  load: async () => (await import('./contract.tsx')).contract,
}
