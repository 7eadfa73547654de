import { Flame, Snowflake, Sun } from 'lucide-react'
import { lazy } from 'react'
import { assignAction } from '../../records/assign.tsx'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { tagActions } from '../../records/tags.tsx'
import type { SavedView } from '../../records/views.ts'
import { personName } from '../../ui/format.ts'
import { Tag } from '../../ui/values.tsx'
import { channelFields, DoNotContact } from '../customers/channels.tsx'
import { quickCampaignAction } from '../marketing/quick-campaign-action.ts'
import { disqualifyAction, recycleAction } from './lead/aside.tsx'
import { reviewActions } from './lead/review-actions.ts'
import { routeAction } from './lead/route-action.tsx'
import { scoreAction } from './lead/score-action.tsx'
import { lead as entry, type Lead } from './lead.entry.ts'

export const statuses: readonly Choice[] = [
  { value: 'new', label: 'New', tone: 'accent' },
  { value: 'working', label: 'Working', tone: 'neutral' },
  { value: 'qualified', label: 'Qualified', tone: 'good' },
  { value: 'recycled', label: 'Put off', tone: 'warn' },
  { value: 'disqualified', label: 'Disqualified', tone: 'neutral' },
  { value: 'converted', label: 'Converted', tone: 'good' },
]

const reviews: readonly Choice[] = [
  { value: 'due', label: 'To review', tone: 'warn' },
  { value: 'genuine', label: 'Genuine', tone: 'good' },
  { value: 'not-genuine', label: 'Not genuine', tone: 'bad' },
]

/** Leads of which somebody is to say whether there is anybody behind them. */
const toReview: SavedView = {
  id: '0b7f0f43-5f0e-4f0a-9d5e-3a6f1c2b7d61',
  list: entry.path,
  name: 'To review',
  filters: { review: 'due' },
  columns: ['company', 'review', 'genuineness', 'source', 'ownerId', 'createdAt'],
  sort: 'genuineness',
  isDefault: false,
}

const heats: readonly Choice[] = [
  { value: 'hot', label: 'Hot' },
  { value: 'warm', label: 'Warm' },
  { value: 'cold', label: 'Cold' },
]

export const lead = resource<Lead>(entry)({
  title: ({ name }) => personName(name),
  state: (row) => (
    <>
      <Heat heat={row.heat} />
      {row.review === 'due' && <Tag tone="warn">To review</Tag>}
      <DoNotContact row={row} />
    </>
  ),
  fields: [
    { key: 'name', label: 'Name', kind: 'name', required: true },
    { key: 'company', label: 'Company', kind: 'text', width: 180, sortable: true },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'heat', label: 'Heat', kind: 'choice', choices: heats, fixed: true, filter: true, width: 80 },
    { key: 'score', label: 'Score', kind: 'number', fixed: true, sortable: true, width: 80 },
    { key: 'email', label: 'E-mail', kind: 'email', width: 220 },
    {
      key: 'phone',
      label: 'Telephone',
      kind: 'phone',
      width: 150,
      hint: 'With the country, as in +256 700 123456',
    },
    { key: 'source', label: 'Source', kind: 'listed', list: 'lead-source', filter: true, width: 120 },
    {
      key: 'campaign',
      label: 'Campaign or event',
      kind: 'listed',
      list: 'campaign',
      filter: true,
      width: 150,
    },
    {
      key: 'campaignId',
      label: 'Response to',
      kind: 'ref',
      model: 'campaign',
      filter: true,
      width: 150,
      hint: 'The campaign of ours whose response it was made of',
    },
    { key: 'country', label: 'Country', kind: 'text', width: 80, hint: 'Two letters, as in DE or UG' },
    { key: 'postcode', label: 'Postcode', kind: 'text', width: 90 },
    { key: 'productInterest', label: 'Interested in', kind: 'text', width: 150 },
    {
      key: 'referrerId',
      label: 'Referred by',
      kind: 'ref',
      model: 'contact',
      width: 150,
      hint: 'The contact who brought them to us',
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150, by: 'assign' },
    { key: 'genuineness', label: 'Genuineness', kind: 'number', fixed: true, sortable: true, width: 100 },
    {
      key: 'review',
      label: 'Review',
      kind: 'choice',
      choices: reviews,
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'formId', label: 'Form', kind: 'ref', model: 'leadForm', fixed: true, filter: true, width: 150 },
    {
      key: 'disqualifiedReason',
      label: 'Disqualified because',
      kind: 'listed',
      list: 'lead-disqualification',
      fixed: true,
    },
    {
      key: 'recycledReason',
      label: 'Put off because',
      kind: 'listed',
      list: 'lead-recycling',
      fixed: true,
    },
    { key: 'wakeOn', label: 'Put off until', kind: 'date', fixed: true, sortable: true, width: 120 },
    ...channelFields,
    { key: 'tags', label: 'Tags', kind: 'tags', fixed: true, filter: true, filterAs: 'tag', width: 160 },
    {
      key: 'statusSince',
      label: 'In this status since',
      kind: 'instant',
      fixed: true,
      sortable: true,
      width: 150,
    },
    { key: 'createdAt', label: 'Captured', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['company', 'status', 'score', 'source', 'ownerId', 'tags', 'createdAt'],
  sort: '-createdAt',
  starters: [toReview],
  searchable: true,
  change: 'lead.change',
  empty:
    'A lead is a person who may want to buy. Enter the first one; it is scored at once, and you see why.',
  bulk: [
    assignAction(entry),
    ...tagActions(entry),
    routeAction,
    scoreAction,
    ...reviewActions,
    disqualifyAction,
    recycleAction,
    quickCampaignAction('lead'),
  ],
  Page: lazy(async () => ({ default: (await import('./lead/page.tsx')).LeadPage })),
})

const marks = { hot: Flame, warm: Sun, cold: Snowflake }
const tones = { hot: 'bad', warm: 'warn', cold: 'neutral' } as const

function Heat({ heat }: { heat: Lead['heat'] }) {
  if (!heat) return null
  const Mark = marks[heat]
  return (
    <Tag tone={tones[heat]} icon={<Mark size={12} aria-hidden />}>
      {heat === 'hot' ? 'Hot' : heat === 'warm' ? 'Warm' : 'Cold'}
    </Tag>
  )
}
