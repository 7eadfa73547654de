import { historyImportEndpoints } from '../../api/settings/histories.ts'
import { importEndpoints } from '../../api/settings/import.ts'
import { feature } from '../feature.ts'

export const dataImport = feature({
  name: 'import',
  endpoints: [({ folder }) => importEndpoints(folder), () => historyImportEndpoints],
})
