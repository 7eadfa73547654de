import { articleQueries, articleTitles, articleVersions } from '../../api/service/article.ts'
import { articleSearch, ticketArticles } from '../../api/service/article-search.ts'
import { articleUsage } from '../../api/service/article-usage.ts'
import { helpCentre } from '../../api/service/help-centre.ts'
import { articleCommands } from '../../commands/service/article.ts'
import { told } from '../../domain/identity/notice.ts'
import { article as decider } from '../../domain/service/article.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { articleTable } from '../../projections/service/article.ts'
import { articleUseTable } from '../../projections/service/article-use.ts'
import { articleReview } from '../../sagas/service/article-review.ts'
import { articleUse } from '../../sagas/service/article-use.ts'
import { feature } from '../feature.ts'

const reads = ['article.read', 'article.rate'] as const
/** All but approving: that is for who answers for it. */
const writes = [
  ...reads,
  'article.create',
  'article.change',
  'article.submit',
  'article.discard-draft',
  'article.assign',
  'article.plan-review',
] as const

export const article = feature({
  decider,
  resource: 'articles',
  grants: () => [everyone],
  authority: {
    manager: { may: ['article.*'], seesAll: true },
    rep: { may: reads, seesAll: true },
    agent: { may: writes, seesAll: true },
  },
  table: articleTable,
  tables: [articleUseTable],
  commands: articleCommands,
  queries: [...articleQueries, articleVersions, articleSearch, ticketArticles, articleUsage],
  titles: articleTitles,
  sagas: [articleReview, articleUse],
  ownership: { column: 'ownerId', command: 'article.assign' },
  told: told(decider)(
    {
      'article.assigned': 'An article was given to you to keep right',
      'article.review-due': 'An article of yours is due to be read again',
    },
    {
      'article.created': ({ data }) => ({ kind: 'article.assigned', userIds: [data.ownerId] }),
      'article.assigned': ({ data }) => ({ kind: 'article.assigned', userIds: [data.ownerId] }),
      'article.review-due': ({ data }) => ({ kind: 'article.review-due', userIds: [data.ownerId] }),
    },
  ),
  endpoints: [helpCentre],
})
