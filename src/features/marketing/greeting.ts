import { greetingPreview, greetingQueries, greetingTitles } from '../../api/marketing/greeting.ts'
import { greetingStep } from '../../api/marketing/greeting-step.ts'
import { greetingCommands } from '../../commands/marketing/greeting.ts'
import { greeting as decider } from '../../domain/marketing/greeting.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { greetingTable } from '../../projections/marketing/greeting.ts'
import { greetingTiming } from '../../sagas/marketing/greeting.ts'
import { feature } from '../feature.ts'

/** What customers are wished on their days, by itself. */
export const greeting = feature({
  decider,
  resource: 'greetings',
  grants: () => [everyone],
  authority: {
    manager: { may: ['greeting.*'], seesAll: true },
    rep: { may: ['greeting.read'], seesAll: true },
  },
  table: greetingTable,
  commands: greetingCommands,
  queries: greetingQueries,
  titles: greetingTitles,
  sagas: [greetingTiming],
  effects: { 'greeting.go-out': greetingStep },
  endpoints: [() => greetingPreview],
})
