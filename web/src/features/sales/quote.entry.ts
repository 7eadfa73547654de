import { FileText } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Quote = Replies['/quotes/{id}']

export const quote: RecordEntry = {
  is: 'record',
  model: 'quote',
  path: 'quotes',
  one: 'quote',
  many: 'quotes',
  group: 'Sales',
  searched: true,
  followed: true,
  icon: FileText,
  load: async () => (await import('./quote.tsx')).quote,
}
