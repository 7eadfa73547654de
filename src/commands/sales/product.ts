import { product } from '../../domain/sales/product.ts'
import { sameName } from '../../domain/values/text.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

export const productCommands = commandsOf(
  product,
  () => ({
    'product.create': { summary: 'Add a product to the catalogue' },
    'product.change': {
      summary: 'Change a product; quotes keep the price they were given',
      inverse: asBefore('product.change'),
    },
    'product.archive': { summary: 'Take a product off sale', inverse: by('product.restore') },
    'product.restore': { summary: 'Put an archived product back on sale', inverse: by('product.archive') },
  }),
  { unique: ({ code }) => [{ kind: 'product-code', value: sameName(code) }] },
)
