import { BookCheck } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type AccountingRun = Replies['/accounting-runs/{id}']
export type AccountsDue = Replies['/accounting-runs/due']

export const accountingRun: RecordEntry = {
  is: 'record',
  model: 'accountingRun',
  path: 'accounting-runs',
  one: 'accounting run',
  many: 'accounting runs',
  group: 'Sales',
  icon: BookCheck,
  load: async () => (await import('./accounting-run.tsx')).accountingRun,
}
