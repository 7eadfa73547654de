import { recordTitles } from '../../api/lists/titles.ts'
import { resourceQueries } from '../../api/service/resource.ts'
import { resourceCommands } from '../../commands/service/resource.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { resource as decider } from '../../domain/service/resource.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { resourceTable } from '../../projections/service/resource.ts'
import { feature } from '../feature.ts'

export const resource = feature({
  decider,
  resource: 'resources',
  grants: () => [everyone],
  authority: { ...readByAll('resource'), manager: { may: ['resource.*'], seesAll: true } },
  table: resourceTable,
  commands: resourceCommands,
  queries: resourceQueries,
  titles: recordTitles(decider as never),
})
