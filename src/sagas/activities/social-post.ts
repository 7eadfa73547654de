import { socialPost } from '../../domain/activities/social-post.ts'
import { processManager } from '../process-manager.ts'

interface Waiting {
  id: string
  attempt: number
}

/** Hands a post in when its time has come, and again after a while where the network could not take it. */
export const socialPostCalls = processManager<Waiting>()(socialPost)({
  name: 'social-post-calls',
  version: 1,
  effect: 'socialPost.publish',
  on: {
    'socialPost.scheduled': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: id, data: { publishAt } }) => ({
        state: state ?? { id, attempt: 1 },
        wake: { go: publishAt },
      }),
    },
    'socialPost.deferred': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: id, data: { nextAt } }) => ({
        state: { id, attempt: (state?.attempt ?? 0) + 1 },
        wake: { go: nextAt },
      }),
    },
    'socialPost.taken-back': { key: ({ aggregateId }) => aggregateId, react: () => ({ wake: { go: null } }) },
    'socialPost.discarded': { key: ({ aggregateId }) => aggregateId, react: () => ({ wake: { go: null } }) },
  },
  wake: {
    go: ({ id, attempt }) => ({
      send: [{ command: 'socialPost.publish', id, name: `attempt ${attempt}`, body: { attempt } }],
    }),
  },
})

/** What was posted as an answer becomes part of its conversation. */
export const socialPostFiling = processManager<{ conversationId: string }>()(socialPost)({
  name: 'social-post-filing',
  version: 1,
  on: {
    'socialPost.written': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: { conversationId } }) =>
        conversationId ? { state: { conversationId } } : undefined,
    },
    'socialPost.posted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId: socialId }) =>
        state && {
          send: [{ command: 'conversation.add-social', id: state.conversationId, body: { socialId } }],
          done: true,
        },
    },
  },
  // It was withdrawn, or its person was erased.
  refused: { 'conversation.add-social': () => undefined },
})
