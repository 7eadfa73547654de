import { activity } from '../../domain/activities/activity.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

const over = { key: own, react: (): Reaction<never> => ({ wake: { reminder: null } }) }

/** Reminds of what is to be done, at the very instant that was said. */
export const activityReminder = processManager()(activity)({
  name: 'activity-reminder',
  version: 1,
  on: {
    'activity.added': {
      key: (event) => (event.data.remindAt === null ? undefined : event.aggregateId),
      react: (_, { data }) => ({ wake: { reminder: data.remindAt } }),
    },
    'activity.changed': {
      key: (event) => (event.data.changes.remindAt === undefined ? undefined : event.aggregateId),
      react: (_, { data }) => ({ wake: { reminder: data.changes.remindAt ?? null } }),
    },
    'activity.reopened': { key: own, react: (_, { data }) => ({ wake: { reminder: data.remindAt } }) },
    'activity.completed': over,
    'activity.replied': over,
    'activity.cancelled': over,
    'activity.erased': over,
  },
  wake: {
    reminder: (_, __, { key }) => ({ send: [{ command: 'activity.remind', id: key, body: {} }] }),
  },
})
