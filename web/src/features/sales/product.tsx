import { units } from '../../../../src/domain/values/units.ts'
import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { FeaturesInput, FeaturesShown } from './product/features-input.tsx'
import { product as entry, type Product } from './product.entry.ts'

const unitChoices: readonly Choice[] = Object.entries(units).map(([value, label]) => ({ value, label }))

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
    { key: 'groupId', label: 'Group', kind: 'ref', model: 'productGroup', filter: true, width: 160 },
    { key: 'description', label: 'Description', kind: 'long-text' },
    {
      key: 'features',
      label: 'Special features',
      kind: 'own',
      Show: FeaturesShown,
      Input: FeaturesInput,
    },
    {
      key: 'price',
      label: 'Price',
      kind: 'money',
      price: true,
      width: 140,
      hint: 'Quotes keep the price of the day they were written',
    },
    { key: 'unit', label: 'Sold by', kind: 'choice', choices: unitChoices, width: 100 },
    {
      key: 'available',
      label: 'Available',
      kind: 'yes-no',
      filter: true,
      width: 90,
      hint: 'Only what is available is offered on new lines',
    },
    { key: 'stockNote', label: 'Stock', kind: 'text', width: 180, hint: 'Such as “six weeks from order”' },
    { key: 'vendorId', label: 'Vendor', kind: 'ref', model: 'account', filter: true, width: 160 },
    archivedField,
  ],
  columns: ['code', 'groupId', 'price', 'available', 'stockNote'],
  sort: 'name',
  searchable: true,
  initial: { available: true },
  change: 'product.change',
  archive: 'product.archive',
  empty: 'Products are what quotes and orders are made of. Add the first one you sell.',
})
