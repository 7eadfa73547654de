import { Route } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const processPaths: ScreenEntry = {
  is: 'screen',
  path: 'process-paths',
  label: 'Paths',
  group: 'Work',
  needs: 'report.read',
  models: ['opportunity', 'lead', 'ticket'],
  icon: Route,
  load: async () => (await import('./process-paths.tsx')).ProcessPathsScreen,
}
