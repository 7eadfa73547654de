import { Activity } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const pipelineHealth: ScreenEntry = {
  is: 'screen',
  path: 'pipeline-health',
  label: 'Pipeline health',
  group: 'Sales',
  needs: 'opportunity.read',
  models: ['opportunity'],
  start: true,
  icon: Activity,
  load: async () => (await import('./pipeline-health.tsx')).PipelineHealthScreen,
}
