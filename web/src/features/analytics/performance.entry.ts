import { Trophy } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const performance: ScreenEntry = {
  is: 'screen',
  path: 'performance',
  label: 'Performance',
  group: 'Sales',
  needs: 'performance.read',
  models: ['opportunity', 'lead', 'activity'],
  icon: Trophy,
  load: async () => (await import('./performance/screen.tsx')).PerformanceScreen,
}
