import {
  marketingListMembers,
  marketingListPreview,
  marketingListQueries,
  marketingListTitles,
} from '../../api/marketing/marketing-list.ts'
import { marketingListCommands } from '../../commands/marketing/marketing-list.ts'
import { marketingList as decider } from '../../domain/marketing/marketing-list.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { marketingListMemberTable, marketingListTable } from '../../projections/marketing/marketing-list.ts'
import { feature } from '../feature.ts'

const whole = { may: ['marketingList.*'], seesAll: true } as const

export const marketingList = feature({
  decider,
  resource: 'marketing-lists',
  grants: () => [everyone],
  authority: { manager: whole, rep: whole },
  table: marketingListTable,
  tables: [marketingListMemberTable],
  linkedIn: { table: marketingListMemberTable, by: 'listId', columns: ['recordId'] },
  commands: marketingListCommands,
  queries: [...marketingListQueries, marketingListMembers],
  titles: marketingListTitles,
  endpoints: [() => marketingListPreview],
})
