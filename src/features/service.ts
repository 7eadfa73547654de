import type { Feature } from './feature.ts'
import { businessCalendar } from './service/business-calendar.ts'
import { slaPolicy } from './service/sla-policy.ts'
import { ticket } from './service/ticket.ts'
import { ticketPolicy } from './service/ticket-policy.ts'

export const service: readonly Feature[] = [businessCalendar, slaPolicy, ticket, ticketPolicy]
