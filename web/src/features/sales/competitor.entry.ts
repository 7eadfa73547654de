import { Swords } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Competitor = Replies['/competitors/{id}']

export const competitor: RecordEntry = {
  is: 'record',
  model: 'competitor',
  path: 'competitors',
  one: 'competitor',
  many: 'competitors',
  group: 'Sales',
  create: 'competitor.create',
  directory: true,
  icon: Swords,
  load: async () => (await import('./competitor.tsx')).competitor,
}
