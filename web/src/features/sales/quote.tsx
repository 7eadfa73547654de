import { lazy } from 'react'
import { ChoiceTag } from '../../records/choice-tag.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { quote as entry, type Quote } from './quote.entry.ts'

export const quoteStatuses: readonly Choice[] = [
  { value: 'draft', label: 'Draft', tone: 'neutral' },
  { value: 'sent', label: 'Sent', tone: 'accent' },
  { value: 'accepted', label: 'Accepted', tone: 'good' },
  { value: 'rejected', label: 'Rejected', tone: 'bad' },
  { value: 'expired', label: 'Expired', tone: 'warn' },
  { value: 'replaced', label: 'Replaced', tone: 'neutral' },
]

export const approvals: readonly Choice[] = [
  { value: 'requested', label: 'Waits for approval', tone: 'warn' },
  { value: 'approved', label: 'Discount approved', tone: 'good' },
  { value: 'declined', label: 'Discount declined', tone: 'bad' },
]

export const quote = resource<Quote>(entry)({
  title: ({ number }) => number,
  state: ({ status }) => <ChoiceTag choices={quoteStatuses} value={status} />,
  fields: [
    { key: 'number', label: 'Number', kind: 'text', fixed: true },
    {
      key: 'opportunityId',
      label: 'Opportunity',
      kind: 'ref',
      model: 'opportunity',
      fixed: true,
      width: 220,
    },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      fixed: true,
      filter: true,
      width: 180,
    },
    { key: 'status', label: 'Status', kind: 'choice', choices: quoteStatuses, fixed: true, filter: true },
    { key: 'gross', label: 'Total', kind: 'money', fixed: true, sortable: true, width: 140 },
    { key: 'discountPercent', label: 'Given away, %', kind: 'number', places: 4, fixed: true, width: 110 },
    { key: 'approval', label: 'Approval', kind: 'choice', choices: approvals, fixed: true, filter: true },
    { key: 'approvalReason', label: 'Why', kind: 'text', fixed: true },
    { key: 'validUntil', label: 'Valid until', kind: 'date', fixed: true, width: 120 },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    { key: 'replacesId', label: 'Version before', kind: 'ref', model: 'quote', fixed: true },
    { key: 'replacedById', label: 'Next version', kind: 'ref', model: 'quote', fixed: true },
    { key: 'orderId', label: 'Order', kind: 'ref', model: 'order', fixed: true },
    { key: 'sentAt', label: 'Sent', kind: 'instant', fixed: true },
    { key: 'answeredAt', label: 'Answered', kind: 'instant', fixed: true },
    { key: 'answeredBy', label: 'Answered by', kind: 'text', fixed: true, hint: 'As they called themselves' },
    { key: 'intro', label: 'Before the lines', kind: 'long-text', fixed: true },
    { key: 'terms', label: 'After the lines', kind: 'long-text', fixed: true },
    { key: 'rejectedReason', label: 'Rejected because', kind: 'text', fixed: true },
  ],
  columns: ['opportunityId', 'accountId', 'gross', 'validUntil', 'ownerId'],
  sort: '-createdAt',
  searchable: true,
  empty: 'Quotes are written from an opportunity: open one and press “New quote”.',
  Page: lazy(async () => ({ default: (await import('./quote/page.tsx')).QuotePage })),
})
