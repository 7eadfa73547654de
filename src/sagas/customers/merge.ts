import { merge } from '../../domain/customers/merge.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { processManager } from '../process-manager.ts'

/** As many steps are settled as the merge has events. */
const next = {
  key: ({ aggregateId }: RecordedEvent) => aggregateId,
  react: (_: unknown, { aggregateId, revision }: RecordedEvent) => ({
    send: [{ command: 'merge.advance', id: aggregateId, body: { from: revision + 1 } }],
  }),
}

/** Carries merges on, and those that are taken back, one step of a merge after the other. Its version stays, as that of batches. */
export const mergeProgress = processManager<object>()(merge)({
  name: 'merge-progress',
  version: 1,
  effect: 'merge.advance',
  on: {
    'merge.started': next,
    'merge.moved': next,
    'merge.revert-requested': next,
    'merge.parted': next,
    'merge.moved-back': next,
  },
})
