import { choiceListQueries, choiceListTitles } from '../../api/settings/choice-list.ts'
import { choiceListCommands } from '../../commands/settings/choice-list.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { choiceList as decider } from '../../domain/settings/choice-list.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { choiceListTable } from '../../projections/settings/choice-list.ts'
import { feature } from '../feature.ts'

export const choiceList = feature({
  decider,
  resource: 'choice-lists',
  grants: () => [everyone],
  // What is chosen from is for who leads to decide.
  authority: { ...readByAll('choiceList'), manager: { may: ['choiceList.*'], seesAll: true } },
  table: choiceListTable,
  commands: choiceListCommands,
  queries: choiceListQueries,
  titles: choiceListTitles,
})
