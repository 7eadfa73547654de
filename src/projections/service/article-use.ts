import { article } from '../../domain/service/article.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { boolean, type Column, instant, integer, nullable, projection, uuid } from '../projection.ts'

const kindText: Column<'helped' | 'not-helped' | 'used'> = { sql: 'text', nullable: false }
const sideText: Column<'visitor' | 'colleague'> = { sql: 'text', nullable: false }

/** What an article was good for: each answer to whether it helped, and each reply that it stands in. */
export const articleUseTable = projection(article)({
  name: 'articleUse',
  version: 2,
  columns: {
    articleId: uuid,
    kind: kindText,
    side: sideText,
    version: nullable(integer),
    ticketId: nullable(uuid),
    /** A customer was about to ask, and then did not. */
    deflected: boolean,
    at: instant,
  },
  // Asked for only in sums, by who sees articles.
  grants: () => [everyone],
  indexes: [['articleId', 'at'], ['at'], ['ticketId']],
  on: {
    'article.rated': {
      key: ({ id }) => id,
      fold: (_, { aggregateId, data: { helpful, version, deflected }, occurredAt, metadata: { actor } }) => ({
        articleId: aggregateId,
        kind: helpful ? 'helped' : 'not-helped',
        side: actor.kind === 'visitor' || actor.kind === 'customer' ? 'visitor' : 'colleague',
        version,
        ticketId: null,
        deflected: deflected === true,
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
        deflected: false,
        at: occurredAt,
      }),
    },
  },
})
