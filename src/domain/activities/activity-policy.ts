import { z } from 'zod'
import { record } from '../record.ts'
import { requirable } from './call.ts'

/** What must be said before something counts as logged, with what holds until decided. */
export const activityRules = z.object({
  /** Of a call: these fields may not be empty. */
  requiredOfCall: z.array(z.enum(requirable)).max(requirable.length).default([]),
})
export type ActivityRules = z.output<typeof activityRules>

/** What holds where nothing was decided. */
export const defaultRules: ActivityRules = activityRules.parse({})

/** There is one, and every change of it is an event. */
export const activityPolicy = record('activityPolicy', activityRules)
