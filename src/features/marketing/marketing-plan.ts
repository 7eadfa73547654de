import {
  marketingPlanAttainment,
  marketingPlanQueries,
  marketingPlanTitles,
} from '../../api/marketing/marketing-plan.ts'
import { marketingPlanCommands } from '../../commands/marketing/marketing-plan.ts'
import { marketingPlan as decider } from '../../domain/marketing/marketing-plan.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { marketingPlanTable } from '../../projections/marketing/marketing-plan.ts'
import { feature } from '../feature.ts'

/** What marketing is to reach in a period, and what came. */
export const marketingPlan = feature({
  decider,
  resource: 'marketing-plans',
  grants: () => [everyone],
  authority: {
    manager: { may: ['marketingPlan.*'], seesAll: true },
    rep: { may: ['marketingPlan.read'], seesAll: true },
  },
  table: marketingPlanTable,
  commands: marketingPlanCommands,
  queries: [...marketingPlanQueries, marketingPlanAttainment],
  titles: marketingPlanTitles,
})
