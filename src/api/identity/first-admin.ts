import type { Execute } from '../../commands/execute.ts'
import { setPassword } from '../../commands/identity/password.ts'
import { emailClaim } from '../../commands/identity/user.ts'
import { refuse } from '../../domain/error.ts'
import { password, refuseWeak } from '../../domain/identity/password.ts'
import { defaultRules } from '../../domain/identity/sign-in-policy.ts'
import { user } from '../../domain/identity/user.ts'
import { email } from '../../domain/values/email.ts'
import { isKnownPassword } from '../../platform/people/known-passwords.ts'
import type { Passwords } from '../../platform/people/passwords.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'

const name = 'Administrator'

/** @throws DomainError naming the field and the rule. */
export function refuseUnfit(admin: { email: string; password: string }): void {
  const address = email.safeParse(admin.email)
  if (!address.success) refuse('user.email-invalid', 'Must be an e-mail address.', { field: 'email' })
  const chosen = password.safeParse(admin.password)
  if (!chosen.success)
    refuse('user.password-length', chosen.error.issues[0]?.message ?? '', { field: 'password' })
  refuseWeak(admin.password, { name, email: address.data }, defaultRules, isKnownPassword)
}

/**
 * Makes sure that somebody can sign in to an empty Hindsight; cut off half-way, it goes on at the next start. Who can
 * sign in already is left as they are: after the first start the environment has no say in passwords. `unknown`: others
 * work here, and nobody under this e-mail.
 */
export async function ensureAdministrator(
  parts: { execute: Execute; passwords: Passwords },
  admin: { email: string; password: string; isNew: boolean },
  principal: Principal,
): Promise<'made' | 'there' | 'unknown'> {
  const { execute } = parts
  const address = email.parse(admin.email)
  const commandId = derivedId('first-administrator', address)
  const body = { name, email: address, role: 'admin' }
  const begun = await execute.load(user, createdId(commandId))
  if (begun?.credentialId !== undefined) return 'there'
  if (!begun && !admin.isNew) return (await execute.holder(emailClaim(address))) ? 'there' : 'unknown'
  const { id } = await execute({ command: 'user.register', commandId, body, principal })
  await setPassword(parts, id, admin.password, { principal })
  return 'made'
}
