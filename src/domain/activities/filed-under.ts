import { z } from 'zod'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What a conversation, or a call, can be filed with; who sees one of these sees what was said. */
export const filedUnder = z
  .object({
    model: z
      .enum(['account', 'contact', 'lead', 'opportunity', 'ticket'])
      .register(vocabulary, { id: 'ConversationRecordModel' }),
    id: uuid,
  })
  .register(vocabulary, { id: 'ConversationRecord' })
export type FiledUnder = z.output<typeof filedUnder>
