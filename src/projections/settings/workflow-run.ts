import { type StopReason, type WorkflowRunState, workflowRun } from '../../domain/settings/workflow-run.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<WorkflowRunState['status']> = { sql: 'text', nullable: false }
const reasonText: Column<StopReason> = { sql: 'text', nullable: false }

/** What came of the actions so far, in their order. */
export interface WorkflowTold {
  step: number
  is: string
  at: string
  message: string | null
}

const said = (
  all: readonly WorkflowTold[],
  step: number,
  is: string,
  at: string,
  message: string | null = null,
) => [...all, { step, is, at, message }]

export const workflowRunTable = projection(workflowRun)({
  name: 'workflowRun',
  version: 1,
  columns: {
    rule: text,
    ruleName: text,
    ruleVersion: integer,
    eventId: uuid,
    eventType: text,
    model: text,
    recordId: uuid,
    depth: integer,
    status: statusText,
    stoppedBecause: nullable(reasonText),
    step: integer,
    steps: integer,
    waitingUntil: nullable(instant),
    results: json<readonly WorkflowTold[]>(),
  },
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['rule', 'createdAt'],
    ['recordId', 'createdAt'],
    ['status', 'createdAt'],
  ],
  on: {
    'workflowRun.begun': (_, { data: { rule, event, model, recordId, depth, actions } }) => ({
      rule: rule.id,
      ruleName: rule.name,
      ruleVersion: rule.version,
      eventId: event.id,
      eventType: event.type,
      model,
      recordId,
      depth,
      status: 'running',
      stoppedBecause: null,
      step: 0,
      steps: actions.length,
      waitingUntil: null,
      results: [],
    }),
    'workflowRun.acted': (row, { data: { step, is }, occurredAt }) =>
      row && {
        ...row,
        status: 'running',
        waitingUntil: null,
        step: step + 1,
        results: said(row.results, step, is, occurredAt),
      },
    'workflowRun.refused': (row, { data: { step, message }, occurredAt }) =>
      row && {
        ...row,
        status: 'running',
        waitingUntil: null,
        step: step + 1,
        results: said(row.results, step, 'refused', occurredAt, message),
      },
    'workflowRun.notified': (row, { data: { step }, occurredAt }) =>
      row && {
        ...row,
        status: 'running',
        waitingUntil: null,
        step: step + 1,
        results: said(row.results, step, 'told', occurredAt),
      },
    'workflowRun.waited': (row, { data: { step, until }, occurredAt }) =>
      row && {
        ...row,
        status: 'waiting',
        waitingUntil: until,
        step: step + 1,
        results: said(row.results, step, 'waits', occurredAt),
      },
    'workflowRun.stopped': (row, { data: { reason } }) =>
      row && { ...row, status: 'stopped', stoppedBecause: reason, waitingUntil: null },
    'workflowRun.completed': (row) => row && { ...row, status: 'done' },
  },
})
