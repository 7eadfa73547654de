import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { reportDelivery as entry, type ReportDelivery } from './report-schedule.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'waiting', label: 'Waiting', tone: 'neutral' },
  { value: 'sent', label: 'Sent', tone: 'good' },
  { value: 'left-out', label: 'Left out', tone: 'warn' },
]

export const reportDelivery = resource<ReportDelivery>(entry)({
  title: ({ recipientName }) => recipientName ?? 'Somebody',
  fields: [
    { key: 'recipientId', label: 'To', kind: 'ref', model: 'user', fixed: true, width: 160 },
    { key: 'asOf', label: 'As of', kind: 'instant', fixed: true, sortable: true, width: 170 },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'records', label: 'Records', kind: 'number', fixed: true, width: 100 },
    { key: 'reason', label: 'Why left out', kind: 'text', fixed: true, width: 240 },
    { key: 'sentAt', label: 'Sent', kind: 'instant', fixed: true, width: 170 },
    { key: 'format', label: 'As', kind: 'text', fixed: true, width: 80 },
    {
      key: 'scheduleId',
      label: 'Sent report',
      kind: 'ref',
      model: 'reportSchedule',
      fixed: true,
      filter: true,
    },
    { key: 'reportId', label: 'Report', kind: 'ref', model: 'report', fixed: true },
    { key: 'hash', label: 'Fingerprint', kind: 'text', fixed: true },
  ],
  columns: ['asOf', 'status', 'records', 'reason', 'scheduleId'],
  sort: '-asOf',
  searchable: false,
  empty: 'Nothing was sent yet.',
})
