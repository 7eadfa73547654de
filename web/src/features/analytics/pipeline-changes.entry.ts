import { GitCompareArrows } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const pipelineChanges: ScreenEntry = {
  is: 'screen',
  path: 'pipeline-changes',
  label: 'Pipeline changes',
  group: 'Sales',
  needs: 'opportunity.read',
  models: ['opportunity'],
  icon: GitCompareArrows,
  load: async () => (await import('./pipeline-changes.tsx')).PipelineChangesScreen,
}
