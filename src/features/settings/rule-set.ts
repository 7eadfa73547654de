import { ruleSetQueries, ruleSetTitles } from '../../api/settings/rule-set.ts'
import { ruleTrialEndpoint } from '../../api/settings/rule-trial.ts'
import { ruleSetCommands } from '../../commands/settings/rule-set.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { ruleSet as decider } from '../../domain/settings/rule-set.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import { feature } from '../feature.ts'

export const ruleSet = feature({
  decider,
  resource: 'rule-sets',
  grants: () => [everyone],
  authority: { ...readByAll('ruleSet'), manager: { may: ['ruleSet.*'], seesAll: true } },
  table: ruleSetTable,
  commands: (catalogue) => ruleSetCommands(catalogue),
  queries: ruleSetQueries,
  titles: ruleSetTitles,
  endpoints: [ruleTrialEndpoint],
})
