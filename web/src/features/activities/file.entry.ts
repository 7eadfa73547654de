import { Paperclip } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, RecordEntry } from '../../records/entry.ts'

export type FileRow = Replies['/files/{id}']
export type FileVersion = NonNullable<FileRow['versions']>[number]

/** Found by its name, and seen with the record it lies with: not in the navigation. */
export const file: RecordEntry = {
  is: 'record',
  model: 'file',
  path: 'files',
  one: 'file',
  many: 'files',
  personal: true,
  icon: Paperclip,
  load: async () => (await import('./file.tsx')).file,
}

/** What lies with a record, on its page. */
export const files: PartEntry = {
  is: 'part',
  models: [
    'account',
    'contact',
    'lead',
    'opportunity',
    'ticket',
    'quote',
    'activity',
    'article',
    'contract',
    'asset',
    'serviceOrder',
  ],
  needs: 'file.read',
  load: async () => (await import('./file/panel.tsx')).FilesPanel,
}
