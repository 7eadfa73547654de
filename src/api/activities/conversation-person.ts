import type { conversationLinkTable } from '../../projections/activities/conversation.ts'
import type { outgoingMailTable } from '../../projections/activities/outgoing-mail.ts'
import type { outgoingSmsTable } from '../../projections/activities/outgoing-sms.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof conversationLinkTable, typeof outgoingMailTable, typeof outgoingSmsTable]>

/** What was written with a person is about them, and goes with them. */
export const conversationRelations: readonly Relation[] = ['contact', 'lead', 'ticket'].map((model) =>
  related<Tables>(model, async (db, ids) =>
    refs(
      'conversation',
      await db
        .selectFrom('conversationLink')
        .select('conversationId as id')
        .where('recordId', 'in', ids)
        .execute(),
    ),
  ),
)

export const outgoingMailRelations: readonly Relation[] = [
  related<Tables>('conversation', async (db, ids) =>
    refs(
      'outgoingMail',
      await db.selectFrom('outgoingMail').select('id').where('conversationId', 'in', ids).execute(),
    ),
  ),
]

export const outgoingSmsRelations: readonly Relation[] = [
  related<Tables>('conversation', async (db, ids) =>
    refs(
      'outgoingSms',
      await db.selectFrom('outgoingSms').select('id').where('conversationId', 'in', ids).execute(),
    ),
  ),
  related<Tables>('contact', async (db, ids) =>
    refs(
      'outgoingSms',
      await db.selectFrom('outgoingSms').select('id').where('contactId', 'in', ids).execute(),
    ),
  ),
  related<Tables>('mailingRecipient', async (db, ids) =>
    refs(
      'outgoingSms',
      await db.selectFrom('outgoingSms').select('id').where('recipientId', 'in', ids).execute(),
    ),
  ),
]
