import { defaultTicketRules, type TicketRules, ticketPolicy } from '../../domain/service/ticket-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const ticketPolicyId = derivedId('ticketPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const ticketPolicyCommands = commandsOf(ticketPolicy, () => ({
  'ticketPolicy.create': {
    summary: 'Decide what holds of closed tickets',
    permission: 'ticketPolicy.change',
    internal: true,
  },
  'ticketPolicy.change': { summary: 'Change what holds of closed tickets', internal: true },
  'ticketPolicy.archive': { summary: 'Archive what holds of closed tickets', internal: true },
  'ticketPolicy.restore': { summary: 'Restore what holds of closed tickets', internal: true },
}))

/** The rules that hold. */
export async function ticketRulesNow({ load }: Pick<Asking, 'load'>): Promise<TicketRules> {
  return { ...defaultTicketRules, ...(await load(ticketPolicy, ticketPolicyId)) }
}
