import { BookOpenText } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Article = Replies['/articles/{id}']
export type ArticleContent = NonNullable<Article['draft']>
export type ArticleVersion = NonNullable<Replies['/articles/{id}/versions']['items']>[number]
export type ArticleUsage = Replies['/article-usage']
export type SuggestedArticle = NonNullable<Replies['/tickets/{id}/articles']['items']>[number]
export type ArticleHit = NonNullable<Replies['/article-search']['items']>[number]

export const article: RecordEntry = {
  is: 'record',
  model: 'article',
  path: 'articles',
  one: 'article',
  many: 'articles',
  group: 'Service',
  create: 'article.create',
  anywhere: true,
  followed: true,
  on: {
    ticket: {
      by: 'ticketId',
      columns: ['status', 'type'],
      empty: 'No article was written about this.',
    },
  },
  icon: BookOpenText,
  load: async () => (await import('./article.tsx')).article,
}
