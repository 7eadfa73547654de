import { historyImportEndpoints } from '../../api/settings/histories.ts'
import { importEndpoints, importGrants, importQueries, importTitles } from '../../api/settings/import.ts'
import { importCommands } from '../../commands/settings/import.ts'
import { dataImport as decider } from '../../domain/settings/import.ts'
import { importTable } from '../../projections/settings/import.ts'
import { feature } from '../feature.ts'

/** What others have kept, brought in. */
export const dataImport = feature({
  decider,
  resource: 'imports',
  grants: importGrants,
  table: importTable,
  commands: importCommands,
  queries: importQueries,
  titles: importTitles,
  endpoints: [importEndpoints, () => historyImportEndpoints],
})
