import { leavingEndpoints } from '../../api/identity/leaving.ts'
import { userTitles } from '../../api/identity/titles.ts'
import { userQueries } from '../../api/identity/user.ts'
import { userCommands } from '../../commands/identity/user.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { user as decider } from '../../domain/identity/user.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { userTable } from '../../projections/identity/user.ts'
import { feature } from '../feature.ts'

export const user = feature({
  decider,
  resource: 'users',
  grants: () => [everyone],
  authority: readByAll('user'),
  table: userTable,
  commands: ({ authorities }) => userCommands(authorities),
  queries: userQueries,
  titles: userTitles,
  endpoints: [leavingEndpoints],
})
