import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { type Competitor, competitor as entry } from './competitor.entry.ts'

export const competitor = resource<Competitor>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'products', label: 'Products', kind: 'words', choices: [], width: 220 },
    { key: 'positioning', label: 'Positioning', kind: 'long-text', hint: 'How we stand beside them' },
    { key: 'strengths', label: 'Strengths', kind: 'long-text' },
    { key: 'weaknesses', label: 'Weaknesses', kind: 'long-text' },
    archivedField,
  ],
  columns: ['products', 'positioning'],
  sort: 'name',
  searchable: true,
  change: 'competitor.change',
  archive: 'competitor.archive',
  empty: 'A competitor is who else may get a deal. Name them, and see how often we win against each.',
  Page: lazy(async () => ({ default: (await import('./competitor/page.tsx')).CompetitorPage })),
})
