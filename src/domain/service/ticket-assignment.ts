import type { Field } from '../criteria/vocabulary.ts'
import type { Facts } from '../rules/rule.ts'
import { priority } from './sla.ts'
import { type TicketState, ticketChannel, ticketType } from './ticket.ts'

/** What rules of assignment can ask of a ticket, as the columns of its table are called. */
export const ticketFacts: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['type', { kind: 'choice', options: ticketType.options }],
  ['priority', { kind: 'choice', options: priority.options }],
  ['severity', { kind: 'text', list: 'ticket-severity' }],
  ['category', { kind: 'text', list: 'ticket-category' }],
  ['channel', { kind: 'choice', options: ticketChannel.options }],
  ['productId', { kind: 'record', model: 'product' }],
  ['accountId', { kind: 'record', model: 'account' }],
])

export const ticketsAsk = { fields: ticketFacts, now: '2000-01-01T00:00:00.000Z', zone: 'UTC' }

/** What they find. */
export function ticketFactsOf(state: TicketState): Facts {
  const {
    type = null,
    priority: urgency,
    severity = null,
    category,
    channel,
    productId = null,
    accountId,
  } = state
  return { type, priority: urgency, severity, category, channel, productId, accountId }
}
