import { Gauge } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SlaPolicy = Replies['/sla-policies/{id}']

export const slaPolicy: RecordEntry = {
  is: 'record',
  model: 'slaPolicy',
  path: 'sla-policies',
  one: 'SLA policy',
  many: 'SLA policies',
  group: 'Set-up',
  create: 'slaPolicy.create',
  directory: true,
  configuration: true,
  icon: Gauge,
  load: async () => (await import('./sla-policy.tsx')).slaPolicy,
}
