import { signInPolicyEndpoints } from '../../api/identity/settings.ts'
import { signInPolicyCommands } from '../../commands/identity/sign-in-policy.ts'
import { signInPolicy as decider } from '../../domain/identity/sign-in-policy.ts'
import { feature } from '../feature.ts'

export const signInPolicy = feature({
  decider,
  resource: 'sign-in-policies',
  grants: () => [],
  commands: signInPolicyCommands,
  endpoints: [({ rules }) => signInPolicyEndpoints(rules)],
})
