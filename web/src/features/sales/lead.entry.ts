import { UserRoundPlus } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Lead = Replies['/leads/{id}']
/** The score with each rule, its conditions and what they found. */
export type ScoreExplained = Replies['/leads/{id}/score']

export const lead: RecordEntry = {
  is: 'record',
  model: 'lead',
  path: 'leads',
  one: 'lead',
  many: 'leads',
  group: 'Sales',
  create: 'lead.capture',
  personal: true,
  searched: true,
  anywhere: true,
  followed: true,
  start: true,
  shortcut: '2',
  widgets: [
    {
      id: 'my-leads',
      title: 'My leads',
      needs: 'lead.read',
      atFirst: 2,
      where: (me) => ({ ownerId: me, sort: '-score' }),
      columns: ['company', 'status', 'score'],
      empty: 'No lead is yours.',
    },
  ],
  icon: UserRoundPlus,
  load: async () => (await import('./lead.tsx')).lead,
}
