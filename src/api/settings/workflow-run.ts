import { z } from 'zod'
import { runStatus, stopReason, workflowRun } from '../../domain/settings/workflow-run.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { workflowRunTable } from '../../projections/settings/workflow-run.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const told = z
  .object({
    step: z.int(),
    is: z
      .enum(['done', 'unchanged', 'refused', 'told', 'waits'])
      .register(vocabulary, { id: 'WorkflowStepIs' }),
    at: instant,
    message: z.string().nullable(),
  })
  .register(vocabulary, { id: 'WorkflowStep' })

export const workflowRunQueries = recordQueries(workflowRunTable)({
  resource: 'workflow-runs',
  summary: 'What the workflow did by itself: by which rule, because of what, and what came of it',
  row: z.object({
    rule: z.string().describe('The id of the rule in its set.'),
    ruleName: z.string(),
    ruleVersion: z.int(),
    eventId: uuid,
    eventType: z.string(),
    model: z.string(),
    recordId: uuid,
    depth: z.int().describe('How many runs it came of, one of another.'),
    status: runStatus,
    stoppedBecause: stopReason.nullable(),
    step: z.int().describe('How many of its actions are done.'),
    steps: z.int(),
    waitingUntil: instant.nullable(),
    results: z.array(told),
  }),
  shown: ({ results, ...row }) => ({ ...row, results: results as z.input<typeof told>[] }),
  filters: { status: runStatus, rule: z.string().max(60), model: z.string().max(60), recordId: uuid },
  sorts: ['-createdAt', 'updatedAt', 'ruleName'],
  search: ['ruleName'],
})

const why: Readonly<Record<z.output<typeof stopReason>, string>> = {
  loop: 'it goes round in a circle',
  storm: 'the rule was followed too often within an hour',
  'no-longer': 'the rule holds no more',
  gone: 'the record is gone',
  'by-hand': 'somebody wanted that',
}

export const workflowRunTitles = titlesOf(workflowRun, {
  'workflowRun.begun': ({ data: { rule, event } }) => `Rule ${rule.name} begun because of ${event.type}`,
  'workflowRun.acted': ({ data, before }) =>
    `${nameOf(before.actions[data.step])} ${data.is === 'done' ? 'done' : 'had nothing to change'}`,
  'workflowRun.refused': ({ data, before }) =>
    `${nameOf(before.actions[data.step])} refused: ${data.message}`,
  'workflowRun.notified': ({ data }) =>
    `Notice given to ${data.userIds.length === 1 ? 'one person' : `${data.userIds.length} people`}`,
  'workflowRun.waited': ({ data }) => `Waits until ${data.until}`,
  'workflowRun.stopped': ({ data }) => `Stopped, because ${why[data.reason]}`,
  'workflowRun.completed': () => 'Completed',
})

function nameOf(action: { do: string; command?: string } | undefined): string {
  if (action?.do === 'command') return `Command ${action.command}`
  if (action?.do === 'message') return 'Message'
  if (action?.do === 'lead') return 'Lead'
  return action?.do === 'task' ? 'Task' : 'Action'
}
