import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

export const openStatuses = ['new', 'working', 'qualified'] as const
export const leadStatuses = [...openStatuses, 'recycled', 'disqualified', 'converted'] as const
/** Where a lead stands. */
export const leadStatus = z.enum(leadStatuses).register(vocabulary, { id: 'LeadStatus' })
export type LeadStatus = z.output<typeof leadStatus>
