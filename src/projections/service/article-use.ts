import { article } from '../../domain/service/article.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { type Column, instant, integer, nullable, projection, uuid } from '../projection.ts'

const kindText: Column<'helped' | 'not-helped' | 'used'> = { sql: 'text', nullable: false }
const sideText: Column<'visitor' | 'colleague'> = { sql: 'text', nullable: false }

/** What an article was good for: each answer to whether it helped, and each reply that it stands in. */
export const articleUseTable = projection(article)({
  name: 'articleUse',
  version: 1,
  columns: {
    articleId: uuid,
    kind: kindText,
    side: sideText,
    version: nullable(integer),
    ticketId: nullable(uuid),
    at: instant,
  },
  // Asked for only in sums, by who sees articles.
  grants: () => [everyone],
  indexes: [['articleId', 'at'], ['at'], ['ticketId']],
  on: {
    'article.rated': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data: { helpful, version }, occurredAt, metadata: { actor } }) => ({
        articleId: aggregateId,
        kind: helpful ? 'helped' : 'not-helped',
        side: actor.kind === 'visitor' ? 'visitor' : 'colleague',
        version,
        ticketId: null,
        at: occurredAt,
      }),
    },
    'article.used': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data: { ticketId }, occurredAt }) => ({
        articleId: aggregateId,
        kind: 'used',
        side: 'colleague',
        version: null,
        ticketId,
        at: occurredAt,
      }),
    },
  },
})
