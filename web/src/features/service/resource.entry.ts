import { Wrench } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type PlannedResource = Replies['/resources/{id}']

export const plannedResource: RecordEntry = {
  is: 'record',
  model: 'resource',
  path: 'resources',
  one: 'resource',
  many: 'resources',
  group: 'Set-up',
  create: 'resource.create',
  directory: true,
  configuration: true,
  icon: Wrench,
  load: async () => (await import('./resource.tsx')).plannedResource,
}
