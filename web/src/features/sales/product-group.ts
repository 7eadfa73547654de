import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { productGroup as entry, type ProductGroup } from './product-group.entry.ts'

export const productGroup = resource<ProductGroup>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'parentId',
      label: 'Part of',
      kind: 'ref',
      model: 'productGroup',
      filter: true,
      width: 220,
      hint: 'Left empty: a group of its own',
    },
    archivedField,
  ],
  columns: ['parentId'],
  sort: 'name',
  searchable: true,
  change: 'productGroup.change',
  archive: 'productGroup.archive',
  empty: 'Groups keep products in order: whoever asks for a group finds what is part of it, too.',
  Above: lazy(async () => ({ default: (await import('./product-group/tree.tsx')).GroupTree })),
})
