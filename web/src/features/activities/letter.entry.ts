import { MailOpen } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Letter = Replies['/letters/{id}']

export const letter: RecordEntry = {
  is: 'record',
  model: 'letter',
  path: 'letters',
  one: 'letter',
  many: 'letters',
  group: 'Work',
  create: 'letter.write',
  personal: true,
  on: {
    contact: {
      by: 'contactId',
      columns: ['subject', 'status', 'postedAt'],
      empty: 'No letter was written to them.',
    },
    mailing: {
      by: 'mailingId',
      columns: ['contactId', 'status', 'postedAt'],
      empty: 'No letter of it was written.',
    },
  },
  icon: MailOpen,
  load: async () => (await import('./letter.tsx')).letter,
}
