import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { type Asset, asset as entry } from './asset.entry.ts'

export const asset = resource<Asset>(entry)({
  title: ({ name, serial }) => (serial ? `${name}, ${serial}` : name),
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'serial', label: 'Serial number', kind: 'text', sortable: true, width: 140 },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      required: true,
      filter: true,
      width: 170,
    },
    { key: 'productId', label: 'Product', kind: 'ref', model: 'product', filter: true, width: 160 },
    { key: 'site', label: 'Stands at', kind: 'text', width: 160 },
    { key: 'parentId', label: 'Built into', kind: 'ref', model: 'asset', width: 160 },
    { key: 'orderId', label: 'Came with order', kind: 'ref', model: 'order', width: 130 },
    { key: 'installedOn', label: 'Installed on', kind: 'date', sortable: true, width: 120 },
    { key: 'warrantyUntil', label: 'Warranty until', kind: 'date', fixed: true, sortable: true, width: 120 },
    { key: 'note', label: 'Note', kind: 'long-text' },
    archivedField,
  ],
  columns: ['serial', 'accountId', 'productId', 'site', 'installedOn', 'warrantyUntil'],
  sort: 'name',
  searchable: true,
  change: 'asset.change',
  archive: 'asset.archive',
  empty: 'An asset is something of yours that a customer has. Write down the first one.',
  Page: lazy(async () => ({ default: (await import('./asset/page.tsx')).AssetPage })),
})
