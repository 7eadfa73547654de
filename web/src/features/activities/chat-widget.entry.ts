import { MessagesSquare } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ChatWidget = Replies['/chat-widgets/{id}']

export const chatWidget: RecordEntry = {
  is: 'record',
  model: 'chatWidget',
  path: 'chat-widgets',
  one: 'chat',
  many: 'chats',
  group: 'Set-up',
  create: 'chatWidget.create',
  directory: true,
  configuration: true,
  icon: MessagesSquare,
  load: async () => (await import('./chat-widget.tsx')).chatWidget,
}
