import { conflict } from '../../domain/error.ts'
import { refuseWeak } from '../../domain/identity/password.ts'
import { user } from '../../domain/identity/user.ts'
import { derivedId, newId } from '../../platform/ids.ts'
import { isKnownPassword } from '../../platform/known-passwords.ts'
import type { Passwords } from '../../platform/passwords.ts'
import { KeyReused, NotFound } from '../errors.ts'
import type { Execute, Outcome, Request } from '../execute.ts'
import { rulesNow } from './sign-in-policy.ts'

/**
 * Sets a user's password: the hash is kept first, under an id that counts for nothing until the event names it. A crash
 * between the two leaves the old password in force. A repeat under the same command id is told by the hash.
 */
export async function setPassword(
  { execute, passwords }: { execute: Execute; passwords: Passwords },
  userId: string,
  password: string,
  asked: Omit<Request, 'command' | 'id' | 'body'>,
): Promise<Outcome> {
  const state = await execute.load(user, userId)
  if (!state) throw new NotFound(`user ${userId}`)
  if (!state.active) conflict('user.deactivated', 'A deactivated user has no password to set.')
  refuseWeak(password, state, await rulesNow(execute), isKnownPassword)
  const commandId = asked.commandId ?? newId()
  const credentialId = derivedId('credential', commandId)
  if (!(await passwords.keep(credentialId, password))) throw new KeyReused()
  const outcome = await execute({
    ...asked,
    commandId,
    command: 'user.set-password',
    id: userId,
    body: { credentialId },
  })
  if (!outcome.repeated && state.credentialId) await passwords.forget(state.credentialId)
  return outcome
}
