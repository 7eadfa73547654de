import { z } from 'zod'
import { record } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** Resources of which any one will do. */
export const resourceGroup = record(
  'resourceGroup',
  z.object({ name: line(120), resourceIds: z.array(uuid).min(1).max(100) }),
)
