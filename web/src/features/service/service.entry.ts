import { HandHelping } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Service = Replies['/services/{id}']

export const serviceOffered: RecordEntry = {
  is: 'record',
  model: 'service',
  path: 'services',
  one: 'service',
  many: 'services',
  group: 'Set-up',
  create: 'service.create',
  directory: true,
  configuration: true,
  icon: HandHelping,
  load: async () => (await import('./service.tsx')).serviceOffered,
}
