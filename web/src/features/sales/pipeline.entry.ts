import { Milestone } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Pipeline = Replies['/pipelines/{id}']
export type Stage = NonNullable<Pipeline['stages']>[number]

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
