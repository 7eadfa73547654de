import { TextCursorInput } from 'lucide-react'
import type { RecordEntry } from '../../records/entry.ts'

export const fieldSet: RecordEntry = {
  is: 'record',
  model: 'fieldSet',
  path: 'field-sets',
  one: 'set of fields',
  many: 'custom fields',
  group: 'Set-up',
  directory: true,
  configuration: true,
  icon: TextCursorInput,
  load: async () => (await import('./field-set.tsx')).fieldSet,
}
