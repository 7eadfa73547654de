import { z } from 'zod'
import { refuse } from '../error.ts'
import type { SignInRules } from './sign-in-policy.ts'

/** The bounds that no policy moves; the upper one keeps hashing cheap to ask for. */
export const password = z.string().min(8, 'at least 8 characters').max(200, 'at most 200 characters')

/** What is looked for in the list of known passwords. */
export type IsKnown = (password: string) => boolean

/** @throws DomainError naming the first rule that a password of this person breaks. */
export function refuseWeak(
  chosen: string,
  person: { name: string; email: string },
  rules: SignInRules,
  isKnown: IsKnown,
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
}
