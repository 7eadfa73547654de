import { z } from 'zod'
import { record } from '../record.ts'
import { site } from '../values/site.ts'
import { line } from '../values/text.ts'

/** A web site whose pages tell us what is looked at, of whoever has allowed it. */
export const trackedSite = record(
  'trackedSite',
  z.object({
    name: line(80),
    /** Where its pages are: others tell us nothing. */
    sites: z.array(site).min(1).max(20),
  }),
)
