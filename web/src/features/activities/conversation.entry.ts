import { Inbox } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ConversationRow = Replies['/conversations/{id}']
export type Mails = Replies['/conversations/{id}/messages']
export type Mail = Mails['items'][number]

export const conversation: RecordEntry = {
  is: 'record',
  model: 'conversation',
  path: 'conversations',
  one: 'conversation',
  many: 'conversations',
  group: 'Work',
  create: 'conversation.begin',
  personal: true,
  start: true,
  widgets: [
    {
      id: 'my-conversations',
      title: 'Conversations to answer',
      needs: 'conversation.read',
      where: (me) => ({ assigneeId: me, status: 'open' }),
      columns: ['from', 'lastAt'],
      empty: 'No conversation waits for you.',
    },
  ],
  icon: Inbox,
  load: async () => (await import('./conversation.tsx')).conversation,
}
