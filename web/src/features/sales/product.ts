import type { Product } from '../../api/models.ts'
import { resource } from '../../records/resource.ts'

export const product = resource<Product>()({
  model: 'product',
  path: 'products',
  one: 'product',
  many: 'products',
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
      width: 140,
      hint: 'Quotes keep the price of the day they were written',
    },
  ],
  columns: ['code', 'group', 'price'],
  sort: 'name',
  searchable: true,
  create: 'product.create',
  change: 'product.change',
  empty: 'Products are what quotes and orders are made of. Add the first one you sell.',
})
