import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { textBlock as entry, type TextBlock } from './text-block.entry.ts'

const uses: readonly Choice[] = [
  { value: 'intro', label: 'Before the lines' },
  { value: 'terms', label: 'After the lines' },
]

export const textBlock = resource<TextBlock>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'use', label: 'Stands', kind: 'choice', choices: uses, required: true, filter: true, width: 140 },
    { key: 'text', label: 'Text', kind: 'long-text', required: true },
    archivedField,
  ],
  columns: ['use'],
  sort: 'name',
  searchable: true,
  change: 'textBlock.change',
  archive: 'textBlock.archive',
  initial: { use: 'intro' },
  empty: 'Text blocks are what quotes say again and again, before their lines and after them.',
})
