import { outgoingSms } from '../../domain/activities/outgoing-sms.ts'
import { processManager } from '../process-manager.ts'

interface Waiting {
  id: string
  attempt: number
}

/** Hands a text in when its time has come, and again after a while where the gateway could not take it. */
export const outgoingSmsCalls = processManager<Waiting>()(outgoingSms)({
  name: 'outgoing-sms-calls',
  version: 1,
  effect: 'outgoingSms.send',
  on: {
    'outgoingSms.ordered': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { aggregateId: id, data: { sendAt } }) => ({
        state: { id, attempt: 1 },
        wake: { go: sendAt },
      }),
    },
    'outgoingSms.deferred': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: id, data: { nextAt } }) => ({
        state: { id, attempt: (state?.attempt ?? 0) + 1 },
        wake: { go: nextAt },
      }),
    },
    'outgoingSms.taken-back': {
      key: ({ aggregateId }) => aggregateId,
      react: () => ({ wake: { go: null } }),
    },
  },
  wake: {
    go: ({ id, attempt }) => ({
      send: [{ command: 'outgoingSms.send', id, name: `attempt ${attempt}`, body: { attempt } }],
    }),
  },
})

/** What was sent becomes a text of its conversation. */
export const outgoingSmsFiling = processManager<{ conversationId: string }>()(outgoingSms)({
  name: 'outgoing-sms-filing',
  version: 1,
  on: {
    'outgoingSms.ordered': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: { conversationId } }) =>
        conversationId ? { state: { conversationId } } : undefined,
    },
    'outgoingSms.sent': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: outgoingSmsId }, { made }) =>
        state && {
          send: [
            { command: 'activity.file-sms', name: 'text', body: { outgoingSmsId } },
            {
              command: 'conversation.add-message',
              id: state.conversationId,
              body: { outgoingSmsId, activityId: made('text') },
            },
          ],
        },
    },
  },
})
