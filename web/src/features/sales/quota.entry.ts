import { Goal } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Quota = Replies['/quotas/{id}']

export const quota: RecordEntry = {
  is: 'record',
  model: 'quota',
  path: 'quotas',
  one: 'quota',
  many: 'quotas',
  group: 'Sales',
  create: 'quota.create',
  icon: Goal,
  load: async () => (await import('./quota.ts')).quota,
}
