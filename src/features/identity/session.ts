import { sessionQueries } from '../../api/identity/session.ts'
import { sessionEndpoints } from '../../api/identity/sessions.ts'
import { sessionTitles } from '../../api/identity/titles.ts'
import { sessionCommands } from '../../commands/identity/session.ts'
import { session as decider } from '../../domain/identity/session.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { sessionTable } from '../../projections/identity/session.ts'
import { feature } from '../feature.ts'

export const session = feature({
  decider,
  resource: 'sessions',
  grants: ({ userId }) => [keyOf.user(userId)],
  authority: { manager: { may: ['session.read'] } },
  table: sessionTable,
  commands: sessionCommands,
  queries: sessionQueries,
  titles: sessionTitles,
  endpoints: [sessionEndpoints],
})
