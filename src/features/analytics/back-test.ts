import { backTestEndpoints, backTestQueries, backTestTitles } from '../../api/analytics/back-test.ts'
import { backTestCommands } from '../../commands/analytics/back-test.ts'
import { backTest as decider } from '../../domain/analytics/back-test.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { backTestTable } from '../../projections/analytics/back-test.ts'
import { feature } from '../feature.ts'

const whole = { may: ['backTest.*'] } as const

/** Forecasts that were tested. It is made of what the asker sees, and so is for them. */
export const backTest = feature({
  decider,
  resource: 'back-tests',
  grants: ({ askerId }) => [keyOf.user(askerId)],
  authority: { manager: whole, rep: whole },
  table: backTestTable,
  commands: backTestCommands,
  queries: backTestQueries,
  titles: backTestTitles,
  endpoints: [backTestEndpoints],
})
