import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { workflowAction, workflowCited, workflowWhen } from './workflow.ts'

/** Why a run ended before its time: it went round in a circle, too many came, it holds no more, or somebody stopped it. */
export const stopReason = z
  .enum(['loop', 'storm', 'no-longer', 'gone', 'by-hand'])
  .register(vocabulary, { id: 'WorkflowStop' })
export type StopReason = z.output<typeof stopReason>

const begun = z.object({
  rule: workflowCited,
  when: workflowWhen,
  actions: z.array(workflowAction).min(1).max(20),
  /** What it was begun by. */
  event: z.object({ id: uuid, type: line(100), position: line(20) }),
  model: line(60),
  recordId: uuid,
  /** How many runs it came of, one of another. */
  depth: count,
})

/** What came of one action, by its place. */
export const actionResult = z
  .discriminatedUnion('is', [
    z.object({ is: z.enum(['done', 'unchanged']) }),
    z.object({ is: z.literal('refused'), code: line(120), message: prose(500) }),
    z.object({ is: z.literal('told'), userIds: z.array(uuid) }),
    z.object({ is: z.literal('waits'), until: instant }),
    z.object({ is: z.literal('stops'), reason: stopReason }),
  ])
  .register(vocabulary, { id: 'WorkflowResult' })
export type ActionResult = z.output<typeof actionResult>

const step = count
const events = {
  'workflowRun.begun': creates(begun),
  'workflowRun.acted': z.object({ step, is: z.enum(['done', 'unchanged']) }),
  'workflowRun.refused': z.object({ step, code: line(120), message: prose(500) }),
  'workflowRun.notified': z.object({ step, userIds: z.array(uuid), model: line(60), recordId: uuid }),
  'workflowRun.waited': z.object({ step, until: instant }),
  'workflowRun.stopped': z.object({ reason: stopReason }),
  'workflowRun.completed': z.object({}),
}

export const runStatus = z
  .enum(['running', 'waiting', 'done', 'stopped'])
  .register(vocabulary, { id: 'WorkflowRunStatus' })

export interface WorkflowRunState extends z.output<typeof begun> {
  status: z.output<typeof runStatus>
  stoppedBecause: StopReason | null
  /** The next action. */
  step: number
  waitingUntil: string | null
}

const further = (state: WorkflowRunState, at: number): WorkflowRunState => ({
  ...state,
  status: 'running',
  step: at + 1,
  waitingUntil: null,
})

/** A rule of the workflow that is followed once, because of one event. */
export const workflowRun = decider<WorkflowRunState>()({
  name: 'workflowRun',
  events,
  commands: {
    'workflowRun.begin': creates(begun.extend({ stop: stopReason.nullable() })),
    'workflowRun.advance': z.object({ from: count, result: actionResult }),
    'workflowRun.stop': z.object({}),
  },
  evolve: {
    'workflowRun.begun': (_, data) => ({
      ...data,
      status: 'running',
      stoppedBecause: null,
      step: 0,
      waitingUntil: null,
    }),
    'workflowRun.acted': (state, data) => further(state, data.step),
    'workflowRun.refused': (state, data) => further(state, data.step),
    'workflowRun.notified': (state, data) => further(state, data.step),
    'workflowRun.waited': (state, data) => ({
      ...further(state, data.step),
      status: 'waiting',
      waitingUntil: data.until,
    }),
    'workflowRun.stopped': (state, { reason }) => ({
      ...state,
      status: 'stopped',
      stoppedBecause: reason,
      waitingUntil: null,
    }),
    'workflowRun.completed': (state) => ({ ...state, status: 'done' }),
  },
  decide: {
    'workflowRun.begin': (_, { stop, ...data }) => [
      { type: 'workflowRun.begun', data },
      ...(stop === null ? [] : [{ type: 'workflowRun.stopped', data: { reason: stop } } as const]),
    ],
    'workflowRun.advance': (state, { from, result }) => {
      if (isOver(state) || state.step !== from) return []
      const isLast = from + 1 === state.actions.length
      const end = isLast ? [{ type: 'workflowRun.completed', data: {} } as const] : []
      switch (result.is) {
        case 'done':
        case 'unchanged':
          return [{ type: 'workflowRun.acted', data: { step: from, is: result.is } }, ...end]
        case 'refused': {
          const { code, message } = result
          return [{ type: 'workflowRun.refused', data: { step: from, code, message } }, ...end]
        }
        case 'told': {
          const { model, recordId } = state
          const data = { step: from, userIds: result.userIds, model, recordId }
          return [{ type: 'workflowRun.notified', data }, ...end]
        }
        case 'waits':
          return [{ type: 'workflowRun.waited', data: { step: from, until: result.until } }, ...end]
        case 'stops':
          return [{ type: 'workflowRun.stopped', data: { reason: result.reason } }]
      }
    },
    'workflowRun.stop': (state) => {
      if (isOver(state)) conflict('workflowRun.over', 'This run is over.')
      return [{ type: 'workflowRun.stopped', data: { reason: 'by-hand' as const } }]
    },
  },
})

export const isOver = ({ status }: Pick<WorkflowRunState, 'status'>): boolean =>
  status === 'done' || status === 'stopped'
