import { activity } from '../../domain/activities/activity.ts'
import { processManager } from '../process-manager.ts'

/** A task that comes again is made anew for its next time once it is done; when that is, was decided then. */
export const activityRecurrence = processManager()(activity)({
  name: 'activity-recurrence',
  version: 1,
  on: {
    'activity.completed': {
      key: ({ aggregateId, data }) => (data.next === null ? undefined : aggregateId),
      react: (_, { aggregateId }) => ({
        send: [{ command: 'activity.repeat', body: { followsId: aggregateId } }],
        done: true,
      }),
    },
  },
  // Of whoever was erased meanwhile nothing comes again.
  refused: { 'activity.repeat': () => ({ done: true }) },
})
