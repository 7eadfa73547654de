import { z } from 'zod'
import { record } from '../record.ts'
import { line } from '../values/text.ts'

/** How long records of a kind are kept after their last change. What is older is erased, unless it is held. */
export const retentionRule = record(
  'retentionRule',
  z.object({
    name: line(120),
    /** A kind of record that may be kept by rules. */
    kind: z.string().max(60),
    /** Days without a change. */
    days: z.int().min(1).max(36_500),
  }),
)
