import { FileInput } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type LeadForm = Replies['/lead-forms/{id}']

export const leadForm: RecordEntry = {
  is: 'record',
  model: 'leadForm',
  path: 'lead-forms',
  one: 'form',
  many: 'forms',
  group: 'Set-up',
  create: 'leadForm.create',
  directory: true,
  configuration: true,
  icon: FileInput,
  load: async () => (await import('./lead-form.tsx')).leadForm,
}
