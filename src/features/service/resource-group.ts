import { recordTitles } from '../../api/lists/titles.ts'
import { groupBooking } from '../../api/service/group-booking.ts'
import { resourceGroupQueries } from '../../api/service/resource.ts'
import { resourceGroupCommands } from '../../commands/service/resource.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { resourceGroup as decider } from '../../domain/service/resource-group.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { resourceGroupTable } from '../../projections/service/resource.ts'
import { feature } from '../feature.ts'

export const resourceGroup = feature({
  decider,
  resource: 'resource-groups',
  grants: () => [everyone],
  authority: { ...readByAll('resourceGroup'), manager: { may: ['resourceGroup.*'], seesAll: true } },
  table: resourceGroupTable,
  commands: resourceGroupCommands,
  queries: resourceGroupQueries,
  titles: recordTitles(decider as never),
  endpoints: [() => groupBooking],
})
