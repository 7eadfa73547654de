import { Milestone } from 'lucide-react'
import type { RecordEntry } from '../../records/entry.ts'

export const pipeline: RecordEntry = {
  is: 'record',
  model: 'pipeline',
  path: 'pipelines',
  one: 'pipeline',
  many: 'pipelines',
  group: 'Set-up',
  create: 'pipeline.create',
  directory: true,
  configuration: true,
  icon: Milestone,
  load: async () => (await import('./pipeline.tsx')).pipeline,
}
