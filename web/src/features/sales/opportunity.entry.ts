import { Target } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Opportunity = Replies['/opportunities/{id}']

export const opportunity: RecordEntry = {
  is: 'record',
  model: 'opportunity',
  path: 'opportunities',
  one: 'opportunity',
  many: 'opportunities',
  group: 'Sales',
  create: 'opportunity.open',
  searched: true,
  anywhere: true,
  followed: true,
  start: true,
  widgets: [
    {
      id: 'my-deals',
      title: 'My open deals',
      needs: 'opportunity.read',
      atFirst: 1,
      where: (me) => ({ ownerId: me, status: 'open', sort: 'closeDate' }),
      columns: ['stageName', 'amount', 'closeDate'],
      empty: 'No open deal is yours.',
    },
  ],
  on: {
    account: {
      by: 'accountId',
      columns: ['stageName', 'amount', 'closeDate'],
      empty: 'No opportunities with this account yet.',
    },
    contact: {
      by: 'contactId',
      columns: ['stageName', 'amount', 'closeDate'],
      empty: 'No opportunities with this person yet.',
    },
  },
  icon: Target,
  load: async () => (await import('./opportunity.tsx')).opportunity,
}
