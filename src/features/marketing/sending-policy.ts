import { sendingPolicyEndpoints } from '../../api/marketing/sending-policy.ts'
import { sendingPolicyCommands } from '../../commands/marketing/sending-policy.ts'
import { sendingPolicy as decider } from '../../domain/marketing/sending-policy.ts'
import { feature } from '../feature.ts'

export const sendingPolicy = feature({
  decider,
  resource: 'sending-policies',
  grants: () => [],
  authority: { manager: { may: ['sendingPolicy.read'] }, rep: { may: ['sendingPolicy.read'] } },
  commands: sendingPolicyCommands,
  endpoints: [() => sendingPolicyEndpoints],
})
