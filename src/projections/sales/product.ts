import { merged } from '../../domain/record.ts'
import { product } from '../../domain/sales/product.ts'
import { boolean, nullable, price, projection, text } from '../projection.ts'

export const productTable = projection(product)({
  name: 'product',
  version: 2,
  label: ['name'],
  columns: {
    name: text,
    code: text,
    group: nullable(text),
    price,
    currency: text,
    archived: boolean,
  },
  sameField: [['price', 'currency']],
  indexes: [['name'], ['code'], ['group', 'name'], ['currency', 'price']],
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
  },
})
