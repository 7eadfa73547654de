import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { type Enrolment, enrolment as entry } from './enrolment.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'active', label: 'Inside', tone: 'good' },
  { value: 'paused', label: 'Paused', tone: 'warn' },
  { value: 'left', label: 'Left' },
  { value: 'done', label: 'Through' },
]

/** Why somebody left before the last step, in words. */
export const exits: readonly Choice[] = [
  { value: 'goal', label: 'They have got there', tone: 'good' },
  { value: 'converted', label: 'The lead was converted', tone: 'good' },
  { value: 'replied', label: 'They answered', tone: 'good' },
  { value: 'opted-out', label: 'They want no more of it' },
  { value: 'bounced', label: 'Mail to them came back' },
  { value: 'gone', label: 'They are no longer there' },
  { value: 'campaign-over', label: 'The campaign is over' },
  { value: 'by-hand', label: 'Somebody took them out' },
]

export const enrolment = resource<Enrolment>(entry)({
  title: ({ contactName, leadName }) => contactName ?? leadName ?? undefined,
  fields: [
    {
      key: 'sequenceId',
      label: 'Sequence',
      kind: 'ref',
      model: 'sequence',
      fixed: true,
      filter: true,
      width: 160,
    },
    { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact', fixed: true },
    { key: 'leadId', label: 'Lead', kind: 'ref', model: 'lead', fixed: true },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 100,
    },
    { key: 'step', label: 'Steps behind them', kind: 'number', fixed: true, width: 110 },
    { key: 'until', label: 'Waits until', kind: 'instant', fixed: true, width: 140 },
    {
      key: 'exit',
      label: 'Left, because',
      kind: 'choice',
      choices: exits,
      fixed: true,
      filter: true,
      width: 180,
    },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'endedAt', label: 'Ended', kind: 'instant', fixed: true, width: 140 },
  ],
  columns: ['sequenceId', 'step', 'until', 'exit'],
  sort: '-createdAt',
  searchable: false,
  state: ({ status }) => {
    const found = statuses.find(({ value }) => value === status)
    return found && <Tag tone={found.tone ?? 'neutral'}>{found.label}</Tag>
  },
  empty: 'Nobody is in a sequence yet.',
  Page: lazy(async () => ({ default: (await import('./sequence/way.tsx')).EnrolmentPage })),
})
