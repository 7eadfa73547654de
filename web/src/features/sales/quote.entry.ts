import { FileText } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Quote = Replies['/quotes/{id}']

export const quote: RecordEntry = {
  is: 'record',
  model: 'quote',
  path: 'quotes',
  one: 'quote',
  many: 'quotes',
  group: 'Sales',
  followed: true,
  widgets: [
    {
      id: 'approvals',
      title: 'Quotes that wait for approval',
      needs: 'quote.approve',
      ofTeam: true,
      atFirst: 1,
      where: () => ({ approval: 'requested' }),
      columns: ['discountPercent', 'approvalReason', 'ownerId'],
      empty: 'No quote waits for approval.',
    },
  ],
  icon: FileText,
  load: async () => (await import('./quote.tsx')).quote,
}
