import { conversation } from '../../domain/activities/conversation.ts'
import { processManager } from '../process-manager.ts'

const answered = (id: string) => ({ send: [{ command: 'conversation.answer', id, body: {} }] })

/** Where a bot answers first, it is given each thing that the visitor says, and that they want a person. */
export const chatBot = processManager<{ id: string }>()(conversation)({
  name: 'chat-bot',
  version: 1,
  effect: 'conversation.answer',
  on: {
    'conversation.begun': {
      key: ({ aggregateId, data: { bot } }) => (bot ? aggregateId : undefined),
      react: (_, { aggregateId: id }) => ({ state: { id } }),
    },
    'conversation.said': {
      key: ({ aggregateId, data: { author } }) => (author === 'visitor' ? aggregateId : undefined),
      react: (state) => state && answered(state.id),
    },
    'conversation.person-wanted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state) => state && answered(state.id),
    },
    'conversation.handed-over': { key: ({ aggregateId }) => aggregateId, react: () => ({ done: true }) },
  },
})
