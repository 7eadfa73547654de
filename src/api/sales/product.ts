import { z } from 'zod'
import { product, productFeature } from '../../domain/sales/product.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { unit } from '../../domain/values/unit.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { productTable } from '../../projections/sales/product.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, priceReply } from './money.ts'

export const productQueries = recordQueries(productTable)({
  resource: 'products',
  summary: 'Products by name, code, group and availability; a group stands for all that are part of it',
  row: z.object({
    name: z.string(),
    code: z.string(),
    description: z.string().nullable(),
    features: z.array(productFeature),
    groupId: uuid.nullable(),
    group: z.string().nullable().describe('What its group was called before groups were records.'),
    unit: unit.nullable(),
    available: z.boolean(),
    stockNote: z.string().nullable(),
    price: priceReply,
    vendorId: uuid.nullable(),
    archived: z.boolean(),
  }),
  shown: ({ price, currency, ...row }) => ({ ...row, price: moneyOf(price, currency) }),
  references: { vendorId: accountTable, groupId: productGroupTable },
  filters: { code: z.string(), groupId: uuid, unit, available: flag, vendorId: uuid, archived: flag },
  sorts: ['name', 'code', 'price', 'createdAt', 'updatedAt'],
  search: ['name', 'code', 'description', 'groupId'],
})

export const productTitles = titlesOf(product, {
  'product.created': ({ data }) => `Product ${data.name} added at ${formatMoney(data.price)}`,
  'product.changed': ({ data: { changes }, before }) => {
    if (changes.price)
      return `Price changed from ${formatMoney(before.price)} to ${formatMoney(changes.price)}`
    if (changes.available === undefined) return 'Product changed'
    return changes.available ? 'Available again' : 'Not available at present'
  },
  'product.archived': () => 'Taken off sale',
  'product.restored': () => 'Put back on sale',
})
