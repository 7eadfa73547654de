import {
  securityCheckEndpoints,
  securityCheckQueries,
  securityCheckTitles,
} from '../../api/settings/security-check.ts'
import { securityCheckCommands } from '../../commands/settings/security-check.ts'
import { securityCheck as decider } from '../../domain/settings/security-check.ts'
import { securityCheckTable } from '../../projections/settings/security-check.ts'
import { feature } from '../feature.ts'

export const securityCheck = feature({
  decider,
  resource: 'security-checks',
  grants: () => [],
  table: securityCheckTable,
  commands: securityCheckCommands,
  queries: securityCheckQueries,
  titles: securityCheckTitles,
  endpoints: [({ securityChecks, registry }) => securityCheckEndpoints(securityChecks, registry)],
  schedules: ({ securityChecks, nightly }) => [
    { name: 'security-check', at: nightly, work: securityChecks.nightly },
  ],
})
