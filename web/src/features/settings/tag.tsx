import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { tag as entry, type TagRecord } from './tag.entry.ts'

const tones: readonly Choice[] = [
  { value: 'neutral', label: 'Grey', tone: 'neutral' },
  { value: 'accent', label: 'Blue', tone: 'accent' },
  { value: 'good', label: 'Green', tone: 'good' },
  { value: 'warn', label: 'Amber', tone: 'warn' },
  { value: 'bad', label: 'Red', tone: 'bad' },
]

export const tag = resource<TagRecord>(entry)({
  title: ({ name }) => name,
  lead: ({ name, tone }) => <Tag tone={tone ?? 'neutral'}>{name}</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true, hint: 'Without a comma' },
    { key: 'tone', label: 'Colour', kind: 'choice', choices: tones, width: 110 },
    { key: 'createdAt', label: 'Made', kind: 'instant', fixed: true, sortable: true, width: 120 },
    { key: 'archived', label: 'Archived', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['tone', 'createdAt'],
  sort: 'name',
  searchable: true,
  change: 'tag.change',
  archive: 'tag.archive',
  initial: { tone: 'neutral' },
  empty: 'Tags are words of your own on records. Make one here, or on the page of any record.',
})
