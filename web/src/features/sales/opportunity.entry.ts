import { Target } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Opportunity = Replies['/opportunities/{id}']

/** The date so many days from now. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

export const opportunity: RecordEntry = {
  is: 'record',
  model: 'opportunity',
  path: 'opportunities',
  one: 'opportunity',
  many: 'opportunities',
  group: 'Sales',
  create: 'opportunity.open',
  anywhere: true,
  followed: true,
  start: true,
  widgets: [
    {
      id: 'closing-soon',
      title: 'Closing within 30 days',
      needs: 'opportunity.read',
      ofTeam: true,
      atFirst: 1,
      where: () => ({ status: 'open', closeDateTo: inDays(30), sort: 'closeDate' }),
      columns: ['ownerId', 'amount', 'closeDate'],
      empty: 'No open deal closes within 30 days.',
    },
    {
      id: 'my-deals',
      title: 'My open deals',
      needs: 'opportunity.change',
      atFirst: 2,
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
