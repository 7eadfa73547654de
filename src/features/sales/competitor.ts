import { recordTitles } from '../../api/lists/titles.ts'
import { competitorQueries } from '../../api/sales/competitor.ts'
import { competitorCommands } from '../../commands/sales/competitor.ts'
import { competitor as decider } from '../../domain/sales/competitor.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { competitorTable } from '../../projections/sales/competitor.ts'
import { feature } from '../feature.ts'

const whole = { may: ['competitor.*'], seesAll: true } as const

export const competitor = feature({
  decider,
  resource: 'competitors',
  grants: () => [everyone],
  authority: { manager: whole, rep: whole },
  table: competitorTable,
  commands: competitorCommands,
  queries: competitorQueries,
  titles: recordTitles(decider),
})
