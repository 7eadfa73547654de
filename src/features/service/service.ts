import { recordTitles } from '../../api/lists/titles.ts'
import { serviceQueries } from '../../api/service/service.ts'
import { serviceCommands } from '../../commands/service/service.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { service as decider } from '../../domain/service/service.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { feature } from '../feature.ts'

export const service = feature({
  decider,
  resource: 'services',
  grants: () => [everyone],
  authority: { ...readByAll('service'), manager: { may: ['service.*'], seesAll: true } },
  table: serviceTable,
  commands: serviceCommands,
  queries: serviceQueries,
  titles: recordTitles(decider as never),
})
