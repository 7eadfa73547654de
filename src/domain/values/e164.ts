import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** A telephone number with its country and nothing else in it (ITU-T E.164): `+4915112345678`. */
export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a number with its country, such as +4915112345678')
  .meta({ examples: ['+4915112345678'], description: 'A telephone number in E.164.' })
  .register(vocabulary, { id: 'E164' })

/**
 * A number as people write it, brought to E.164. What has no country in it is one of `country` (ISO 3166-1 alpha-2). Undefined: its
 * country gives out no such number.
 */
export function asE164(written: string, country: string | null): string | undefined {
  const found = parsePhoneNumberFromString(
    written,
    country === null ? {} : { defaultCountry: country as never },
  )
  return found?.isValid() ? found.number : undefined
}

/** Whether texts may arrive at a number (E.164): it is, or may be, a mobile one. */
export function isTextable(number: string): boolean {
  const type = parsePhoneNumberFromString(number)?.getType()
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE'
}

/** The country that gives out a number (E.164); null: none alone does. */
export const countryOfNumber = (number: string): string | null =>
  parsePhoneNumberFromString(number)?.country ?? null
