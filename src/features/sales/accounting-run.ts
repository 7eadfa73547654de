import { accountingRunQueries, accountingRunTitles } from '../../api/sales/accounting-run.ts'
import { accountingRunEndpoints } from '../../api/sales/accounting-run-endpoints.ts'
import { accountingRunCommands } from '../../commands/sales/accounting-run.ts'
import { accountingRun as decider } from '../../domain/sales/accounting-run.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { accountingRunTable } from '../../projections/sales/accounting-run.ts'
import { feature } from '../feature.ts'

/** No role but the administrator's has it from the start: it takes who sees all invoices, whoever does the accounts. */
export const accountingRun = feature({
  decider,
  resource: 'accounting-runs',
  grants: () => [everyone],
  table: accountingRunTable,
  commands: accountingRunCommands,
  queries: accountingRunQueries,
  titles: accountingRunTitles,
  endpoints: [() => accountingRunEndpoints],
})
