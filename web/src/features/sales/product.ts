import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { product as entry, type Product } from './product.entry.ts'

export const product = resource<Product>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'code',
      label: 'Code',
      kind: 'text',
      required: true,
      sortable: true,
      width: 140,
      hint: 'Unique among products',
    },
    { key: 'group', label: 'Group', kind: 'text', width: 160 },
    {
      key: 'price',
      label: 'Price',
      kind: 'money',
      price: true,
      width: 140,
      hint: 'Quotes keep the price of the day they were written',
    },
    archivedField,
  ],
  columns: ['code', 'group', 'price'],
  sort: 'name',
  searchable: true,
  change: 'product.change',
  archive: 'product.archive',
  empty: 'Products are what quotes and orders are made of. Add the first one you sell.',
})
