import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'

/** What somebody has allowed, as replies tell it. */
export const shownConsent = z
  .object({
    purpose: z.string(),
    channel: z.string(),
    source: z.string(),
    textVersion: z.string(),
    givenAt: instant,
    withdrawnAt: instant.nullable(),
  })
  .register(vocabulary, { id: 'Consent' })

/** On which basis somebody's data are kept, likewise. */
export const shownBasis = z
  .object({
    basis: z.string(),
    purpose: z.string(),
    collectedFrom: z.string().nullable(),
    since: instant,
  })
  .register(vocabulary, { id: 'StatedBasis' })
