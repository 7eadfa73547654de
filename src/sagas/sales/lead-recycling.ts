import { lead } from '../../domain/sales/lead.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const over = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (): Reaction<never> => ({ done: true }),
}

/** A lead that was put off is taken up again when its day begins where its owner is. */
export const leadRecycling = processManager()(lead)({
  name: 'lead-recycling',
  version: 1,
  on: {
    'lead.recycled': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data }) => ({ wake: { day: data.wakeAt } }),
    },
    'lead.woken': over,
    'lead.reopened': over,
    'lead.erased': over,
  },
  wake: {
    day: (_, __, { key }) => ({ send: [{ command: 'lead.wake', id: key, body: {} }] }),
  },
})
