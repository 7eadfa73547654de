import { letter } from '../../domain/activities/letter.ts'
import { processManager } from '../process-manager.ts'

/** What was posted stands in the story of whom it was for. */
export const letterFiling = processManager<{ letterId: string }>()(letter)({
  name: 'letter-filing',
  version: 1,
  on: {
    'letter.posted': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: letterId }) => ({
        state: { letterId },
        send: [{ command: 'activity.file-letter', name: 'letter', body: { letterId } }],
      }),
    },
  },
  // They were erased, or are gone.
  refused: { 'activity.file-letter': () => undefined },
})
