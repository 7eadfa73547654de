import { MessagesSquare } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SocialMessage = Replies['/social-messages/{id}']

export const socialMessage: RecordEntry = {
  is: 'record',
  model: 'socialMessage',
  path: 'social-messages',
  one: 'social message',
  many: 'social messages',
  group: 'Work',
  icon: MessagesSquare,
  load: async () => (await import('./social-message.tsx')).socialMessage,
}
