import { Workflow as WorkflowIcon } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type WorkflowRun = Replies['/workflow-runs/{id}']

/** What the workflow did by itself. */
export const workflowRun: RecordEntry = {
  is: 'record',
  model: 'workflowRun',
  path: 'workflow-runs',
  one: 'workflow run',
  many: 'workflow runs',
  group: 'Set-up',
  configuration: true,
  icon: WorkflowIcon,
  load: async () => (await import('./workflow-run.tsx')).workflowRun,
}
