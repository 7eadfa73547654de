import { ticketPolicyId } from '../../commands/service/ticket-policy.ts'
import { defaultTicketRules, ticketPolicy, ticketRules } from '../../domain/service/ticket-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** How long a closed ticket can be reopened (TIC-08). */
export const ticketPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: ticketPolicy,
    id: ticketPolicyId,
    path: '/settings/ticket-policy',
    summaries: [
      'What holds of closed tickets; its history is that of `id`',
      'Change what holds of closed tickets; it holds from the next command on',
    ],
    fields: ticketRules,
    defaults: defaultTicketRules,
    change: ticketPolicy.commands['ticketPolicy.change'],
  })
