import { CalendarX } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type RetentionRule = Replies['/retention-rules/{id}']

export const retentionRule: RecordEntry = {
  is: 'record',
  model: 'retentionRule',
  path: 'retention-rules',
  one: 'retention rule',
  many: 'retention rules',
  create: 'retentionRule.create',
  configuration: true,
  icon: CalendarX,
  load: async () => (await import('./retention-rule.tsx')).retentionRule,
}
