import { LayoutTemplate } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type MessageTemplate = Replies['/message-templates/{id}']

export const messageTemplate: RecordEntry = {
  is: 'record',
  model: 'messageTemplate',
  path: 'message-templates',
  one: 'template',
  many: 'templates',
  group: 'Marketing',
  create: 'messageTemplate.create',
  icon: LayoutTemplate,
  load: async () => (await import('./message-template.tsx')).messageTemplate,
}
