import { opportunity } from '../../domain/sales/opportunity.ts'
import { processManager } from '../process-manager.ts'

/** Gives the owner of a deal that stands still the task that the rule says. */
export const dealIdle = processManager()(opportunity)({
  name: 'deal-idle',
  version: 1,
  on: {
    'opportunity.found-idle': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId, data: { idle, ownerId } }) => ({
        send: [
          {
            command: 'activity.add',
            body: {
              kind: 'task',
              subject: idle.task,
              due: { day: idle.dueOn },
              assigneeId: ownerId,
              regarding: [{ model: 'opportunity', id: aggregateId }],
            },
            rule: `deal-idle version ${idle.by.version}, ${idle.by.rule}`,
          },
        ],
        done: true,
      }),
    },
  },
  // Whoever has left by then is given nothing; the deal says that it was found.
  refused: { 'activity.add': () => ({ done: true }) },
})
