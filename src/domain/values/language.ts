import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/** A language tag (BCP 47) such as `en` or `de-AT`, as this runtime knows it. */
export const language = z
  .string()
  .max(35)
  .refine((tag) => {
    try {
      return Intl.getCanonicalLocales(tag)[0] === tag
    } catch {
      return false
    }
  }, 'must be a language such as en or de-AT')
  .meta({ examples: ['en', 'de', 'pt-BR'], description: 'A language tag (BCP 47).' })
  .register(vocabulary, { id: 'Language' })
