import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { trackedSite as entry, type TrackedSite } from './tracked-site.entry.ts'

export const trackedSite = resource<TrackedSite>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'sites',
      label: 'Addresses',
      kind: 'words',
      choices: [],
      required: true,
      hint: 'As in https://www.example.com, without a path',
    },
    archivedField,
  ],
  columns: ['sites'],
  sort: 'name',
  searchable: true,
  change: 'trackedSite.change',
  archive: 'trackedSite.archive',
  empty: 'A web site tells which pages are looked at, of whoever has allowed it. Name the first one.',
  Page: lazy(async () => ({ default: (await import('./tracked-site/page.tsx')).TrackedSitePage })),
})
