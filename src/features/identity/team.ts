import { teamQueries } from '../../api/identity/team.ts'
import { teamCommands } from '../../commands/identity/team.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { team as decider } from '../../domain/identity/team.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { feature } from '../feature.ts'

export const team = feature({
  decider,
  resource: 'teams',
  grants: () => [everyone],
  authority: readByAll('team'),
  table: teamTable,
  commands: teamCommands,
  queries: teamQueries,
})
