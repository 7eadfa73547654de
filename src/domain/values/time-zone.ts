import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** An IANA time zone such as `Europe/Berlin`, as this runtime knows it; never a bare offset. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'not an IANA time zone')
  .meta({ examples: ['UTC', 'Europe/Berlin', 'America/New_York'], description: 'An IANA time zone.' })
  .register(vocabulary, { id: 'TimeZone' })

function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
