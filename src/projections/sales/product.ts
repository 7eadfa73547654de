import type { z } from 'zod'
import { merged } from '../../domain/record.ts'
import { product, type productFeature } from '../../domain/sales/product.ts'
import type { Unit } from '../../domain/values/units.ts'
import { boolean, type Column, json, nullable, price, projection, text, uuid } from '../projection.ts'
import { withdrawalFolds } from '../withdrawal.ts'

const unitText: Column<Unit | null> = nullable(text) as never

export const productTable = projection(product)({
  name: 'product',
  version: 4,
  label: ['name'],
  columns: {
    name: text,
    code: text,
    description: nullable(text),
    features: json<z.output<typeof productFeature>[]>(),
    groupId: nullable(uuid),
    /** What its group was called before groups were records. */
    group: nullable(text),
    unit: unitText,
    available: boolean,
    stockNote: nullable(text),
    price,
    currency: text,
    vendorId: nullable(uuid),
    archived: boolean,
  },
  sameField: [['price', 'currency']],
  indexes: [['name'], ['code'], ['groupId', 'name'], ['currency', 'price'], ['vendorId', 'name']],
  on: {
    'product.created': (_, { data: { price, ...data } }) => ({
      ...data,
      price: price.amount,
      currency: price.currency,
      archived: false,
    }),
    'product.changed': (row, { data: { changes } }) => {
      const { price, ...others } = changes
      return (
        row && { ...merged(row, others), ...(price && { price: price.amount, currency: price.currency }) }
      )
    },
    'product.archived': (row) => row && { ...row, archived: true },
    'product.restored': (row) => row && { ...row, archived: false },
    ...withdrawalFolds('product'),
  },
})
