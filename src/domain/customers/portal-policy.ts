import { z } from 'zod'
import { record } from '../record.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Whether customers have a door of their own, and what they may do behind it, with what holds until decided. */
export const portalRules = z.object({
  on: z.boolean().default(false),
  /** What becomes of what somebody changes of their own data: it is so at once, or a ticket asks for it. */
  ownData: z.enum(['direct', 'request']).register(vocabulary, { id: 'PortalOwnData' }).default('direct'),
})
export type PortalRules = z.output<typeof portalRules>

/** What holds where nothing was decided. */
export const defaultPortalRules: PortalRules = portalRules.parse({})

/** There is one, and every change of it is an event. */
export const portalPolicy = record('portalPolicy', portalRules)
