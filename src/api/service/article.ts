import { sql } from 'kysely'
import { z } from 'zod'
import {
  article,
  articleAudience,
  articleStatuses,
  articleStep,
  articleType,
} from '../../domain/service/article.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { language } from '../../domain/values/language.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { userTable } from '../../projections/identity/user.ts'
import { productTable } from '../../projections/sales/product.ts'
import { articleTable } from '../../projections/service/article.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const content = z
  .object({
    type: articleType,
    title: z.string(),
    summary: z.string().nullable(),
    body: z.string().nullable(),
    steps: z.array(articleStep),
    category: z.string().nullable(),
    productIds: z.array(uuid),
    keywords: z.array(z.string()),
    audience: articleAudience,
  })
  .register(vocabulary, { id: 'ArticleContent' })

const status = z.enum(articleStatuses).register(vocabulary, { id: 'ArticleStatus' })
const next = z.enum(['draft', 'review']).register(vocabulary, { id: 'NextArticleStatus' })

export const articleQueries = recordQueries(articleTable)({
  resource: 'articles',
  summary:
    'Articles of the knowledge base with what is published of them, by type, state, language and audience',
  row: z.object({
    ...content.shape,
    language,
    originalId: uuid.nullable(),
    ticketId: uuid.nullable(),
    ownerId: uuid.nullable(),
    status,
    next: next.nullable().describe('How the next version stands, while one is published.'),
    draft: content.nullable().describe('What is written for the next version, while one is published.'),
    returned: z.string().nullable().describe('What was asked for when the draft was given back.'),
    version: z.int().describe('How often it was published.'),
    publishedAt: instant.nullable(),
    publishedById: uuid.nullable().describe('Who approved it; null where that was a program.'),
    submittedById: uuid.nullable().describe('Who asked for that.'),
    reviewOn: day.nullable(),
    reviewDue: z.boolean(),
    archived: z.boolean(),
  }),
  shown: (row) => row,
  references: {
    ownerId: userTable,
    originalId: articleTable,
    ticketId: ticketTable,
    publishedById: userTable,
  },
  several: { productIds: productTable },
  filters: {
    type: articleType,
    status,
    next,
    audience: articleAudience,
    language,
    category: z.string(),
    ownerId: uuid,
    originalId: uuid,
    ticketId: uuid,
    reviewDue: flag,
    archived: flag,
  },
  listed: { category: 'article-category' },
  ranges: { reviewOn: day },
  sorts: ['title', 'reviewOn', 'publishedAt', 'createdAt', 'updatedAt'],
  search: ['title', 'summary', 'keywords'],
})

const shownVersion = z
  .object({
    version: z.int(),
    content,
    submittedById: uuid.nullable(),
    submittedByName: z.string().nullable(),
    publishedById: uuid.nullable(),
    publishedByName: z.string().nullable(),
    publishedAt: instant,
  })
  .register(vocabulary, { id: 'ArticleVersion' })

/** The last ones; what was before is in the history. */
const mostVersions = 50

/** Each is in the history of its article, from which it was published until the next one was. */
export const articleVersions = query(
  articleTable,
  userTable,
)({
  name: 'articleVersions',
  path: '/articles/:id/versions',
  summary:
    'The versions of an article that were published, who asked for each and who approved it, the last first',
  permission: 'article.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ items: z.array(shownVersion).describe(`The last ${mostVersions}.`) }),
  async run({ db, principal, parameters: { id } }) {
    refuseHidden(principal, { article: [...Object.keys(content.shape), 'version', 'publishedAt'] })
    const found = await db.selectFrom('article').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const { rows } = await sql<z.input<typeof content> & Published>`
      select distinct on (version) version, type, title, summary, body, steps, category,
          product_ids as "productIds", keywords, audience, submitted_by_id as "submittedById",
          published_by_id as "publishedById", published_at as "publishedAt"
        from article_history where id = ${id}::uuid and version > 0
        order by version desc, occurred_from limit ${mostVersions}`.execute(db)
    const items = rows.map(({ version, submittedById, publishedById, publishedAt, ...said }) => ({
      version,
      content: said,
      submittedById,
      publishedById,
      publishedAt,
    }))
    return {
      items: await withNames(db as never, items, { submittedById: userTable, publishedById: userTable }),
    }
  },
})

interface Published {
  version: number
  submittedById: string | null
  publishedById: string | null
  publishedAt: string
}

export const articleTitles = titlesOf(article, {
  'article.created': ({ data }) => `Article written: ${data.title}`,
  'article.changed': ({ data: { changes } }) =>
    changes.title === undefined ? 'Written on' : `Written on, and called ${changes.title}`,
  'article.submitted': () => 'Approval asked for',
  'article.returned': ({ data }) => `Given back: ${data.reason}`,
  'article.published': ({ data }) => `Version ${data.version} approved and published`,
  'article.draft-discarded': () => 'Draft dropped; what is published stays',
  'article.archived': () => 'Article archived',
  'article.restored': () => 'Article restored',
  'article.assigned': ({ data }) => (data.ownerId ? 'Given to an owner' : 'Has no owner any more'),
  'article.review-planned': ({ data }) =>
    data.reviewOn ? `To be read again on ${data.reviewOn}` : 'Not to be read again on any day',
  'article.review-due': () => 'Due to be read again',
  'article.rated': ({ data }) =>
    data.helpful ? 'A reader said that it helped' : 'A reader said that it did not help',
  'article.used': () => 'Sent to a customer in a reply',
})
