import { FileUp } from 'lucide-react'
import type { PostImports } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

/** What an import is asked with. */
export type Import = PostImports

export const dataImport: ScreenEntry = {
  is: 'screen',
  path: 'import',
  label: 'Import',
  group: 'Set-up',
  needs: 'import.run',
  icon: FileUp,
  load: async () => (await import('./import.tsx')).ImportScreen,
}
