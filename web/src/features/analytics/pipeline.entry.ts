import { Columns3 } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const pipeline: ScreenEntry = {
  is: 'screen',
  path: 'pipeline',
  label: 'Pipeline',
  group: 'Sales',
  needs: 'opportunity.read',
  models: ['opportunity'],
  start: true,
  shortcut: '1',
  icon: Columns3,
  load: async () => (await import('./pipeline/board-screen.tsx')).BoardScreen,
}
