import { recordTitles } from '../../api/lists/titles.ts'
import { tagQueries } from '../../api/settings/tag.ts'
import { tagCommands } from '../../commands/settings/tag.ts'
import { tag as decider } from '../../domain/settings/tag.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { tagTable } from '../../projections/settings/tag.ts'
import { feature } from '../feature.ts'

// Whoever works here makes a word of their own; who leads keeps them in order.
const own = { may: ['tag.read', 'tag.create'], seesAll: true } as const

export const tag = feature({
  decider,
  resource: 'tags',
  grants: () => [everyone],
  authority: { manager: { may: ['tag.*'], seesAll: true }, rep: own, agent: own },
  table: tagTable,
  commands: tagCommands,
  queries: tagQueries,
  titles: recordTitles(decider),
})
