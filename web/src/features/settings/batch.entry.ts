import { ListChecks } from 'lucide-react'
import type { RecordEntry } from '../../records/entry.ts'

/** What is done to many records at once. */
export const batch: RecordEntry = {
  is: 'record',
  model: 'batch',
  path: 'batches',
  one: 'batch',
  many: 'batches',
  group: 'Trust',
  icon: ListChecks,
  load: async () => (await import('./batch.tsx')).batch,
}
