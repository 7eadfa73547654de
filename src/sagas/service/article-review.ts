import { article } from '../../domain/service/article.ts'
import { processManager } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

/** Tells the owner of an article when the day has come on which they meant to read it again. */
export const articleReview = processManager()(article)({
  name: 'article-review',
  version: 1,
  on: {
    'article.created': {
      key: (event) => (event.data.reviewAt === null ? undefined : event.aggregateId),
      react: (_, { data }) => ({ wake: { review: data.reviewAt } }),
    },
    'article.review-planned': { key: own, react: (_, { data }) => ({ wake: { review: data.reviewAt } }) },
    'article.restored': { key: own, react: (_, { data }) => ({ wake: { review: data.reviewAt } }) },
    'article.archived': { key: own, react: () => ({ wake: { review: null } }) },
  },
  wake: {
    review: (_, __, { key }) => ({ send: [{ command: 'article.remind-review', id: key, body: {} }] }),
  },
})
