import { alertPolicyEndpoints } from '../../api/settings/alert-policy.ts'
import { alertPolicyCommands } from '../../commands/settings/alert-policy.ts'
import { alertPolicy as decider } from '../../domain/settings/alert-policy.ts'
import { feature } from '../feature.ts'

export const alertPolicy = feature({
  decider,
  resource: 'alert-policies',
  grants: () => [],
  commands: alertPolicyCommands,
  endpoints: [() => alertPolicyEndpoints],
})
