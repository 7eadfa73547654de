import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { market as entry, type Market } from './market.entry.ts'

export const market = resource<Market>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'productGroupId',
      label: 'Group of products',
      kind: 'ref',
      model: 'productGroup',
      filter: true,
      width: 180,
      hint: 'With all that is part of it; left empty: all that you sell',
    },
    {
      key: 'country',
      label: 'Country',
      kind: 'text',
      width: 90,
      hint: 'Two letters, as in DE or UG; left empty: everywhere',
    },
    { key: 'startsOn', label: 'From', kind: 'date', required: true, sortable: true, width: 120 },
    { key: 'endsOn', label: 'To', kind: 'date', required: true, sortable: true, width: 120 },
    {
      key: 'size',
      label: 'Size',
      kind: 'money',
      required: true,
      width: 150,
      hint: 'What all sellers together sell in it in that time',
    },
    { key: 'source', label: 'Source', kind: 'text', width: 180, hint: 'Who says how large it is' },
    archivedField,
  ],
  columns: ['productGroupId', 'country', 'startsOn', 'endsOn', 'size', 'source'],
  sort: 'name',
  searchable: true,
  change: 'market.change',
  archive: 'market.archive',
  empty:
    'A market is what all sellers together sell of something in a time. Enter its size, and see what of it is yours.',
  Above: lazy(async () => ({ default: (await import('./market/shares.tsx')).MarketShares })),
})
