import { Megaphone } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Campaign = Replies['/campaigns/{id}']

export const campaign: RecordEntry = {
  is: 'record',
  model: 'campaign',
  path: 'campaigns',
  one: 'campaign',
  many: 'campaigns',
  group: 'Marketing',
  create: 'campaign.create',
  icon: Megaphone,
  load: async () => (await import('./campaign.tsx')).campaign,
}
