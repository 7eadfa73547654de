import { z } from 'zod'

/** An IBAN (ISO 13616), without spaces, with its check digits right. */
export const iban = z
  .string()
  .overwrite((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, 'must be an IBAN such as DE89 3704 0044 0532 0130 00')
  .refine(hasCheckDigits, 'has a wrong digit: its check digits do not fit')
  .meta({ examples: ['DE89370400440532013000', 'FR1420041010050500013M02606'] })

/** A BIC (ISO 9362). */
export const bic = z
  .string()
  .overwrite((text) => text.replaceAll(/\s/g, '').toUpperCase())
  .regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, 'must be a BIC such as COBADEFFXXX')
  .meta({ examples: ['COBADEFFXXX', 'BNPAFRPP'] })

/** ISO 7064, MOD 97-10, over the digits with letters as numbers. */
function hasCheckDigits(text: string): boolean {
  if (!/^[A-Z0-9]{5,34}$/.test(text)) return false
  const digits = (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}
