import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { letterForms } from '../activities/letter/forms.ts'
import { mailing as entry, type Mailing } from './mailing.entry.ts'
import { PurposeInput, PurposeShown } from './purpose-input.tsx'

export const mailingStatuses: readonly Choice[] = [
  { value: 'draft', label: 'Draft' },
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'sending', label: 'Going out', tone: 'good' },
  { value: 'paused', label: 'Paused', tone: 'warn' },
  { value: 'stopped', label: 'Stopped', tone: 'bad' },
  { value: 'done', label: 'Sent' },
]

export const mailing = resource<Mailing>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'campaignId',
      label: 'Campaign',
      kind: 'ref',
      model: 'campaign',
      required: true,
      once: true,
      filter: true,
      width: 150,
    },
    { key: 'listId', label: 'To', kind: 'ref', model: 'marketingList', required: true, width: 150 },
    {
      key: 'purpose',
      label: 'Purpose',
      kind: 'own',
      Show: PurposeShown,
      Input: PurposeInput,
      required: true,
      hint: 'What they have allowed, or what nobody has to be asked for',
    },
    { key: 'templateId', label: 'Template', kind: 'ref', model: 'messageTemplate', required: true },
    {
      key: 'otherSubject',
      label: 'Another subject for half of them',
      kind: 'text',
      hint: 'By lot; the results tell whether one is opened more often than chance explains',
    },
    {
      key: 'mailboxId',
      label: 'From mailbox',
      kind: 'ref',
      model: 'mailbox',
      hint: 'Of what goes by e-mail',
    },
    {
      key: 'numberId',
      label: 'From number',
      kind: 'ref',
      model: 'smsNumber',
      hint: 'Of what goes by text: then there is no mailbox, and the subject of the template is left out',
    },
    {
      key: 'letterForm',
      label: 'By post, on',
      kind: 'choice',
      choices: letterForms,
      hint: 'Of what goes by post: letters to print, and labels',
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: mailingStatuses,
      fixed: true,
      filter: true,
      width: 100,
    },
    { key: 'scheduledAt', label: 'Goes out', kind: 'instant', fixed: true, sortable: true, width: 150 },
    { key: 'total', label: 'In its list', kind: 'number', fixed: true, width: 90 },
    { key: 'templateVersion', label: 'Version of the template', kind: 'number', fixed: true },
    { key: 'stopReason', label: 'Why it was stopped', kind: 'text', fixed: true },
  ],
  columns: ['status', 'campaignId', 'listId', 'scheduledAt', 'total'],
  sort: '-createdAt',
  searchable: true,
  change: 'mailing.change',
  final: ({ status }) => status !== 'draft',
  state: ({ status }) => {
    const found = mailingStatuses.find(({ value }) => value === status)
    return found && <Tag tone={found.tone ?? 'neutral'}>{found.label}</Tag>
  },
  empty: 'A mailing is a mail, a text or a letter to all of a list. Prepare the first one.',
  Page: lazy(async () => ({ default: (await import('./mailing/page.tsx')).MailingPage })),
})
