import { Route } from 'lucide-react'
import { lazy } from 'react'
import { assignAction } from '../../records/assign.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import { Tag } from '../../ui/values.tsx'
import { SlaClock } from './ticket/sla-clock.tsx'
import { Warranty } from './ticket/warranty.tsx'
import { ticket as entry, type Ticket } from './ticket.entry.ts'

const priorities: readonly Choice[] = [
  { value: 'urgent', label: 'Urgent', tone: 'bad' },
  { value: 'high', label: 'High', tone: 'warn' },
  { value: 'normal', label: 'Normal', tone: 'neutral' },
  { value: 'low', label: 'Low', tone: 'neutral' },
]

const statuses: readonly Choice[] = [
  { value: 'new', label: 'New', tone: 'accent' },
  { value: 'open', label: 'Open', tone: 'neutral' },
  { value: 'pending', label: 'Pending', tone: 'warn' },
  { value: 'resolved', label: 'Resolved', tone: 'good' },
  { value: 'closed', label: 'Closed', tone: 'neutral' },
]

const types: readonly Choice[] = [
  { value: 'question', label: 'Question' },
  { value: 'incident', label: 'Incident' },
  { value: 'request', label: 'Request' },
  { value: 'problem', label: 'Problem' },
  { value: 'complaint', label: 'Complaint', tone: 'warn' },
]

const channels: readonly Choice[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'phone', label: 'Telephone' },
  { value: 'chat', label: 'Chat' },
  { value: 'web', label: 'Web' },
  { value: 'portal', label: 'Portal' },
  { value: 'social', label: 'Social media' },
]

export const ticket = resource<Ticket>(entry)({
  title: ({ subject }) => subject,
  state: ({ escalation = 0, absorbedById, type, doubtful, unconfirmed }) => (
    <>
      {escalation > 0 && <Tag tone="bad">Escalated{escalation > 1 ? ` ${escalation} times` : ''}</Tag>}
      {type === 'complaint' && <Tag tone="warn">Complaint</Tag>}
      {absorbedById && <Tag tone="neutral">Merged</Tag>}
      {doubtful && <Tag tone="warn">Perhaps a program</Tag>}
      {unconfirmed && <Tag tone="neutral">Not confirmed</Tag>}
    </>
  ),
  fields: [
    { key: 'subject', label: 'Subject', kind: 'text', required: true },
    { key: 'number', label: 'Number', kind: 'text', fixed: true, sortable: true, width: 110 },
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
      key: 'priority',
      label: 'Priority',
      kind: 'choice',
      choices: priorities,
      filter: true,
      width: 90,
      by: 'change-priority',
    },
    {
      key: 'sla',
      label: 'Time left',
      kind: 'shown',
      show: (row: Ticket) => <SlaClock row={row} />,
      fixed: true,
      width: 190,
    },
    { key: 'requester', label: 'Requester', kind: 'person', width: 200 },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      filter: true,

      width: 170,
    },
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact' },
    {
      key: 'productId',
      label: 'Product',
      kind: 'ref',
      model: 'product',
      width: 150,
      hint: 'What it is about: a contract may cover it',
    },
    {
      key: 'assetId',
      label: 'Asset',
      kind: 'ref',
      model: 'asset',
      once: true,
      width: 150,
      hint: 'Its product and its account are taken from it where nothing else is said',
    },
    {
      key: 'failure',
      label: 'Warranty',
      kind: 'shown',
      show: (row: Ticket) => <Warranty row={row} />,
      fixed: true,
      width: 160,
    },
    { key: 'contractId', label: 'Contract', kind: 'ref', model: 'contract', fixed: true, width: 150 },
    {
      key: 'category',
      label: 'Category',
      kind: 'listed',
      list: 'ticket-category',
      filter: true,
      width: 120,
    },
    { key: 'type', label: 'Type', kind: 'choice', choices: types, filter: true, width: 100 },
    {
      key: 'severity',
      label: 'Severity',
      kind: 'listed',
      list: 'ticket-severity',
      filter: true,
      width: 100,
    },
    { key: 'productId', label: 'Product', kind: 'ref', model: 'product', filter: true, width: 150 },
    { key: 'parentId', label: 'Case of problem', kind: 'ref', model: 'ticket' },
    { key: 'rootCause', label: 'Root cause', kind: 'listed', list: 'root-cause', filter: true, width: 140 },
    { key: 'channel', label: 'Came by', kind: 'choice', choices: channels, width: 100 },
    {
      key: 'assigneeId',
      label: 'Assignee',
      kind: 'ref',
      model: 'user',
      filter: true,
      width: 150,
      by: 'assign',
    },
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    { key: 'createdAt', label: 'Opened', kind: 'instant', fixed: true, sortable: true, width: 120 },
    { key: 'description', label: 'Description', kind: 'long-text' },
  ],
  columns: ['number', 'sla', 'priority', 'status', 'requester', 'assigneeId', 'tags', 'createdAt'],
  sort: 'timeLeft',
  searchable: true,
  change: 'ticket.change',
  bulk: [
    assignAction(entry, { field: 'assigneeId' }),
    {
      label: 'Assign by the rules',
      icon: Route,
      permission: 'ticket.assign',
      asked: { command: 'ticket.route', body: {} },
    },
    ...tagActions(entry),
  ],
  empty: 'A ticket is what a customer asks of you. Open the first one; its clocks start at once.',
  Page: lazy(async () => ({ default: (await import('./ticket/page.tsx')).TicketPage })),
})
