import { personIn } from '../../domain/event.ts'
import { type ArticleContent, article } from '../../domain/service/article.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { instant, integer, json, nullable, projection, uuid } from '../projection.ts'

/** Each version of an article that was published: what it said, who asked for it and who approved it. */
export const articleVersionTable = projection(article)({
  name: 'articleVersion',
  version: 1,
  columns: {
    articleId: uuid,
    version: integer,
    content: json<ArticleContent>(),
    submittedById: nullable(uuid),
    publishedById: nullable(uuid),
    publishedAt: instant,
  },
  // Asked for only beside the article itself.
  grants: () => [everyone],
  indexes: [['articleId', 'version']],
  on: {
    'article.published': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data, occurredAt, metadata: { actor } }) => ({
        articleId: aggregateId,
        ...data,
        publishedById: personIn(actor),
        publishedAt: occurredAt,
      }),
    },
  },
})
