import {
  miningResultEndpoints,
  miningResultQueries,
  miningResultTitles,
} from '../../api/analytics/insight/mining-result.ts'
import { miningResultCommands } from '../../commands/analytics/mining-result.ts'
import { miningResult as decider } from '../../domain/analytics/mining-result.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { miningResultTable } from '../../projections/analytics/mining-result.ts'
import { feature } from '../feature.ts'

const whole = { may: ['miningResult.*'] } as const

/** What insight came to, as it was kept: for who kept it, and for whom they share it with. */
export const miningResult = feature({
  decider,
  resource: 'mining-results',
  grants: ({ keeperId }) => [keyOf.user(keeperId)],
  authority: { manager: whole, rep: whole },
  table: miningResultTable,
  commands: miningResultCommands,
  queries: miningResultQueries,
  titles: miningResultTitles,
  endpoints: [() => miningResultEndpoints],
})
