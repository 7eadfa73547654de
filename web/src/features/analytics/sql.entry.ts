import { Database } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const sql: ScreenEntry = {
  is: 'screen',
  path: 'sql',
  label: 'SQL',
  group: 'Work',
  needs: 'sql.read',
  icon: Database,
  load: async () => (await import('./sql.tsx')).SqlScreen,
}
