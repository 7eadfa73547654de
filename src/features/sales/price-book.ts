import { priceBookQueries, priceBookTitles } from '../../api/sales/price-book.ts'
import { priceBookCommands } from '../../commands/sales/price-book.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { priceBook as decider } from '../../domain/sales/price-book.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { priceBookTable } from '../../projections/sales/price-book.ts'
import { feature } from '../feature.ts'

export const priceBook = feature({
  decider,
  resource: 'price-books',
  grants: () => [everyone],
  authority: { ...readByAll('priceBook'), manager: { may: ['priceBook.*'], seesAll: true } },
  table: priceBookTable,
  commands: priceBookCommands,
  queries: priceBookQueries,
  titles: priceBookTitles,
})
