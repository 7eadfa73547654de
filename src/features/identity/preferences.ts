import { preferencesEndpoints } from '../../api/identity/preferences.ts'
import { preferencesCommands } from '../../commands/identity/preferences.ts'
import { preferences as decider } from '../../domain/identity/preferences.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { feature } from '../feature.ts'

export const preferences = feature({
  decider,
  resource: 'preferences',
  grants: ({ userId }) => [keyOf.user(userId)],
  commands: preferencesCommands,
  endpoints: [preferencesEndpoints],
})
