import { z } from 'zod'

/** An e-mail address in lower case: two spellings of one mailbox are one value. At most 254 characters (RFC 5321). */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .meta({ examples: ['ada@example.com', 'grace.hopper@example.org'] })
