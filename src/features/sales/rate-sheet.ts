import { rateSheetFile, rateSheetQueries, rateSheetTitles } from '../../api/sales/rate-sheet.ts'
import { rateSheetCommands } from '../../commands/sales/rate-sheet.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { rateSheet as decider } from '../../domain/sales/rate-sheet.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { rateSheetTable } from '../../projections/sales/rate-sheet.ts'
import { feature } from '../feature.ts'

export const rateSheet = feature({
  decider,
  resource: 'exchange-rates',
  grants: () => [everyone],
  authority: { ...readByAll('rateSheet'), manager: { may: ['rateSheet.*'], seesAll: true } },
  table: rateSheetTable,
  commands: rateSheetCommands,
  queries: rateSheetQueries,
  titles: rateSheetTitles,
  endpoints: [() => rateSheetFile],
})
