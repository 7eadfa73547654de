import { conversation } from '../../domain/activities/conversation.ts'
import { processManager } from '../process-manager.ts'

const over = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: () => ({ wake: { up: null } }),
}

/** Brings back what was put off. */
export const conversationSnooze = processManager<{ id: string }>()(conversation)({
  name: 'conversation-snooze',
  version: 1,
  on: {
    'conversation.snoozed': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { until } }) => ({ state: { id }, wake: { up: until } }),
    },
    'conversation.woken': over,
    'conversation.closed': over,
  },
  wake: { up: ({ id }) => ({ send: [{ command: 'conversation.wake', id, body: {} }] }) },
})
