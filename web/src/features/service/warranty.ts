import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { warranty as entry, type Warranty } from './warranty.entry.ts'

export const warranty = resource<Warranty>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'months', label: 'Lasts', kind: 'number', unit: 'months', required: true, width: 110 },
    { key: 'text', label: 'What it covers', kind: 'long-text' },
    {
      key: 'version',
      label: 'Version',
      kind: 'number',
      fixed: true,
      width: 90,
      hint: 'What was sold keeps the version it was sold with',
    },
    archivedField,
  ],
  columns: ['months', 'version'],
  sort: 'name',
  searchable: true,
  change: 'warranty.change',
  archive: 'warranty.archive',
  empty: 'A warranty is what you promise with what you sell. Write down the first terms.',
})
