import { z } from 'zod'
import {
  deliveryFailure,
  mailingChannel,
  mailingRecipient,
  subjectVariant,
} from '../../domain/marketing/mailing-recipient.ts'
import { leftOutReason } from '../../domain/marketing/sending.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { outgoingMailTable } from '../../projections/activities/outgoing-mail.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { contentItemTable } from '../../projections/marketing/content-item.ts'
import { greetingTable } from '../../projections/marketing/greeting.ts'
import { mailingTable } from '../../projections/marketing/mailing.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { messageTemplateTable } from '../../projections/marketing/message-template.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { naming, type Relation } from '../privacy/relations.ts'

const status = z
  .enum(['left-out', 'waiting', 'sent', 'delivered', ...deliveryFailure.options])
  .register(vocabulary, { id: 'MailingRecipientStatus' })

export const mailingRecipientQueries = recordQueries(mailingRecipientTable)({
  resource: 'mailing-recipients',
  summary:
    'Whom mailings, sequences, greetings and rules wrote to: what each got, or why nothing, and what they did with it',
  row: z.object({
    channel: mailingChannel,
    mailingId: uuid.nullable(),
    enrolmentId: uuid.nullable().describe('Of a sequence: whose way through it this was a step of.'),
    step: z.int().nullable(),
    greetingId: uuid.nullable(),
    greetedOn: day.nullable().describe('The day on which they were greeted.'),
    workflowRunId: uuid.nullable().describe('The run of the workflow that it came of.'),
    ruleName: z.string().nullable().describe('The rule of the workflow that it came of.'),
    ruleVersion: z.int().nullable(),
    trigger: z.string().nullable().describe('The type of the event that began it.'),
    contentItemId: uuid.nullable().describe('The item of the library that they were sent.'),
    campaignId: uuid.nullable(),
    contactId: uuid.nullable(),
    leadId: uuid.nullable(),
    ownerId: uuid.nullable(),
    purpose: z.string(),
    basis: z.string(),
    leftOut: leftOutReason.nullable(),
    variant: z.string().nullable(),
    subject: subjectVariant,
    templateId: uuid,
    templateVersion: z.int(),
    sendAt: instant,
    status,
    reason: z.string().nullable(),
    sentAt: instant.nullable(),
    deliveredAt: instant.nullable().describe('Of a text.'),
    openedAt: instant.nullable(),
    machineOpenedAt: instant.nullable(),
    clickedAt: instant.nullable(),
    clicks: z.int(),
    followed: z.array(
      z
        .object({ link: z.string().nullable(), at: instant, machine: z.boolean() })
        .register(vocabulary, { id: 'FollowedLink' }),
    ),
    repliedAt: instant.nullable(),
    replyConversationId: uuid.nullable(),
    respondedAt: instant.nullable(),
    unsubscribedAt: instant.nullable(),
    madeLeadId: uuid.nullable(),
    convertedAt: instant.nullable(),
  }),
  shown: ({ followed, ...row }) => ({ ...row, followed: [...(followed ?? [])] }),
  references: {
    mailingId: mailingTable,
    greetingId: greetingTable,
    contentItemId: contentItemTable,
    campaignId: campaignTable,
    contactId: contactTable,
    leadId: leadTable,
    templateId: messageTemplateTable,
  },
  filters: {
    mailingId: uuid,
    enrolmentId: uuid,
    greetingId: uuid,
    contentItemId: uuid,
    workflowRunId: uuid,
    campaignId: uuid,
    contactId: uuid,
    leadId: uuid,
    status,
    leftOut: leftOutReason,
    variant: z.string(),
  },
  ranges: { sentAt: instant, respondedAt: instant },
  sorts: ['-createdAt', 'sentAt', 'respondedAt', 'updatedAt'],
})

const failures = {
  refused: 'Not sent',
  doubtful: 'It may have gone, or not',
  bounced: 'It came back',
  stopped: 'Stopped before it went',
  undelivered: 'Did not arrive',
} as const

export const leftOutWords: Readonly<Record<z.output<typeof leftOutReason>, string>> = {
  gone: 'no longer there',
  restricted: 'their data are not to be used',
  'no-address': 'no e-mail address',
  'same-address': 'somebody else of the list has the same address',
  'no-number': 'no number that texts arrive at',
  'same-number': 'somebody else of the list has the same number',
  'no-postal-address': 'no postal address',
  'do-not-contact': 'not to be contacted that way',
  bounced: 'mail to them came back',
  complained: 'they called our mail unwanted',
  unsubscribed: 'they have unsubscribed',
  'no-consent': 'they have not allowed it',
  'too-often': 'they have got as much as they are to get',
}

export const mailingRecipientTitles = titlesOf(mailingRecipient, {
  'mailingRecipient.chosen': ({ data: { leftOut, template, workflow } }) => {
    const by = workflow
      ? `, because of ${workflow.eventType}, by version ${workflow.rule.version} of the rule ${workflow.rule.name}`
      : ''
    return leftOut
      ? `Left out: ${leftOutWords[leftOut]}${by}`
      : `To be written to, by version ${template.version} of the template${by}`
  },
  'mailingRecipient.sent': () => 'Sent',
  'mailingRecipient.delivered': () => 'Arrived',
  'mailingRecipient.failed': ({ data: { is, reason } }) =>
    reason ? `${failures[is]}: ${reason}` : failures[is],
  'mailingRecipient.opened': ({ data }) => (data.machine ? 'Opened by a program' : 'Opened'),
  'mailingRecipient.clicked': ({ data: { link, machine } }) =>
    `${machine ? 'A program followed' : 'Followed'} ${link ?? 'a link'}`,
  'mailingRecipient.replied': () => 'Answered',
  'mailingRecipient.unsubscribed': ({ data }) =>
    data.purpose ? `Unsubscribed from ${data.purpose}` : 'Unsubscribed from everything',
  'mailingRecipient.converted': () => 'A lead was made of it',
})

/** What somebody was sent and did with it is about them, and goes with them; and so is the mail itself. */
export const mailingRecipientRelations: readonly Relation[] = [
  naming('contact', mailingRecipientTable, 'contactId'),
  naming('lead', mailingRecipientTable, 'leadId'),
  naming('mailingRecipient', outgoingMailTable, 'recipientId'),
]
