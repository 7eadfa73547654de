import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { leftOutChoices } from './left-out.ts'
import { mailingRecipient as entry, type MailingRecipient } from './mailing-recipient.entry.ts'

const channels: readonly Choice[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'sms', label: 'Text' },
  { value: 'post', label: 'Post' },
]

const statuses: readonly Choice[] = [
  { value: 'left-out', label: 'Left out' },
  { value: 'waiting', label: 'Under way' },
  { value: 'sent', label: 'Sent', tone: 'good' },
  { value: 'refused', label: 'Not taken', tone: 'bad' },
  { value: 'doubtful', label: 'In doubt', tone: 'warn' },
  { value: 'bounced', label: 'Came back', tone: 'bad' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'delivered', label: 'Arrived', tone: 'good' },
  { value: 'undelivered', label: 'Did not arrive', tone: 'bad' },
]

export const mailingRecipient = resource<MailingRecipient>(entry)({
  title: ({ contactName, leadName }) => contactName ?? leadName ?? undefined,
  fields: [
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact', fixed: true },
    { key: 'leadId', label: 'Lead', kind: 'ref', model: 'lead', fixed: true },
    {
      key: 'mailingId',
      label: 'Mailing',
      kind: 'ref',
      model: 'mailing',
      fixed: true,
      filter: true,
      width: 150,
    },
    {
      key: 'greetingId',
      label: 'Greeting',
      kind: 'ref',
      model: 'greeting',
      fixed: true,
      filter: true,
      width: 150,
    },
    { key: 'greetedOn', label: 'Of the day', kind: 'date', fixed: true, width: 100 },
    { key: 'ruleName', label: 'Rule of the workflow', kind: 'text', fixed: true, width: 150 },
    { key: 'ruleVersion', label: 'Version of the rule', kind: 'number', fixed: true },
    { key: 'trigger', label: 'Because of', kind: 'text', fixed: true, width: 150 },
    { key: 'channel', label: 'By', kind: 'choice', choices: channels, fixed: true, width: 80 },
    {
      key: 'campaignId',
      label: 'Campaign',
      kind: 'ref',
      model: 'campaign',
      fixed: true,
      filter: true,
      width: 150,
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 100,
    },
    {
      key: 'leftOut',
      label: 'Left out, because',
      kind: 'choice',
      choices: leftOutChoices,
      fixed: true,
      filter: true,
      width: 200,
    },
    { key: 'reason', label: 'Why it did not arrive', kind: 'text', fixed: true },
    { key: 'purpose', label: 'Purpose', kind: 'text', fixed: true },
    { key: 'basis', label: 'Lawful basis', kind: 'text', fixed: true },
    { key: 'variant', label: 'Text', kind: 'text', fixed: true, width: 100 },
    { key: 'subject', label: 'Subject', kind: 'text', fixed: true },
    { key: 'templateId', label: 'Template', kind: 'ref', model: 'messageTemplate', fixed: true },
    { key: 'templateVersion', label: 'Version of the template', kind: 'number', fixed: true },
    { key: 'sentAt', label: 'Sent', kind: 'instant', fixed: true, sortable: true, width: 140 },
    { key: 'openedAt', label: 'Opened', kind: 'instant', fixed: true, width: 140 },
    { key: 'machineOpenedAt', label: 'Opened by a program', kind: 'instant', fixed: true },
    { key: 'clicks', label: 'Clicks', kind: 'number', fixed: true, width: 70 },
    { key: 'repliedAt', label: 'Answered', kind: 'instant', fixed: true },
    { key: 'respondedAt', label: 'Responded', kind: 'instant', fixed: true, sortable: true, width: 140 },
    { key: 'unsubscribedAt', label: 'Unsubscribed', kind: 'instant', fixed: true },
    { key: 'madeLeadId', label: 'Lead made of it', kind: 'ref', model: 'lead', fixed: true, width: 140 },
  ],
  columns: ['status', 'leftOut', 'mailingId', 'sentAt', 'openedAt', 'clicks', 'respondedAt'],
  sort: '-createdAt',
  searchable: false,
  empty: 'Whom a mailing was for stands here, also who got nothing, and why.',
})
