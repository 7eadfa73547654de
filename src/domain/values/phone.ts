import { z } from 'zod'
import { isAscii } from './text.ts'
import { vocabulary } from './vocabulary.ts'

/**
 * A telephone number as people write it and as programs paste it: 3 to 15 digits (ITU-T E.164 allows no more; 110 and
 * 911 have three), brackets, spaces and dashes where they like, and an extension. The signs are brought to plain ones:
 * `tel:+49-30-1234567;ext=12` (RFC 3966) is kept as `+49-30-1234567 ext. 12`.
 */
export const phone = z
  .string()
  .max(200)
  .overwrite(plain)
  .superRefine((number, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message })
    if (number.length > 40) say('must be at most 40 characters')
    if (!form.test(number)) say('must be a telephone number')
    const digits = number.replace(extension, '').replace(/\D/g, '').length
    if (digits < 3 || digits > 15) say('must have 3 to 15 digits')
  })
  .meta({
    examples: ['+49 30 1234567', '(212) 555-0100'],
    description: 'A telephone number of 3 to 15 digits.',
  })
  .register(vocabulary, { id: 'Phone' })

const form = /^\(?\+?[0-9(][0-9 ()./-]*(?: ext\. [0-9]{1,10})?$/
const extension = / ext\. [0-9]+$/
/** `x12`, `Ext. 12`, `extension 12`, `#12`, `;ext=12`, with or without a comma before it. */
const writtenExtension = /[ ,;]*(?:;ext=|extension|extn|ext|x|#)[ .:]*([0-9]{1,10})$/i

/** Nothing in it is written otherwise than it is kept. */
const usual = /^[+(0-9](?:[ ()./-]?[0-9()])*$/

function plain(written: string): string {
  if (usual.test(written)) return written
  return (isAscii(written) ? written.replace(/ {2,}/g, ' ') : inAscii(written))
    .trim()
    .replace(/^tel: ?/i, '')
    .replace(writtenExtension, ' ext. $1')
}

function inAscii(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => String(numeralOf(digit)))
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{White_Space}+/gu, ' ')
}

/** Unicode keeps the ten digits of each script together, in order. */
function numeralOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return code - zero
}
