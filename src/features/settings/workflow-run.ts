import { workflowAction } from '../../api/settings/workflow-action.ts'
import { workflowRunQueries, workflowRunTitles } from '../../api/settings/workflow-run.ts'
import { workflowWatch as watchStep } from '../../api/settings/workflow-watch.ts'
import { workflowRunCommands } from '../../commands/settings/workflow-run.ts'
import { told } from '../../domain/identity/notice.ts'
import { workflowRun as decider } from '../../domain/settings/workflow-run.ts'
import { workflowRunTable } from '../../projections/settings/workflow-run.ts'
import { workflowRuns, workflowWatch } from '../../sagas/settings/workflow.ts'
import { feature } from '../feature.ts'

/** What the rules of the workflow do by themselves, each time they are followed. */
export const workflowRun = feature({
  decider,
  resource: 'workflow-runs',
  // It is nobody's own: who may read them sees all.
  grants: () => [],
  authority: { manager: { may: ['workflowRun.*'], seesAll: true } },
  table: workflowRunTable,
  commands: workflowRunCommands,
  queries: workflowRunQueries,
  titles: workflowRunTitles,
  sagas: [workflowWatch, workflowRuns],
  effects: { 'workflowRun.begin': watchStep, 'workflowRun.advance': workflowAction },
  told: told(decider)(
    { 'workflow.notice': 'A workflow rule calls you to this' },
    {
      'workflowRun.notified': ({ data }) => ({ ...data, kind: 'workflow.notice' }),
    },
  ),
})
