import type { Execute } from '../../commands/execute.ts'
import { emailClaim } from '../../commands/identity/user.ts'
import { refuseWeak } from '../../domain/identity/password.ts'
import { user } from '../../domain/identity/user.ts'
import { createdId, derivedId } from '../../platform/ids.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Principal } from '../../platform/permissions.ts'
import { setPassword } from './password.ts'

/**
 * Makes sure that somebody can sign in to an empty Hindsight; cut off half-way, it goes on at the next start. Who can
 * sign in already is left as they are: after the first start the environment has no say in passwords. `unknown`: others
 * work here, and nobody under this e-mail. @throws DomainError when the password is too weak; nothing was written then.
 */
export async function ensureAdministrator(
  parts: { execute: Execute; passwords: Passwords },
  { email, password, isNew }: { email: string; password: string; isNew: boolean },
  principal: Principal,
): Promise<'made' | 'there' | 'unknown'> {
  const { execute } = parts
  const address = email.trim().toLowerCase()
  const commandId = derivedId('first-administrator', address)
  const body = { name: 'Administrator', email: address, role: 'admin' }
  const begun = await execute.load(user, createdId(commandId))
  if (begun?.credentialId !== undefined) return 'there'
  if (!begun && !isNew) return (await execute.holder(emailClaim(address))) ? 'there' : 'unknown'
  refuseWeak(password, body)
  const { id } = await execute({ command: 'user.register', commandId, body, principal })
  await setPassword(parts, id, password, { principal, commandId: derivedId('first-password', address) })
  return 'made'
}
