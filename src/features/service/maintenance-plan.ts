import { maintenancePlanQueries, maintenancePlanTitles } from '../../api/service/maintenance-plan.ts'
import { maintenancePlanCommands } from '../../commands/service/maintenance-plan.ts'
import { maintenancePlan as decider } from '../../domain/service/maintenance-plan.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { maintenancePlanTable } from '../../projections/service/maintenance-plan.ts'
import { maintenance } from '../../sagas/service/service-order.ts'
import { feature } from '../feature.ts'

export const maintenancePlan = feature({
  decider,
  resource: 'maintenance-plans',
  grants: () => [everyone],
  authority: {
    manager: { may: ['maintenancePlan.*'], seesAll: true },
    rep: { may: ['maintenancePlan.read'], seesAll: true },
    agent: { may: ['maintenancePlan.*'], seesAll: true },
  },
  table: maintenancePlanTable,
  commands: maintenancePlanCommands,
  queries: maintenancePlanQueries,
  titles: maintenancePlanTitles,
  sagas: [maintenance],
  ownership: { column: 'ownerId', command: 'maintenancePlan.change' },
})
