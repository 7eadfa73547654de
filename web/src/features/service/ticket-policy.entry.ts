import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type TicketRules = Replies['/settings/ticket-policy']

/** What holds of closed tickets. */
export const ticketPolicy: Single = {
  model: 'ticketPolicy',
  path: 'ticket-policies',
  one: 'rules of tickets',
  many: 'rules of tickets',
  at: '/settings/ticket-policy',
  load: async () => (await import('./ticket-policy.tsx')).ticketPolicy,
}

export const ticketPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'tickets',
  label: 'Tickets',
  needs: 'ticketPolicy.read',
  single: ticketPolicy,
  screen: async () => (await import('./ticket-policy.tsx')).TicketRulesScreen,
}
