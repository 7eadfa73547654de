import { Mailbox as MailboxIcon } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Mailbox = Replies['/mailboxes/{id}']
export type Standing = Replies['/mailboxes/{id}/standing']

export const mailbox: RecordEntry = {
  is: 'record',
  model: 'mailbox',
  path: 'mailboxes',
  one: 'mailbox',
  many: 'mailboxes',
  group: 'Set-up',
  create: 'mailbox.create',
  configuration: true,
  icon: MailboxIcon,
  load: async () => (await import('./mailbox.tsx')).mailbox,
}
