import { z } from 'zod'
import { chatAuthor, citedArticle, mostSayings } from '../../../domain/activities/chat.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { chatMessageTable, conversationTable } from '../../../projections/activities/conversation.ts'
import { query } from '../../lists/query.ts'

const message = z
  .object({
    id: uuid,
    number: z.int().describe('Which one of its chat it is, from 1.'),
    author: chatAuthor,
    actorId: z.string().describe('Of what one of us has said, who.'),
    text: z.string(),
    articles: z.array(citedArticle).describe('What it cites, as it was published then.'),
    at: instant,
  })
  .register(vocabulary, { id: 'ChatMessage' })

export const chatMessages = query(
  conversationTable,
  chatMessageTable,
)({
  name: 'chatMessages',
  path: '/conversations/:id/chat',
  summary: 'What was said in a chat, oldest first: all of it',
  permission: 'conversation.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ items: z.array(message) }),
  async run({ db, parameters: { id } }) {
    const found = await db.selectFrom('conversation').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const items = await db
      .selectFrom('chatMessage')
      .select(['id', 'number', 'author', 'actorId', 'text', 'articles', 'at'])
      .where('conversationId', '=', id)
      .orderBy('number')
      .limit(mostSayings)
      .execute()
    return { items: items.map((one) => ({ ...one, articles: [...(one.articles ?? [])] })) }
  },
})
