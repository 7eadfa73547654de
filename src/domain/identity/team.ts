import { z } from 'zod'
import { record } from '../record.ts'

/** People who work together; the manager sees what the members own. */
export const team = record(
  'team',
  z.object({
    name: z.string().trim().min(1).max(200),
    region: z.string().trim().min(1).max(100).nullable().default(null),
    managerId: z.uuid().nullable().default(null),
  }),
)
