import type { Batch } from '../../api/models.ts'
import { batchWords, standing } from '../../records/batch-words.ts'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { BatchPage } from './batch/page.tsx'
import { batch as entry } from './batch.entry.ts'

export const statuses: readonly Choice[] = [
  { value: 'running', label: 'Running', tone: 'accent' },
  { value: 'cancelling', label: 'Being cancelled', tone: 'warn' },
  { value: 'cancelled', label: 'Cancelled', tone: 'neutral' },
  { value: 'done', label: 'Done', tone: 'good' },
  { value: 'reverting', label: 'Being undone', tone: 'accent' },
  { value: 'reverted', label: 'Undone', tone: 'neutral' },
]

export const batch = resource<Batch>(entry)({
  title: batchWords,
  fields: [
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 120,
    },
    { key: 'tasks', label: 'What came of it', kind: 'shown', show: standing, fixed: true, width: 260 },
    { key: 'total', label: 'Records', kind: 'number', fixed: true, sortable: true, width: 90 },
    { key: 'askerId', label: 'By', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    { key: 'createdAt', label: 'Started', kind: 'instant', fixed: true, sortable: true, width: 120 },
    { key: 'endedAt', label: 'Ended', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['status', 'tasks', 'total', 'askerId', 'createdAt'],
  sort: '-createdAt',
  searchable: false,
  empty: 'A batch is something done to many records at once. Select rows in any list, and choose what to do.',
  Page: BatchPage,
})
