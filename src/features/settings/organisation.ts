import { organisationEndpoints } from '../../api/settings/organisation.ts'
import { organisationCommands } from '../../commands/settings/organisation.ts'
import { organisation as decider } from '../../domain/settings/organisation.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { feature } from '../feature.ts'

export const organisation = feature({
  decider,
  resource: 'organisations',
  grants: () => [everyone],
  commands: organisationCommands,
  endpoints: [() => organisationEndpoints],
})
