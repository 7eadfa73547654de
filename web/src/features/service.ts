import type { Entry } from '../records/entry.ts'
import { calendar } from './service/calendar.entry.ts'
import { slaPolicy } from './service/sla-policy.entry.ts'
import { ticket } from './service/ticket.entry.ts'
import { ticketPolicySetting } from './service/ticket-policy.entry.ts'
import { ticketReports } from './service/ticket-reports.entry.ts'

export const service: readonly Entry[] = [ticket, ticketReports, slaPolicy, calendar, ticketPolicySetting]
