import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { priceBook as entry, type PriceBook } from './price-book.entry.ts'

export const priceBook = resource<PriceBook>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'currency',
      label: 'Currency',
      kind: 'text',
      required: true,
      once: true,
      width: 90,
      hint: 'Such as EUR; it stays what it is',
    },
    { key: 'validFrom', label: 'Valid from', kind: 'date', width: 120, sortable: true },
    { key: 'validUntil', label: 'Valid until', kind: 'date', width: 120, sortable: true },
    { key: 'entryCount', label: 'Products', kind: 'number', fixed: true, width: 90 },
    { key: 'version', label: 'Version of its prices', kind: 'number', fixed: true, width: 90 },
    archivedField,
  ],
  columns: ['currency', 'validFrom', 'validUntil', 'entryCount', 'version'],
  sort: 'name',
  searchable: true,
  change: 'priceBook.change',
  archive: 'priceBook.archive',
  empty:
    'A price book has prices for some customers. Rules say whose it is: see “Which price book holds” under Rule sets.',
  Page: lazy(async () => ({ default: (await import('./price-book/page.tsx')).PriceBookPage })),
})
