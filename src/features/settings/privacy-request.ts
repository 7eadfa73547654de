import { privacyEndpoints } from '../../api/privacy/endpoints.ts'
import { privacyRequestQueries, privacyRequestTitles } from '../../api/settings/privacy-request.ts'
import { privacyRequestCommands } from '../../commands/settings/privacy-request.ts'
import { privacyRequest as decider } from '../../domain/settings/privacy-request.ts'
import { privacyRequestTable } from '../../projections/settings/privacy-request.ts'
import { feature } from '../feature.ts'

export const privacyRequest = feature({
  decider,
  resource: 'privacy-requests',
  // Who may see all: there is nothing in them that belongs to one user.
  grants: () => [],
  table: privacyRequestTable,
  commands: privacyRequestCommands,
  queries: privacyRequestQueries,
  titles: privacyRequestTitles,
  endpoints: [privacyEndpoints],
})
