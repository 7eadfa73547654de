import { productGroupQueries, productGroupTitles } from '../../api/sales/product-group.ts'
import { productGroupCommands } from '../../commands/sales/product-group.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { productGroup as decider } from '../../domain/sales/product-group.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { productGroupTable } from '../../projections/sales/product-group.ts'
import { feature } from '../feature.ts'

export const productGroup = feature({
  decider,
  resource: 'product-groups',
  grants: () => [everyone],
  authority: readByAll('productGroup'),
  table: productGroupTable,
  commands: productGroupCommands,
  queries: productGroupQueries,
  titles: productGroupTitles,
})
