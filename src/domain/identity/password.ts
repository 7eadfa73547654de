import { z } from 'zod'
import { refuse } from '../error.ts'
import type { SignInRules } from './sign-in-policy.ts'

/** The bounds that no policy moves; the upper one keeps hashing cheap to ask for. */
export const password = z
  .string()
  // The same letters whatever keyboard they come from (NIST SP 800-63B-4, 3.1.1.2).
  .overwrite((text) => text.normalize('NFKC'))
  .min(8, 'at least 8 characters')
  .max(200, 'at most 200 characters')

/** What is looked for in the list of known passwords. */
export type IsKnown = (password: string) => boolean

/** The words that whoever guesses at this place would begin with: the product's name, and those of the organisation's. */
export function wordsOfPlace(legalName?: string): string[] {
  return ['hindsight', ...(legalName?.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [])]
}

/** @throws DomainError naming the first rule that a password of this person, at the place of these words, breaks. */
export function refuseWeak(
  chosen: string,
  person: { name: string; email: string },
  rules: SignInRules,
  isKnown: IsKnown,
  words: readonly string[] = wordsOfPlace(),
): void {
  const plain = chosen.toLowerCase()
  const field = { field: 'password' }
  const { passwordLength, passwordDifferent } = rules
  if (Array.from(chosen).length < passwordLength)
    refuse('user.password-short', `Use at least ${passwordLength} characters.`, field)
  if (new Set(plain).size < passwordDifferent)
    refuse('user.password-monotonous', `Use at least ${passwordDifferent} different characters.`, field)
  if (rules.passwordRefusesKnown && isKnown(plain))
    refuse('user.password-common', 'This is one of the first passwords that would be tried.', field)
  if (!rules.passwordRefusesOwnName) return
  const own = [person.email, person.email.split('@')[0] ?? '', person.name].map((part) => part.toLowerCase())
  if (own.some((part) => part.length > 3 && plain.replaceAll(part, '').length < 6))
    refuse('user.password-personal', 'Do not build the password from your name or e-mail.', field)
  if (words.reduce((left, word) => left.replaceAll(word, ''), plain).length < 5)
    refuse('user.password-obvious', 'Do not build the password from the name of product or company.', field)
}
