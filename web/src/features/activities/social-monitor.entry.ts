import { Ear } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SocialMonitor = Replies['/social-monitors/{id}']

export const socialMonitor: RecordEntry = {
  is: 'record',
  model: 'socialMonitor',
  path: 'social-monitors',
  one: 'social monitor',
  many: 'social monitors',
  group: 'Set-up',
  create: 'socialMonitor.create',
  configuration: true,
  icon: Ear,
  load: async () => (await import('./social-monitor.tsx')).socialMonitor,
}
