import { Phone } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type PhoneLine = Replies['/phone-lines/{id}']

export const phoneLine: RecordEntry = {
  is: 'record',
  model: 'phoneLine',
  path: 'phone-lines',
  one: 'telephone line',
  many: 'telephone lines',
  group: 'Set-up',
  create: 'phoneLine.create',
  configuration: true,
  icon: Phone,
  load: async () => (await import('./phone-line.tsx')).phoneLine,
}
