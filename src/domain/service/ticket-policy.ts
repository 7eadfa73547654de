import { z } from 'zod'
import { record } from '../record.ts'

/** What holds of tickets once they are closed, with what holds until decided. */
export const ticketRules = z.object({
  /** For so many days a closed ticket can be reopened; null: whenever. */
  reopenDays: z.int().min(0).max(3650).nullable().default(null),
})
export type TicketRules = z.output<typeof ticketRules>

/** What holds where nothing was decided. */
export const defaultTicketRules: TicketRules = ticketRules.parse({})

/** There is one, and every change of it is an event. */
export const ticketPolicy = record('ticketPolicy', ticketRules)
