import type { Mailbox } from '../../domain/activities/email.ts'
import type { OutgoingMailState, OutgoingStatus } from '../../domain/activities/outgoing-mail.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { personIn } from '../../domain/event.ts'
import type { TemplateUse } from '../../domain/values/template-use.ts'
import { linkFolds } from '../linking.ts'
import { type Column, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<OutgoingStatus> = { sql: 'text', nullable: false }

export const outgoingMailTable = projection(outgoingMail)({
  name: 'outgoingMail',
  version: 3,
  label: ['subject'],
  columns: {
    mailboxId: uuid,
    ownerId: nullable(uuid),
    teamId: nullable(uuid),
    conversationId: nullable(uuid),
    recipientId: nullable(uuid),
    template: nullable(json<TemplateUse>()),
    ticketId: nullable(uuid),
    to: json<readonly Mailbox[]>(),
    cc: json<readonly Mailbox[]>(),
    bcc: json<readonly Mailbox[]>(),
    subject: text,
    body: text,
    msgid: text,
    key: uuid,
    inReplyTo: nullable(text),
    references: json<readonly string[]>(),
    sendAt: instant,
    checked: json<OutgoingMailState['checked']>(),
    orderedById: nullable(uuid),
    status: statusText,
    attempts: integer,
    /** The appointment that it invites to. */
    activityId: nullable(uuid),
    /** Why it has not gone, or came back. */
    reason: nullable(text),
  },
  sameField: [
    ['activityId', 'invitation'],
    ['attempts', 'attempt'],
    ['reason', 'outcome'],
    ['sendAt', 'nextAt'],
  ],
  indexes: [
    ['conversationId', 'sendAt'],
    ['status', 'sendAt'],
    ['key'],
    ['recipientId'],
    ['activityId'],
    ['sendAt'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'outgoingMail.ordered': (_, { data: { invitation, ...data }, metadata }) => ({
      ...data,
      activityId: invitation?.activityId ?? null,
      orderedById: personIn(metadata.actor),
      status: 'waiting',
      attempts: 0,
      reason: null,
    }),
    'outgoingMail.taken-back': (row) => row && { ...row, status: 'taken-back' },
    'outgoingMail.started': (row, { data: { attempt } }) =>
      row && { ...row, status: 'sending', attempts: attempt },
    'outgoingMail.sent': (row) => row && { ...row, status: 'sent', reason: null },
    'outgoingMail.deferred': (row, { data: { reason, nextAt } }) =>
      row && { ...row, status: 'waiting', reason, sendAt: nextAt },
    'outgoingMail.refused': (row, { data: { reason } }) => row && { ...row, status: 'refused', reason },
    'outgoingMail.doubted': (row, { data: { reason } }) => row && { ...row, status: 'doubtful', reason },
    'outgoingMail.bounced': (row, { data: { status, reason } }) =>
      row && { ...row, status: 'bounced', reason: [status, reason].filter(Boolean).join(' ') || null },
    ...linkFolds('outgoingMail'),
  },
})
