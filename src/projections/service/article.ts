import { personIn } from '../../domain/event.ts'
import { merged } from '../../domain/record.ts'
import { type ArticleContent, type ArticleStatus, article } from '../../domain/service/article.ts'
import {
  boolean,
  type Column,
  date,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'

const statusText: Column<ArticleStatus> = { sql: 'text', nullable: false }
const typeText: Column<ArticleContent['type']> = { sql: 'text', nullable: false }
const audienceText: Column<ArticleContent['audience']> = { sql: 'text', nullable: false }
const nextText: Column<'draft' | 'review' | null> = { sql: 'text', nullable: true }

/**
 * An article with what is published of it, or, as long as nothing is, with what is written; `draft` is what is written beside
 * what is published.
 */
export const articleTable = projection(article)({
  name: 'article',
  version: 1,
  label: ['title'],
  columns: {
    title: text,
    type: typeText,
    summary: nullable(text),
    body: nullable(text),
    steps: json<ArticleContent['steps']>(),
    category: nullable(text),
    productIds: texts,
    keywords: texts,
    audience: audienceText,
    language: text,
    originalId: nullable(uuid),
    ticketId: nullable(uuid),
    ownerId: nullable(uuid),
    status: statusText,
    next: nextText,
    draft: nullable(json<ArticleContent>()),
    /** What the last reviewer asked for, until it was submitted again. */
    returned: nullable(text),
    version: integer,
    publishedAt: nullable(instant),
    publishedById: nullable(uuid),
    /** Who asked for what is published to be approved. */
    submittedById: nullable(uuid),
    reviewOn: nullable(date),
    reviewDue: boolean,
    archived: boolean,
  },
  sameField: [
    ['reviewOn', 'reviewAt'],
    ['draft', 'content'],
  ],
  indexes: [
    ['title'],
    ['status', 'title'],
    ['originalId'],
    ['ownerId'],
    ['reviewOn'],
    ['updatedAt'],
    ['createdAt'],
  ],
  on: {
    'article.created': (_, { data: { reviewAt: __, ...data } }) => ({
      ...data,
      status: 'draft',
      next: null,
      draft: null,
      returned: null,
      version: 0,
      publishedAt: null,
      publishedById: null,
      submittedById: null,
      reviewDue: false,
      archived: false,
    }),
    'article.changed': (row, { data: { changes } }) => {
      if (!row) return row
      if (row.version === 0) return { ...merged(row, changes), status: 'draft' }
      return { ...row, draft: merged(row.draft ?? contentOf(row), changes), next: 'draft' }
    },
    'article.submitted': (row) => row && { ...withDraft(row, 'review'), returned: null },
    'article.returned': (row, { data }) => row && { ...withDraft(row, 'draft'), returned: data.reason },
    'article.published': (row, { data, occurredAt, metadata: { actor } }) =>
      row && {
        ...row,
        ...data.content,
        status: 'published',
        next: null,
        draft: null,
        returned: null,
        version: data.version,
        publishedAt: occurredAt,
        publishedById: personIn(actor),
        submittedById: data.submittedById,
      },
    'article.draft-discarded': (row) => row && { ...row, draft: null, next: null, returned: null },
    'article.archived': (row) => row && { ...row, archived: true, status: 'archived' },
    'article.restored': (row) =>
      row && { ...row, archived: false, status: row.version > 0 ? 'published' : 'draft' },
    'article.assigned': (row, { data }) => row && { ...row, ownerId: data.ownerId },
    'article.review-planned': (row, { data }) => row && { ...row, reviewOn: data.reviewOn, reviewDue: false },
    'article.review-due': (row) => row && { ...row, reviewDue: true },
  },
})

/** How what is written stands: where something is published, that stands beside it. */
function withDraft<Row extends { version: number; status: ArticleStatus; next: 'draft' | 'review' | null }>(
  row: Row,
  stands: 'draft' | 'review',
): Row {
  return row.version === 0 ? { ...row, status: stands } : { ...row, next: stands }
}

function contentOf(row: ArticleContent): ArticleContent {
  const { type, title, summary, body, steps, category, productIds, keywords, audience } = row
  return { type, title, summary, body, steps, category, productIds, keywords, audience }
}
