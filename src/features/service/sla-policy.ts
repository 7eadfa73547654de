import { slaPolicyQueries } from '../../api/service/sla-policy.ts'
import { slaPolicyCommands } from '../../commands/service/sla-policy.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { slaPolicy as decider } from '../../domain/service/sla-policy.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { slaPolicyTable } from '../../projections/service/sla-policy.ts'
import { defaultSlaPolicy } from '../../sagas/service/default-sla-policy.ts'
import { feature } from '../feature.ts'

export const slaPolicy = feature({
  decider,
  resource: 'sla-policies',
  grants: () => [everyone],
  authority: readByAll('slaPolicy'),
  table: slaPolicyTable,
  commands: slaPolicyCommands,
  queries: slaPolicyQueries,
  sagas: [defaultSlaPolicy],
})
