import { z } from 'zod'
import { refuse } from '../error.ts'

/** Length is what counts (NIST SP 800-63B); the upper bound keeps hashing cheap to ask for. */
export const password = z.string().min(12, 'at least 12 characters').max(200, 'at most 200 characters')

const common = ['password', 'passwort', '12345678', 'qwertyui', 'abcdefgh', 'letmein', 'welcome']

/** @throws DomainError naming the rule that a password of this person breaks. */
export function refuseWeak(chosen: string, person: { name: string; email: string }): void {
  const plain = chosen.toLowerCase()
  const field = { field: 'password' }
  if (new Set(plain).size < 6)
    refuse('user.password-monotonous', 'Use at least 6 different characters.', field)
  if (common.some((word) => plain.replaceAll(word, '').length < 6))
    refuse('user.password-common', 'This is one of the first passwords that would be tried.', field)
  const own = [person.email, person.email.split('@')[0] ?? '', person.name].map((part) => part.toLowerCase())
  if (own.some((part) => part.length > 3 && plain.replaceAll(part, '').length < 6))
    refuse('user.password-personal', 'Do not build the password from your name or e-mail.', field)
}
