import { product } from '../../domain/sales/product.ts'
import { sameName } from '../../domain/values/text.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'

export const productCommands = commandsOf(
  product,
  {
    resource: 'products',
    grants: () => [everyone],
    unique: ({ code }) => [{ kind: 'product-code', value: sameName(code) }],
  },
  () => ({
    'product.create': { summary: 'Add a product to the catalogue' },
    'product.change': { summary: 'Change a product; quotes keep the price they were given' },
    'product.archive': { summary: 'Take a product off sale' },
    'product.restore': { summary: 'Put an archived product back on sale' },
  }),
)
