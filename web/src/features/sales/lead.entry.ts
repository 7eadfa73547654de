import { UserRoundPlus } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Lead = Replies['/leads/{id}']
/** The score with each rule, its conditions and what they found. */
export type ScoreExplained = Replies['/leads/{id}/score']
/** Why a lead is whose it is. */
export type AssignmentExplained = Replies['/leads/{id}/assignment']
/** How long a lead has been in each status. */
export type Progress = Replies['/leads/{id}/progress']

/** As the criterion of a list: those that somebody is to work on. */
export const stillOpen = JSON.stringify({
  field: 'status',
  operator: 'one-of',
  value: ['new', 'working', 'qualified'],
})

export const lead: RecordEntry = {
  is: 'record',
  model: 'lead',
  path: 'leads',
  one: 'lead',
  many: 'leads',
  group: 'Sales',
  create: 'lead.capture',
  personal: true,
  anywhere: true,
  followed: true,
  start: true,
  shortcut: '2',
  widgets: [
    {
      id: 'my-leads',
      title: 'My leads',
      needs: 'lead.change',
      atFirst: 3,
      where: (me) => ({ ownerId: me, where: stillOpen, sort: '-score' }),
      columns: ['company', 'status', 'score'],
      empty: 'No lead waits for you.',
    },
  ],
  on: {
    contact: {
      by: 'referrerId',
      columns: ['company', 'status', 'createdAt'],
      empty: 'Nobody came to us through this person.',
    },
  },
  icon: UserRoundPlus,
  load: async () => (await import('./lead.tsx')).lead,
}
