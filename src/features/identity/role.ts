import { roleQueries, roleTitles } from '../../api/identity/role.ts'
import { roleCommands } from '../../commands/identity/role.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { role as decider } from '../../domain/identity/role.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { roleTable } from '../../projections/identity/role.ts'
import { feature } from '../feature.ts'

export const role = feature({
  decider,
  resource: 'roles',
  grants: () => [everyone],
  authority: readByAll('role'),
  table: roleTable,
  commands: ({ fieldsOf }) => roleCommands(fieldsOf),
  queries: roleQueries,
  titles: roleTitles,
})
