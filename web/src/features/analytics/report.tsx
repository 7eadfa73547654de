import { lazy } from 'react'
import { entryOf } from '../../records/entry.ts'
import { nounOf, resource } from '../../records/resource.ts'
import { ReadyMadeReports } from './report/ready-made.tsx'
import { report as entry, type Report } from './report.entry.ts'

export const report = resource<Report>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'folder',
      label: 'Folder',
      kind: 'text',
      sortable: true,
      filter: true,
      width: 140,
    },
    {
      key: 'definition',
      label: 'Of',
      kind: 'shown',
      show: ({ definition }: Report) =>
        definition && nounOf(entryOf(definition.model)?.many ?? definition.model),
      fixed: true,
      width: 130,
    },
    { key: 'shared', label: 'For everybody', kind: 'yes-no', filter: true, width: 120 },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    {
      key: 'goalAmount',
      label: 'Goal, of amounts',
      kind: 'money',
      hint: 'What its first figure is to come to, in each period where it is grouped by one',
    },
    { key: 'goal', label: 'Goal, of numbers', kind: 'number', hint: 'The same of a number or a share' },
    { key: 'description', label: 'Description', kind: 'long-text' },
    { key: 'updatedAt', label: 'Changed', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['folder', 'definition', 'shared', 'ownerId', 'updatedAt'],
  sort: 'name',
  searchable: true,
  change: 'report.change',
  archive: 'report.archive',
  empty:
    'A report asks the same question again, of today or of any day before. Explore, and keep what is worth it.',
  Above: ReadyMadeReports,
  Page: lazy(async () => ({ default: (await import('./report/page.tsx')).ReportPage })),
})
