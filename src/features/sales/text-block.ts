import { recordTitles } from '../../api/lists/titles.ts'
import { textBlockQueries } from '../../api/sales/text-block.ts'
import { textBlockCommands } from '../../commands/sales/text-block.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { textBlock as decider } from '../../domain/sales/text-block.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { textBlockTable } from '../../projections/sales/text-block.ts'
import { feature } from '../feature.ts'

export const textBlock = feature({
  decider,
  resource: 'text-blocks',
  grants: () => [everyone],
  authority: { ...readByAll('textBlock'), manager: { may: ['textBlock.*'], seesAll: true } },
  table: textBlockTable,
  commands: textBlockCommands,
  queries: textBlockQueries,
  titles: recordTitles(decider),
})
