import { lazy } from 'react'
import { assignAction } from '../../records/assign.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import { day } from '../../ui/format.ts'
import { Tag } from '../../ui/values.tsx'
import { DatesInput, DatesShown } from './opportunity/dates-input.tsx'
import { opportunity as entry, type Opportunity } from './opportunity.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'open', label: 'Open', tone: 'neutral' },
  { value: 'won', label: 'Won', tone: 'good' },
  { value: 'lost', label: 'Lost', tone: 'bad' },
]

export const opportunity = resource<Opportunity>(entry)({
  title: ({ name }) => name,
  state: ({ status }) =>
    status !== 'open' && (
      <Tag tone={status === 'won' ? 'good' : 'bad'}>{status === 'won' ? 'Won' : 'Lost'}</Tag>
    ),
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'accountId', label: 'Account', kind: 'ref', model: 'account', filter: true, width: 180 },
    { key: 'stageName', label: 'Stage', kind: 'text', fixed: true, width: 130 },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 90,
    },
    { key: 'amount', label: 'Amount', kind: 'money', sortable: true, width: 140, by: 'change-amount' },
    { key: 'probability', label: 'Probability', kind: 'percent', fixed: true, width: 100 },
    { key: 'closeDate', label: 'Close', kind: 'date', sortable: true, width: 110, by: 'change-close-date' },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150, by: 'assign' },
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact' },
    { key: 'productId', label: 'Product', kind: 'ref', model: 'product' },
    { key: 'nextStep', label: 'Next step', kind: 'text', width: 200 },
    { key: 'nextStepOn', label: 'Next step on', kind: 'date', sortable: true, width: 110 },
    { key: 'dates', label: 'Dates', kind: 'own', Show: DatesShown, Input: DatesInput },
    { key: 'slips', label: 'Put off', kind: 'number', fixed: true, sortable: true, width: 80 },
    { key: 'budget', label: 'Budget', kind: 'money', hint: 'What the buyer has for it' },
    { key: 'costs', label: 'Costs', kind: 'money', hint: 'What was spent on it so far, beside its orders' },
    {
      key: 'channel',
      label: 'Channel',
      kind: 'listed',
      list: 'sales-channel',
      filter: true,
      width: 110,
    },
    { key: 'partnerId', label: 'Partner', kind: 'ref', model: 'account', filter: true, width: 150 },
    { key: 'leadId', label: 'From the lead', kind: 'ref', model: 'lead', fixed: true },
    { key: 'wonReason', label: 'Won because', kind: 'listed', list: 'deal-win', fixed: true },
    { key: 'lostToId', label: 'Lost to', kind: 'ref', model: 'competitor', fixed: true },
    { key: 'lostReason', label: 'Lost because', kind: 'listed', list: 'deal-loss', fixed: true },
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    { key: 'createdAt', label: 'Opened', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['accountId', 'stageName', 'amount', 'probability', 'closeDate', 'ownerId', 'tags'],
  sort: '-createdAt',
  searchable: true,
  narrowing: {
    stageId: () => 'In one stage',
    pipelineId: () => 'In one pipeline',
    currency: (code) => `In ${code}`,
    closeDateFrom: (date) => `Closes from ${day(date)}`,
    closeDateTo: (date) => `Closes by ${day(date)}`,
  },
  change: 'opportunity.change',
  empty: 'An opportunity is a possible sale. Open one, or convert a qualified lead.',
  bulk: [assignAction(entry), ...tagActions(entry)],
  Page: lazy(async () => ({ default: (await import('./opportunity/page.tsx')).OpportunityPage })),
})
