import { z } from 'zod'

/** A telephone number as people write it; 5 to 15 digits (ITU-T E.164 allows no more). */
export const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+?[0-9(][0-9 ()./-]*(?: ?(?:x|ext\.?) ?[0-9]{1,6})?$/, 'must be a telephone number')
  .refine((written) => {
    const digits = written.replace(/(?:x|ext).*$/, '').replace(/\D/g, '').length
    return digits >= 5 && digits <= 15
  }, 'must have 5 to 15 digits')
  .meta({ examples: ['+49 30 1234567', '(212) 555-0100'] })
