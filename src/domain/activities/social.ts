import { z } from 'zod'
import { vocabulary } from '../values/vocabulary.ts'

/** How an account is called from anywhere: its name and its server, without a first `@` (RFC 7565 calls it an acct). */
export const handle = z
  .string()
  .regex(/^[\w.-]{1,150}@[\w.:-]{1,150}$/, 'must be a name and a server, as in anna@social.example')

/** Who sees it in the network; `unlisted` and `private` are what it calls unlisted, and for followers only. */
export const socialVisibility = z
  .enum(['public', 'unlisted', 'private', 'direct'])
  .register(vocabulary, { id: 'SocialVisibility' })
