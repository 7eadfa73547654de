import { TextQuote } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type TextBlock = Replies['/text-blocks/{id}']

export const textBlock: RecordEntry = {
  is: 'record',
  model: 'textBlock',
  path: 'text-blocks',
  one: 'text block',
  many: 'text blocks',
  group: 'Set-up',
  create: 'textBlock.create',
  directory: true,
  configuration: true,
  icon: TextQuote,
  load: async () => (await import('./text-block.ts')).textBlock,
}
