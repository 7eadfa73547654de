import { ruleSet } from '../../domain/settings/rule-set.ts'
import { workflowRun } from '../../domain/settings/workflow-run.ts'
import { processManager, type Reaction } from '../process-manager.ts'

/**
 * Begins to look for what the rules of the workflow are about, with each version of them that is published: the command then goes on
 * reading the log. Its version stays, as that of batches does.
 */
export const workflowWatch = processManager()(ruleSet)({
  name: 'workflow-watch',
  version: 1,
  effect: 'workflowRun.begin',
  on: {
    'ruleSet.published': {
      key: ({ aggregateId, data: { content } }) => ('runsAnHour' in content ? aggregateId : undefined),
      react: (_, { aggregateId: id, position, data: { version } }) => ({
        send: [
          { command: 'workflowRun.begin', body: { ruleSetId: id, run: version, after: String(position) } },
        ],
        done: true,
      }),
    },
  },
})

interface Waiting {
  id: string
  from: number
}

const advance = ({ id, from }: Waiting) => ({ command: 'workflowRun.advance', id, body: { from } })
const after = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (
    _: Waiting | undefined,
    { aggregateId: id, data: { step } }: { aggregateId: string; data: { step: number } },
  ): Reaction<Waiting> => ({ state: { id, from: step + 1 }, send: [advance({ id, from: step + 1 })] }),
}
const over = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (): Reaction<Waiting> => ({ done: true }),
}

/** Carries a run on, one action after the other, and waits where it says so. Its version stays. */
export const workflowRuns = processManager<Waiting>()(workflowRun)({
  name: 'workflow-runs',
  version: 1,
  effect: 'workflowRun.advance',
  on: {
    'workflowRun.begun': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id }) => ({ state: { id, from: 0 }, send: [advance({ id, from: 0 })] }),
    },
    'workflowRun.acted': after,
    'workflowRun.refused': after,
    'workflowRun.notified': after,
    'workflowRun.waited': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { step, until } }) => ({
        state: { id, from: step + 1 },
        wake: { go: until },
      }),
    },
    'workflowRun.stopped': over,
    'workflowRun.completed': over,
  },
  wake: { go: (state) => ({ state, send: [advance(state)] }) },
})
