import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import MiniSearch, { type SearchResult } from 'minisearch'
import { z } from 'zod'
import { articleAudience, articleType } from '../../domain/service/article.ts'
import { folded } from '../../domain/values/folded.ts'
import { language } from '../../domain/values/language.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { articleTable } from '../../projections/service/article.ts'
import { articleUseTable } from '../../projections/service/article-use.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { refuseHidden } from '../http/masks.ts'
import { pageParameters } from '../lists/page.ts'
import { query, type TablesOf } from '../lists/query.ts'

type Tables = TablesOf<[typeof articleTable]>

/** What of an article is looked through. */
interface Indexed {
  id: string
  title: string
  keywords: string
  summary: string
  text: string
  language: string
  audience: string
  category: string | null
  productIds: string[]
}

/** An article that was found, and the words of it by which it was. */
interface Found {
  id: string
  words: string[]
}

export interface Sought {
  text: string
  /** Each of the words is to be found, where there is any article with all of them. */
  all?: true
  audience?: 'public'
  /** Articles in it come first; others follow. */
  language?: string | undefined
  /** Articles of them come first. */
  category?: string | null
  productId?: string | null
  limit: number
}

/** Shorter words of a ticket say nothing of what it is about; in characters. */
const shortestWord = 4
/** Words from so many characters on are found with a slip of the pen: one letter in five. */
const shortestMistyped = 5
const slips = 0.2
/** So many articles are kept in memory for who looks next, each set under what is published in it. */
const mostIndexes = 4
const shownWords = 6

const wordsOf = (text: string) =>
  folded(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')

const indexes = new Map<string, MiniSearch<Indexed>>()

/**
 * Published articles by their words, the best first: BM25+ over title, keywords, summary and text, with beginnings of words
 * and slips of the pen. It is of what the reader sees at the instant that `db` is bound to.
 */
export async function foundArticles(db: Kysely<Tables>, sought: Sought): Promise<Found[]> {
  const index = await indexOf(db)
  const { audience, category, productId, limit, language: wanted } = sought
  const terms = sought.all ? wordsOf(sought.text) : aboutWhat(sought.text)
  if (terms.length === 0) return []
  const spoken = wanted?.split('-')[0]
  const options = {
    prefix: (term: string) => term.length >= 3,
    fuzzy: (term: string) => (term.length >= shortestMistyped ? slips : false),
    boost: { title: 4, keywords: 3, summary: 2 },
    boostDocument: (_: unknown, __: string, stored: Record<string, unknown> = {}) =>
      (category && stored.category === category ? 1.5 : 1) *
      (productId && (stored.productIds as string[]).includes(productId) ? 1.5 : 1) *
      (spoken && String(stored.language).split('-')[0] === spoken ? 2 : 1),
    ...(audience && { filter: (result: SearchResult) => result.audience === audience }),
  }
  const ask = (combineWith: 'AND' | 'OR') => index.search(terms.join(' '), { ...options, combineWith })
  const exact = sought.all ? ask('AND') : []
  const results = exact.length > 0 ? exact : ask('OR')
  return results
    .slice(0, limit)
    .map(({ id, terms: words }) => ({ id: String(id), words: [...new Set(words)].slice(0, shownWords) }))
}

/** The words of a longer text that say what it is about. */
const aboutWhat = (text: string) =>
  [...new Set(wordsOf(text).filter((word) => word.length >= shortestWord))].slice(0, 40)

/** The index of what is published there and then; one that was made before is known by the versions in it. */
async function indexOf(db: Kysely<Tables>): Promise<MiniSearch<Indexed>> {
  const versions = await published(db).select(['id', 'version']).orderBy('id').execute()
  const key = createHash('sha256')
    .update(versions.map(({ id, version }) => `${id} ${version}`).join('\n'))
    .digest('base64')
  const known = indexes.get(key)
  if (known) return known
  const rows = await published(db)
    .select(['id', ...looked])
    .execute()
  const made = new MiniSearch<Indexed>({
    fields: ['title', 'keywords', 'summary', 'text'],
    storeFields: ['language', 'audience', 'category', 'productIds'],
    tokenize: wordsOf,
    processTerm: (term) => term,
  })
  made.addAll(
    rows.map(({ body, steps, keywords, summary, ...row }) => ({
      ...row,
      keywords: keywords.join(' '),
      summary: summary ?? '',
      text: [body ?? '', ...steps.flatMap(({ title, text }) => [title, text ?? ''])].join('\n'),
    })),
  )
  indexes.set(key, made)
  for (const oldest of [...indexes.keys()].slice(0, -mostIndexes)) indexes.delete(oldest)
  return made
}

const published = (db: Kysely<Tables>) =>
  db.selectFrom('article').where('version', '>', 0).where('archived', '=', false)

const hit = z
  .object({
    id: uuid,
    title: z.string(),
    type: articleType,
    summary: z.string().nullable(),
    language,
    audience: articleAudience,
    category: z.string().nullable(),
    words: z.array(z.string()).describe('Words of the article by which it was found.'),
  })
  .register(vocabulary, { id: 'ArticleHit' })

/** Who does not see one of these would learn of it by what is found. */
const looked = [
  'title',
  'keywords',
  'summary',
  'body',
  'steps',
  'language',
  'audience',
  'category',
  'type',
  'productIds',
] as const

/** What was found, as it is shown. */
export async function shownArticles(
  db: Kysely<Tables>,
  found: readonly Found[],
): Promise<z.input<typeof hit>[]> {
  if (found.length === 0) return []
  const rows = await db
    .selectFrom('article')
    .select(['id', 'title', 'type', 'summary', 'language', 'audience', 'category'])
    .where(
      'id',
      'in',
      found.map(({ id }) => id),
    )
    .execute()
  return found.flatMap(({ id, words }) => {
    const row = rows.find((one) => one.id === id)
    return row ? [{ ...row, words }] : []
  })
}

export const articleSearch = query(articleTable)({
  name: 'articleSearch',
  path: '/article-search',
  summary:
    'Published articles by all that they say, with beginnings of words and slips of the pen, the best first',
  permission: 'article.read',
  parameters: z.object({
    q: z.string().trim().min(1).max(200),
    language: language.optional().describe('Articles in it come first.'),
    limit: pageParameters.shape.limit,
  }),
  reply: z.object({ items: z.array(hit) }),
  async run({ db, principal, parameters: { q, language: wanted, limit } }) {
    refuseHidden(principal, { article: looked })
    const found = await foundArticles(db as never, { text: q, all: true, language: wanted, limit })
    return { items: await shownArticles(db as never, found) } as never
  },
})

const suggestion = hit
  .extend({
    sameCategory: z.boolean().describe('Whether it is of the category of the ticket.'),
    sameProduct: z.boolean().describe('Whether it is about the product that the ticket is about.'),
    sent: z.int().describe('In how many replies to customers it stands.'),
    sentHere: z.boolean().describe('Whether it stands in a reply on this ticket.'),
  })
  .register(vocabulary, { id: 'SuggestedArticle' })

export const ticketArticles = query(
  ticketTable,
  articleTable,
  articleUseTable,
)({
  name: 'ticketArticles',
  path: '/tickets/:id/articles',
  summary: 'Published articles that may solve a ticket, by its words and its category, and why each',
  permission: 'article.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ items: z.array(suggestion) }),
  async run({ db, principal, parameters: { id } }) {
    refuseHidden(principal, { article: looked, ticket: ['subject', 'description', 'category', 'productId'] })
    const ticket = await db
      .selectFrom('ticket')
      .select(['subject', 'description', 'category', 'productId'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!ticket) return undefined
    const { subject, description, category, productId } = ticket
    const text = [subject, description ?? ''].join('\n')
    const found = await foundArticles(db as never, { text, category, productId, limit: 5 })
    const shown = await shownArticles(db as never, found)
    if (shown.length === 0) return { items: [] } as never
    const about =
      productId === null
        ? []
        : await db
            .selectFrom('article')
            .select('id')
            .where(sql<boolean>`${productId}::text = any(product_ids)`)
            .execute()
    const uses = await db
      .selectFrom('articleUse')
      .select(['articleId', 'ticketId'])
      .where('kind', '=', 'used')
      .where(
        'articleId',
        'in',
        shown.map((one) => one.id),
      )
      .execute()
    const items = shown.map((one) => {
      const sent = uses.filter(({ articleId }) => articleId === one.id)
      return {
        ...one,
        sameCategory: category !== null && one.category === category,
        sameProduct: about.some(({ id: same }) => same === one.id),
        sent: sent.length,
        sentHere: sent.some(({ ticketId }) => ticketId === id),
      }
    })
    return { items } as never
  },
})
