import { UserRound } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Contact = Replies['/contacts/{id}']

export const contact: RecordEntry = {
  is: 'record',
  model: 'contact',
  path: 'contacts',
  one: 'contact',
  many: 'contacts',
  group: 'Customers',
  create: 'contact.create',
  personal: true,
  anywhere: true,
  followed: true,
  start: true,
  on: {
    account: { by: 'accountId', columns: ['title', 'email'], empty: 'Nobody is known here yet.' },
  },
  icon: UserRound,
  load: async () => (await import('./contact.tsx')).contact,
}
