import { Send } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Mailing = Replies['/mailings/{id}']

export const mailing: RecordEntry = {
  is: 'record',
  model: 'mailing',
  path: 'mailings',
  one: 'mailing',
  many: 'mailings',
  group: 'Marketing',
  create: 'mailing.create',
  icon: Send,
  load: async () => (await import('./mailing.tsx')).mailing,
}
