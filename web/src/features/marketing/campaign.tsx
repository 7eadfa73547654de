import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { severalOf } from '../../records/several-of.tsx'
import { Tag } from '../../ui/values.tsx'
import { recordsOf } from '../activities/records-of.tsx'
import { type Campaign, campaign as entry } from './campaign.entry.ts'

export const campaignStatuses: readonly Choice[] = [
  { value: 'planned', label: 'Planned' },
  { value: 'running', label: 'Running', tone: 'good' },
  { value: 'ended', label: 'Ended' },
  { value: 'cancelled', label: 'Cancelled', tone: 'bad' },
]

export const channels: readonly Choice[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'phone', label: 'Telephone' },
  { value: 'sms', label: 'Text message' },
  { value: 'social', label: 'Social media' },
  { value: 'post', label: 'Post' },
  { value: 'event', label: 'Event' },
  { value: 'ad', label: 'Advertisement' },
]

export const campaign = resource<Campaign>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'goal', label: 'Goal', kind: 'long-text' },
    { key: 'budget', label: 'Budget', kind: 'money', width: 120 },
    {
      key: 'startsOn',
      label: 'First day',
      kind: 'date',
      sortable: true,
      width: 110,
      hint: 'It starts by itself when that day begins',
    },
    {
      key: 'endsOn',
      label: 'Last day',
      kind: 'date',
      sortable: true,
      width: 110,
      hint: 'It ends by itself when that day is over',
    },
    { key: 'channels', label: 'Channels', kind: 'own', ...severalOf(channels) },
    { key: 'productIds', label: 'Products', kind: 'own', ...recordsOf('product'), hint: 'What it is about' },
    { key: 'productGroupId', label: 'Product group', kind: 'ref', model: 'productGroup', filter: true },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 140 },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: campaignStatuses,
      fixed: true,
      filter: true,
      width: 100,
    },
    { key: 'startedAt', label: 'Started', kind: 'instant', fixed: true },
    { key: 'endedAt', label: 'Ended', kind: 'instant', fixed: true },
  ],
  columns: ['startsOn', 'endsOn', 'budget', 'ownerId'],
  sort: '-createdAt',
  searchable: true,
  change: 'campaign.change',
  state: ({ status }) => {
    const found = campaignStatuses.find(({ value }) => value === status)
    return found && <Tag tone={found.tone ?? 'neutral'}>{found.label}</Tag>
  },
  empty: 'A campaign is what you do over some time to win people for something. Plan the first one.',
  Page: lazy(async () => ({ default: (await import('./campaign/page.tsx')).CampaignPage })),
})
