import { z } from 'zod'
import { product } from '../../domain/sales/product.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { productTable } from '../../projections/sales/product.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, priceReply } from './money.ts'

export const productQueries = recordQueries(productTable)({
  resource: 'products',
  summary: 'Products by name, code and group',
  row: z.object({
    name: z.string(),
    code: z.string(),
    group: z.string().nullable(),
    price: priceReply,
    archived: z.boolean(),
  }),
  shown: ({ price, currency, ...row }) => ({ ...row, price: moneyOf(price, currency) }),
  filters: { code: z.string(), group: z.string(), archived: flag },
  sorts: ['name', 'code', 'group', 'price', 'createdAt', 'updatedAt'],
  search: ['name', 'code', 'group'],
})

export const productTitles = titlesOf(product, {
  'product.created': ({ data }) => `Product ${data.name} added at ${formatMoney(data.price)}`,
  'product.changed': ({ data: { changes }, before }) =>
    changes.price
      ? `Price changed from ${formatMoney(before.price)} to ${formatMoney(changes.price)}`
      : 'Product changed',
  'product.archived': () => 'Taken off sale',
  'product.restored': () => 'Put back on sale',
})
