import { z } from 'zod'
import { mailbox as addressed } from '../../../domain/activities/email.ts'
import { instant } from '../../../domain/values/instant.ts'
import { templateUse } from '../../../domain/values/template-use.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { conversationTable } from '../../../projections/activities/conversation.ts'
import { mailboxTable } from '../../../projections/activities/mailbox.ts'
import { outgoingMailTable } from '../../../projections/activities/outgoing-mail.ts'
import { recordQueries } from '../../lists/record-queries.ts'

const status = z
  .enum(['waiting', 'sending', 'sent', 'refused', 'doubtful', 'bounced', 'taken-back'])
  .register(vocabulary, { id: 'OutgoingMailStatus' })

export const outgoingMailQueries = recordQueries(outgoingMailTable)({
  resource: 'outgoing-mails',
  summary: 'Mails that go out, and what became of them',
  row: z.object({
    mailboxId: uuid,
    conversationId: uuid.nullable(),
    recipientId: uuid.nullable().describe('Whom of a mailing it is for.'),
    template: templateUse.nullable().describe('By which version of which template it was written.'),
    ticketId: uuid.nullable(),
    activityId: uuid.nullable().describe('The appointment that it invites to.'),
    to: z.array(addressed),
    cc: z.array(addressed),
    subject: z.string(),
    body: z.string(),
    sendAt: instant,
    status,
    attempts: z.int(),
    reason: z.string().nullable(),
    checked: z.array(z.object({ contactId: uuid, use: z.enum(['free', 'not-preferred']) })),
    orderedById: uuid.nullable(),
  }),
  shown: ({ to, cc, bcc: _bcc, checked, template, ...row }) => ({
    ...row,
    template: template ?? null,
    to: [...(to ?? [])],
    cc: [...(cc ?? [])],
    checked: [...(checked ?? [])],
  }),
  references: { mailboxId: mailboxTable, conversationId: conversationTable },
  filters: { status, conversationId: uuid, mailboxId: uuid, activityId: uuid },
  sorts: ['-sendAt', 'createdAt', 'updatedAt'],
  search: ['subject'],
})
