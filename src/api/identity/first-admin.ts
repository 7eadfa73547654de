import type { Execute } from '../../commands/execute.ts'
import { emailClaim } from '../../commands/identity/user.ts'
import { derivedId } from '../../platform/ids.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Principal } from '../../platform/permissions.ts'
import { setPassword } from './password.ts'

/**
 * Makes sure that somebody can sign in to an empty Hindsight. Who has the e-mail already is left as they are: after the
 * first start the environment has no say in passwords. Returns whether the administrator is new.
 */
export async function ensureAdministrator(
  parts: { execute: Execute; passwords: Passwords },
  { email, password }: { email: string; password: string },
  principal: Principal,
): Promise<boolean> {
  const address = email.trim().toLowerCase()
  if (await parts.execute.holder(emailClaim(address))) return false
  const { id } = await parts.execute({
    command: 'user.register',
    commandId: derivedId('first-administrator', address),
    body: { name: 'Administrator', email: address, role: 'admin' },
    principal,
  })
  await setPassword(parts, id, password, { principal, commandId: derivedId('first-password', address) })
  return true
}
