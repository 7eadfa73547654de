import { lazy } from 'react'
import type { Field, OwnInput } from '../../records/field.ts'
import { type Resource, resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { type Activity, type ActivityKind, activity as entry } from './activity.entry.ts'
import { directions, kinds, labelOf, outcomes, priorities, statuses, titleOfActivity } from './choices.ts'
import { DueInput, DurationInput, MentioningInput, RecordsInput, RecurrenceInput } from './inputs.tsx'
import {
  DueMark,
  DueValue,
  DurationValue,
  People,
  PriorityMark,
  Records,
  RecurrenceValue,
  WrittenValue,
} from './shown.tsx'

const regarded = ['account', 'contact', 'lead', 'opportunity', 'ticket']

function BodyInput({ value, onChange, ...shared }: OwnInput) {
  const words = typeof value === 'string' ? value : ''
  return (
    <MentioningInput {...shared} value={words} onChange={(text) => onChange(text === '' ? null : text)} />
  )
}

export const activity = resource<Activity>(entry)({
  title: titleOfActivity,
  state: ({ status }) =>
    status !== 'open' && <Tag tone={status === 'done' ? 'good' : 'neutral'}>{labelOf(statuses, status)}</Tag>,
  fields: [
    { key: 'subject', label: 'Subject', kind: 'text' },
    { key: 'kind', label: 'Kind', kind: 'choice', choices: kinds, fixed: true, filter: true, width: 90 },
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
      key: 'dueAt',
      label: 'Due',
      kind: 'shown',
      show: (row) => <DueMark row={row as Activity} />,
      fixed: true,
      sortable: true,
      width: 160,
    },
    {
      key: 'priority',
      label: 'Priority',
      kind: 'choice',
      choices: priorities,
      filter: true,
      sortable: true,
      width: 90,
    },
    { key: 'due', label: 'Due on', kind: 'own', Show: DueValue, Input: DueInput },
    { key: 'recurrence', label: 'Repeats', kind: 'own', Show: RecurrenceValue, Input: RecurrenceInput },
    { key: 'direction', label: 'Direction', kind: 'choice', choices: directions },
    { key: 'startsAt', label: 'Starts', kind: 'instant' },
    { key: 'endsAt', label: 'Ends', kind: 'instant' },
    { key: 'durationSeconds', label: 'Duration', kind: 'own', Show: DurationValue, Input: DurationInput },
    { key: 'purpose', label: 'Purpose', kind: 'text' },
    { key: 'outcome', label: 'Outcome', kind: 'choice', choices: outcomes },
    { key: 'location', label: 'Place', kind: 'text' },
    {
      key: 'participants',
      label: 'People',
      kind: 'own',
      Show: People,
      Input: (props) => <RecordsInput {...props} models={['contact', 'lead', 'user']} />,
    },
    {
      key: 'regarding',
      label: 'About',
      kind: 'own',
      Show: Records,
      Input: (props) => <RecordsInput {...props} models={regarded} />,
      width: 240,
    },
    {
      key: 'assigneeId',
      label: 'Assignee',
      kind: 'ref',
      model: 'user',
      filter: true,
      width: 150,
      by: 'assign',
    },
    { key: 'remindAt', label: 'Remind', kind: 'instant' },
    { key: 'exclusive', label: 'Nothing else then', kind: 'yes-no' },
    { key: 'invites', label: 'Invites by mail', kind: 'yes-no' },
    { key: 'at', label: 'When', kind: 'instant', fixed: true, sortable: true, width: 130 },
    { key: 'happenedAt', label: 'Took place', kind: 'instant', fixed: true },
    { key: 'followsId', label: 'Follows', kind: 'ref', model: 'activity', fixed: true },
    { key: 'cancelledReason', label: 'Why cancelled', kind: 'text', fixed: true },
    { key: 'body', label: 'Text', kind: 'own', Show: WrittenValue, Input: BodyInput },
  ],
  columns: ['kind', 'status', 'dueAt', 'priority', 'regarding', 'assigneeId', 'at'],
  sort: 'dueAt',
  searchable: true,
  change: 'activity.change',
  final: ({ status }) => status === 'cancelled',
  empty:
    'Calls, tasks, meetings, notes and e-mails stand here. Add them on the page of whom they are about, or on My day.',
  lead: (row) => (
    <>
      {titleOfActivity(row)} <PriorityMark priority={row.priority} />
    </>
  ),
  Page: lazy(async () => ({ default: (await import('./activity/page.tsx')).ActivityPage })),
})

const shared = [
  'subject',
  'status',
  'regarding',
  'assigneeId',
  'happenedAt',
  'followsId',
  'cancelledReason',
  'body',
]
const ofKind: Readonly<Record<ActivityKind, readonly string[]>> = {
  call: ['direction', 'startsAt', 'durationSeconds', 'purpose', 'outcome', 'participants', 'remindAt'],
  task: ['priority', 'due', 'recurrence', 'remindAt'],
  appointment: ['startsAt', 'endsAt', 'location', 'participants', 'exclusive', 'invites', 'remindAt'],
  note: [],
  email: ['direction', 'participants', 'remindAt'],
  sms: ['direction', 'participants'],
  letter: ['direction', 'participants'],
}

const bodies: Partial<Record<ActivityKind, string>> = {
  appointment: 'Agenda',
  note: 'Note',
  email: 'Text',
  sms: 'Text',
  letter: 'Text',
}

/** The same with the fields that this kind has. */
export function activityOf(kind: ActivityKind | undefined): Resource<Activity> {
  if (!kind) return activity
  const keys = new Set([...shared, ...ofKind[kind]])
  if (kind === 'note') keys.delete('assigneeId')
  const label = bodies[kind] ?? 'Notes'
  const fields = activity.fields
    .filter(({ key }) => keys.has(key))
    .map((field): Field => (field.key === 'body' ? { ...field, label } : field))
  return { ...activity, fields }
}
