import { ticketPolicyEndpoints } from '../../api/service/ticket-policy.ts'
import { ticketPolicyCommands } from '../../commands/service/ticket-policy.ts'
import { ticketPolicy as decider } from '../../domain/service/ticket-policy.ts'
import { feature } from '../feature.ts'

export const ticketPolicy = feature({
  decider,
  resource: 'ticket-policies',
  grants: () => [],
  commands: ticketPolicyCommands,
  endpoints: [() => ticketPolicyEndpoints],
})
