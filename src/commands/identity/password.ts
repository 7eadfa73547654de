import { conflict } from '../../domain/error.ts'
import { refuseWeak, wordsOfPlace } from '../../domain/identity/password.ts'
import { user } from '../../domain/identity/user.ts'
import { organisation } from '../../domain/settings/organisation.ts'
import { isKnownPassword } from '../../platform/people/known-passwords.ts'
import type { Passwords } from '../../platform/people/passwords.ts'
import { newSecret } from '../../platform/people/tokens.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import { KeyReused, NotFound } from '../errors.ts'
import type { Execute, Outcome, Request } from '../execute.ts'
import { organisationId } from '../settings/organisation.ts'
import { rulesNow } from './sign-in-policy.ts'

/** How long an initial password is good for, in ms: over a weekend, and not for ever in somebody's mailbox. */
const initialLife = 72 * 3_600_000

type Parts = { execute: Execute; passwords: Passwords }
type Asked = Omit<Request, 'command' | 'id' | 'body'>

/**
 * Sets a user's password: the hash is kept first, under an id that counts for nothing until the event names it. A crash
 * between the two leaves the old password in force. A repeat under the same command id is told by the hash.
 */
export async function setPassword(
  { execute, passwords }: Parts,
  userId: string,
  password: string,
  asked: Asked,
  changeBy?: string,
): Promise<Outcome> {
  const state = await execute.load(user, userId)
  if (!state) throw new NotFound(`user ${userId}`)
  if (!state.active) conflict('user.deactivated', 'A deactivated user has no password to set.')
  await mustBeStrong(execute, password, state)
  const commandId = asked.commandId ?? newId()
  const credentialId = derivedId('credential', commandId)
  if (!(await passwords.keep(credentialId, password))) throw new KeyReused()
  const outcome = await execute({
    ...asked,
    commandId,
    command: 'user.set-password',
    id: userId,
    body: { credentialId, changeBy },
  })
  if (!outcome.repeated && state.credentialId) await passwords.forget(state.credentialId)
  return outcome
}

/** @throws DomainError naming the first rule that it breaks, whoever is to sign in by it. */
export async function mustBeStrong(
  execute: Execute,
  password: string,
  person: { name: string; email: string },
): Promise<void> {
  const words = wordsOfPlace((await execute.load(organisation, organisationId))?.legalName)
  refuseWeak(password, person, await rulesNow(execute), isKnownPassword, words)
}

/**
 * Gives a user an initial password: random, so that nobody chose it, and good for nothing but choosing one's own, until
 * `changeBy` (OWASP ASVS 5.0, 6.4.1). It is told here and never again.
 */
export async function issuePassword(
  parts: Parts,
  userId: string,
  now: string,
  asked: Asked,
): Promise<{ outcome: Outcome; password: string; changeBy: string }> {
  const { passwordLength, passwordDifferent } = await rulesNow(parts.execute)
  // Long enough to have as many different characters as the rules want.
  const password = newSecret(Math.max(24, passwordLength, 3 * passwordDifferent))
  const changeBy = new Date(Date.parse(now) + initialLife).toISOString()
  return { outcome: await setPassword(parts, userId, password, asked, changeBy), password, changeBy }
}
