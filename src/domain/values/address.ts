import { z } from 'zod'
import { country } from './country.ts'
import { line } from './text.ts'

/** A postal address: street and house as they are written, a line each. `addressLines` puts it as its country does. */
export const address = z.object({
  lines: z.array(line(200)).min(1).max(4),
  postalCode: line(20).nullable(),
  city: line(100),
  country,
})
