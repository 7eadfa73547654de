import { apiKeyEndpoints } from '../../api/identity/api-keys.ts'
import { apiKeyCommands } from '../../commands/identity/api-key.ts'
import { apiKey as decider } from '../../domain/identity/api-key.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { apiKeyTable } from '../../projections/identity/api-key.ts'
import { feature } from '../feature.ts'

export const apiKey = feature({
  decider,
  resource: 'api-keys',
  grants: ({ ownerId }) => [keyOf.user(ownerId)],
  table: apiKeyTable,
  commands: apiKeyCommands,
  endpoints: [apiKeyEndpoints],
})
