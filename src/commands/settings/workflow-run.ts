import { workflowRun } from '../../domain/settings/workflow-run.ts'
import { commandsOf } from '../command.ts'

/** Begun and carried on by process managers; people can only stop one. */
export const workflowRunCommands = commandsOf(workflowRun, () => ({
  'workflowRun.begin': { summary: 'Follow a rule of the workflow', internal: true },
  'workflowRun.advance': { summary: 'Note what came of an action', internal: true },
  'workflowRun.stop': { summary: 'Do nothing more of a run of the workflow' },
}))
