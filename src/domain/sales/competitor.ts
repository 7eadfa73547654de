import { z } from 'zod'
import { record } from '../record.ts'
import { line, prose } from '../values/text.ts'

const words = prose(4_000).nullable().default(null)

/** Who else sells what we sell, and how to stand beside them. */
export const competitor = record(
  'competitor',
  z.object({
    name: line(120),
    strengths: words,
    weaknesses: words,
    positioning: words,
    products: z.array(line(120)).max(50).default([]),
  }),
)
