import { type MailingRecipientState, mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import type { LeftOutReason } from '../../domain/marketing/sending.ts'
import { linkFolds } from '../linking.ts'
import { type Column, date, instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const statusText: Column<MailingRecipientState['status']> = { sql: 'text', nullable: false }
const channelText: Column<'email' | 'sms' | 'post'> = { sql: 'text', nullable: false }
const subjectText: Column<'a' | 'b'> = { sql: 'text', nullable: false }
const reasonText: Column<LeftOutReason | null> = nullable(text) as never

/** A link that was followed, and when. */
export interface Followed {
  link: string
  at: string
  machine: boolean
}

export const mailingRecipientTable = projection(mailingRecipient)({
  name: 'mailingRecipient',
  version: 4,
  columns: {
    channel: channelText,
    mailingId: nullable(uuid),
    enrolmentId: nullable(uuid),
    step: nullable(integer),
    greetingId: nullable(uuid),
    /** The day on which they were greeted. */
    greetedOn: nullable(date),
    /** Of the workflow: its run, the rule and its version, and the type of event that began it. */
    workflowRunId: nullable(uuid),
    ruleName: nullable(text),
    ruleVersion: nullable(integer),
    trigger: nullable(text),
    contentItemId: nullable(uuid),
    campaignId: nullable(uuid),
    contactId: nullable(uuid),
    leadId: nullable(uuid),
    ownerId: nullable(uuid),
    purpose: text,
    basis: text,
    leftOut: reasonText,
    variant: nullable(text),
    subject: subjectText,
    templateId: uuid,
    templateVersion: integer,
    sendAt: instant,
    status: statusText,
    /** Why it did not arrive. */
    reason: nullable(text),
    sentAt: nullable(instant),
    /** Of a text: when it arrived. */
    deliveredAt: nullable(instant),
    openedAt: nullable(instant),
    machineOpenedAt: nullable(instant),
    /** By a person. */
    clickedAt: nullable(instant),
    clicks: integer,
    followed: json<readonly Followed[]>(),
    repliedAt: nullable(instant),
    replyConversationId: nullable(uuid),
    /** When they first did something that somebody does who is interested: followed a link, or answered. */
    respondedAt: nullable(instant),
    unsubscribedAt: nullable(instant),
    madeLeadId: nullable(uuid),
    convertedAt: nullable(instant),
  },
  sameField: [
    ['templateId', 'templateVersion', 'template'],
    ['greetingId', 'greetedOn', 'greeted'],
    ['workflowRunId', 'ruleName', 'ruleVersion', 'trigger', 'workflow'],
    ['contentItemId', 'content'],
    ['status', 'is'],
    ['followed', 'link', 'clicks', 'clickedAt'],
    ['openedAt', 'machineOpenedAt', 'machine'],
    ['repliedAt', 'activityId', 'replyConversationId', 'conversationId'],
  ],
  indexes: [
    ['mailingId', 'createdAt'],
    ['enrolmentId', 'createdAt'],
    ['greetingId', 'createdAt'],
    ['contentItemId', 'createdAt'],
    ['workflowRunId', 'createdAt'],
    ['campaignId', 'createdAt'],
    ['contactId', 'createdAt'],
    ['leadId', 'createdAt'],
    ['createdAt'],
    ['updatedAt'],
    ['sentAt'],
    ['respondedAt'],
  ],
  on: {
    'mailingRecipient.chosen': (_, { data: { template, greeted, workflow, content, ...data } }) => ({
      ...data,
      greetingId: greeted?.greetingId ?? null,
      greetedOn: greeted?.day ?? null,
      workflowRunId: workflow?.runId ?? null,
      ruleName: workflow?.rule.name ?? null,
      ruleVersion: workflow?.rule.version ?? null,
      trigger: workflow?.eventType ?? null,
      contentItemId: content?.contentItemId ?? null,
      templateId: template.id,
      templateVersion: template.version,
      status: data.leftOut === null ? 'waiting' : 'left-out',
      reason: null,
      sentAt: null,
      deliveredAt: null,
      openedAt: null,
      machineOpenedAt: null,
      clickedAt: null,
      clicks: 0,
      followed: [],
      repliedAt: null,
      replyConversationId: null,
      respondedAt: null,
      unsubscribedAt: null,
      madeLeadId: null,
      convertedAt: null,
    }),
    'mailingRecipient.sent': (row, { occurredAt }) =>
      row && { ...row, status: 'sent', sentAt: occurredAt, reason: null },
    'mailingRecipient.delivered': (row, { occurredAt }) =>
      row && {
        ...row,
        status: 'delivered',
        deliveredAt: occurredAt,
        sentAt: row.sentAt ?? occurredAt,
        reason: null,
      },
    'mailingRecipient.failed': (row, { data: { is, reason } }) => row && { ...row, status: is, reason },
    'mailingRecipient.opened': (row, { data: { machine }, occurredAt }) =>
      row && (machine ? { ...row, machineOpenedAt: occurredAt } : { ...row, openedAt: occurredAt }),
    'mailingRecipient.clicked': (row, { data: { link, machine }, occurredAt }) =>
      row && {
        ...row,
        clicks: row.clicks + 1,
        followed: [...row.followed, { link, at: occurredAt, machine }],
        ...(!machine && {
          clickedAt: row.clickedAt ?? occurredAt,
          respondedAt: row.respondedAt ?? occurredAt,
          // Whoever follows a link has opened what it stands in.
          openedAt: row.openedAt ?? occurredAt,
        }),
      },
    'mailingRecipient.replied': (row, { data: { conversationId }, occurredAt }) =>
      row && {
        ...row,
        repliedAt: row.repliedAt ?? occurredAt,
        respondedAt: row.respondedAt ?? occurredAt,
        replyConversationId: conversationId,
      },
    'mailingRecipient.unsubscribed': (row, { occurredAt }) =>
      row && { ...row, unsubscribedAt: row.unsubscribedAt ?? occurredAt },
    'mailingRecipient.converted': (row, { data: { madeLeadId }, occurredAt }) =>
      row && { ...row, madeLeadId, convertedAt: occurredAt, respondedAt: row.respondedAt ?? occurredAt },
    ...linkFolds('mailingRecipient'),
  },
})
