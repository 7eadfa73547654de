import { portalLetterStep } from '../../api/customers/portal/letter.ts'
import { portalPages } from '../../api/customers/portal/portal.ts'
import { portalPolicyEndpoints } from '../../api/customers/portal-policy.ts'
import { portalPolicyCommands } from '../../commands/customers/portal-policy.ts'
import { portalPolicy as decider } from '../../domain/customers/portal-policy.ts'
import { portalLink } from '../../sagas/customers/portal-link.ts'
import { feature } from '../feature.ts'

/** The customers' own door. Who may come in is said of each contact; what they may do there, by its policy. */
export const portal = feature({
  decider,
  resource: 'portal-policies',
  grants: () => [],
  commands: portalPolicyCommands,
  sagas: [portalLink],
  effects: { 'contact.send-portal-link': portalLetterStep },
  endpoints: [() => portalPolicyEndpoints, portalPages],
})
