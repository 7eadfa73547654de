import { batch } from '../../domain/settings/batch.ts'
import { processManager, type Reaction } from '../process-manager.ts'

/** How many are settled of what is under way, of how many. */
interface Progress {
  settled: number
  total: number
}

/**
 * Carries batches on, some records at a time, one such step of a batch after the other: beside all that the other managers
 * send. Its version stays: what another one finds running when it begins would be no news to it.
 */
export const batchProgress = processManager<Progress>()(batch)({
  name: 'batch-progress',
  version: 1,
  effect: 'batch.advance',
  on: {
    'batch.started': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { parts } }) =>
        next(aggregateId, { settled: 0, total: parts.reduce((sum, { ids }) => sum + ids.length, 0) }),
    },
    'batch.advanced': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId, data: { results } }) => further(aggregateId, state, results.length),
    },
    'batch.resumed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId }) => state && next(aggregateId, state),
    },
    // A paused one has nothing under way that would end it.
    'batch.cancel-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId }) => state && next(aggregateId, state),
    },
    'batch.revert-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { total } }) => next(aggregateId, { settled: 0, total }),
    },
    'batch.taken-back': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId, data: { results } }) => further(aggregateId, state, results.length),
    },
  },
})

function further(id: string, state: Progress | undefined, news: number): Reaction<Progress> | undefined {
  return state && next(id, { ...state, settled: state.settled + news })
}

function next(id: string, state: Progress): Reaction<Progress> {
  const { settled, total } = state
  return settled < total
    ? { state, send: [{ command: 'batch.advance', id, body: { from: settled } }] }
    : { state }
}
