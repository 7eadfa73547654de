import { lazy } from 'react'
import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { marketingList as entry, type MarketingList } from './marketing-list.entry.ts'

const models: readonly Choice[] = [
  { value: 'contact', label: 'Contacts' },
  { value: 'lead', label: 'Leads' },
  { value: 'account', label: 'Accounts' },
]
const kinds: readonly Choice[] = [
  { value: 'dynamic', label: 'Whoever a criterion holds of' },
  { value: 'static', label: 'Put in by hand' },
]

export const marketingList = resource<MarketingList>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'about', label: 'What it is for', kind: 'text' },
    {
      key: 'model',
      label: 'Of',
      kind: 'choice',
      choices: models,
      required: true,
      once: true,
      filter: true,
      width: 110,
    },
    {
      key: 'kind',
      label: 'Who is in it',
      kind: 'choice',
      choices: kinds,
      required: true,
      once: true,
      filter: true,
    },
    { key: 'size', label: 'Put in', kind: 'number', fixed: true, sortable: true, width: 90 },
    archivedField,
  ],
  columns: ['model', 'kind', 'size'],
  sort: 'name',
  searchable: true,
  change: 'marketingList.change',
  archive: 'marketingList.archive',
  initial: { model: 'contact', kind: 'dynamic' },
  empty:
    'A list says who something is for: those you put there, or whoever a criterion holds of. Make the first one.',
  Page: lazy(async () => ({ default: (await import('./marketing-list/page.tsx')).MarketingListPage })),
})
