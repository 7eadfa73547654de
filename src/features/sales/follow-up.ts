import { followUpQueries, followUpSuggestions, followUpTitles } from '../../api/sales/follow-up.ts'
import { followUpCommands } from '../../commands/sales/follow-up.ts'
import { followUp as decider } from '../../domain/sales/follow-up.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { followUpTable } from '../../projections/sales/follow-up.ts'
import { feature } from '../feature.ts'

const who = { may: ['followUp.*'] } as const

/** Who is to be followed up, and why; and what of that somebody has set aside for themselves. */
export const followUp = feature({
  decider,
  resource: 'follow-ups',
  grants: ({ ownerId }) => [keyOf.user(ownerId)],
  authority: { manager: who, rep: who, agent: who },
  table: followUpTable,
  commands: followUpCommands,
  queries: [...followUpQueries, followUpSuggestions],
  titles: followUpTitles,
})
