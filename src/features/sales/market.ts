import { marketQueries, marketShares, marketTitles } from '../../api/sales/market.ts'
import { marketCommands } from '../../commands/sales/market.ts'
import { market as decider } from '../../domain/sales/market.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { marketTable } from '../../projections/sales/market.ts'
import { feature } from '../feature.ts'

export const market = feature({
  decider,
  resource: 'markets',
  grants: () => [everyone],
  authority: { manager: { may: ['market.*'], seesAll: true }, rep: { may: ['market.read'], seesAll: true } },
  table: marketTable,
  commands: marketCommands,
  queries: [...marketQueries, marketShares],
  titles: marketTitles,
})
