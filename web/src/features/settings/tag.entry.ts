import { Tags } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type TagRecord = Replies['/tags/{id}']

export const tag: RecordEntry = {
  is: 'record',
  model: 'tag',
  path: 'tags',
  one: 'tag',
  many: 'tags',
  group: 'Set-up',
  create: 'tag.create',
  directory: true,
  configuration: true,
  icon: Tags,
  load: async () => (await import('./tag.tsx')).tag,
}
