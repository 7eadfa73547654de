import { productQueries, productTitles } from '../../api/sales/product.ts'
import { productCommands } from '../../commands/sales/product.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { product as decider } from '../../domain/sales/product.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { productTable } from '../../projections/sales/product.ts'
import { feature } from '../feature.ts'

export const product = feature({
  decider,
  resource: 'products',
  grants: () => [everyone],
  authority: readByAll('product'),
  table: productTable,
  commands: productCommands,
  queries: productQueries,
  titles: productTitles,
})
