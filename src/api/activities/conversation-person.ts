import type { conversationLinkTable } from '../../projections/activities/conversation.ts'
import { outgoingMailTable } from '../../projections/activities/outgoing-mail.ts'
import { outgoingSmsTable } from '../../projections/activities/outgoing-sms.ts'
import { socialMessageTable } from '../../projections/activities/social-message.ts'
import { socialPostTable } from '../../projections/activities/social-post.ts'
import type { TablesOf } from '../lists/query.ts'
import { naming, type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof conversationLinkTable]>

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
  naming('conversation', outgoingMailTable, 'conversationId'),
]

export const outgoingSmsRelations: readonly Relation[] = [
  naming('conversation', outgoingSmsTable, 'conversationId'),
  naming('contact', outgoingSmsTable, 'contactId'),
  naming('mailingRecipient', outgoingSmsTable, 'recipientId'),
]

export const socialMessageRelations: readonly Relation[] = [
  naming('conversation', socialMessageTable, 'conversationId'),
]

export const socialPostRelations: readonly Relation[] = [
  naming('conversation', socialPostTable, 'conversationId'),
]
